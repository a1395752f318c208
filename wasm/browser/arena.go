//go:build tinygo

package main

import "unsafe"

// There is no garbage collector (-gc=leaking), which takes a fifth off the
// module: with one, every function writes down its pointers. It is not missed,
// because a call keeps nothing but what is in this package's variables: what it
// allocated, its answer included, is dropped as a whole when the next begins.
//
// That holds as long as core has no state of its own, which is a rule there.

// heap is the runtime's: where its next allocation goes. It only grows.
//
//go:extern runtime.heapptr
var heap uintptr

// kept is the end of what outlives a call; 0 before the first.
var kept uintptr

// keep makes what has been allocated so far outlive the calls.
func keep() { kept = heap }

// release drops what has been allocated since keep. The runtime counts on new
// memory to be zero.
func release() {
	if kept == 0 {
		keep()
	}
	clear(unsafe.Slice((*byte)(unsafe.Pointer(kept)), heap-kept))
	heap = kept
}
