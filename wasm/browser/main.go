//go:build tinygo

// Command browser is the WebAssembly module of pages and Web Workers: the
// exports of package abi around package module, and the memory that messages
// lie in. It imports nothing, starts no goroutine and publishes no name.
//
// scripts/lib/products.mjs has the commands that build it, by TinyGo and wasm-opt,
// and npm run size tells its size: whole, and with -tags nokeys for the page
// whose signer holds the keys. -opt=2 in place of -opt=z would be a quarter more
// and no faster where it matters, the innermost loop of the CRCs (core/checksum).
package main

import (
	"unsafe"

	"github.com/partway/partway/wasm/abi"
	"github.com/partway/partway/wasm/browser/module"
)

var (
	room   []byte // of input; kept for the next message if that is no larger
	answer []byte // of output, until the next input
	hash   module.Hash
)

//go:wasmexport input
func input(size uint32) unsafe.Pointer {
	if size > abi.MaxMessage {
		return nil
	}
	release()
	if size > uint32(len(room)) || room == nil {
		room = make([]byte, max(size, 4096))
		keep()
	}
	return unsafe.Pointer(&room[0])
}

//go:wasmexport call
func call(fn, size uint32) uint32 {
	return answerWith(module.Call(int(fn), written(size)))
}

//go:wasmexport output
func output() unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(answer)) }

//go:wasmexport hashStart
func hashStart(algorithm uint32) uint32 {
	release()
	known := hash.Start(int(algorithm))
	keep()
	if known {
		return 1
	}
	return 0
}

//go:wasmexport hashAdd
func hashAdd(size uint32) { hash.Add(written(size)) }

//go:wasmexport hashSum
func hashSum() uint32 { return answerWith(hash.Sum()) }

// written is what JavaScript wrote; it cannot be more than there is room for.
func written(size uint32) []byte { return room[:min(size, uint32(len(room)))] }

func answerWith(message []byte) uint32 {
	answer = message
	return uint32(len(answer))
}

func main() {}
