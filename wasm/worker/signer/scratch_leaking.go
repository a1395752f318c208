//go:build gc.leaking

package signer

import "unsafe"

// heap is the runtime's: where its next allocation goes.
//
//go:extern runtime.heapptr
var heap uintptr

// scratch makes a text and gives back all other memory that this took: there is
// no garbage collector in a Worker, and memory that was never touched before is
// a third of what a signature costs. Nothing else that is made may outlive it.
func scratch(text func() string) string {
	start := heap
	made := text()
	end := start + (uintptr(len(made))+15)&^15
	if end >= heap { // there is nothing else
		return made
	}
	kept := unsafe.Slice((*byte)(unsafe.Pointer(start)), len(made))
	copy(kept, made)
	// The runtime counts on new memory to be zero.
	clear(unsafe.Slice((*byte)(unsafe.Pointer(start)), heap-start)[len(made):])
	heap = end
	return unsafe.String(unsafe.SliceData(kept), len(made))
}
