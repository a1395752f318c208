// Package module answers the messages of package abi: it reads the fields, calls
// core, and writes what core says. There is no logic of uploads in it. It knows
// nothing of WebAssembly, so its tests are native ones.
package module

import (
	"github.com/partway/partway/core/options"
	"github.com/partway/partway/wasm/abi"
)

// Call answers a message to function fn. It never panics, and neither keeps
// nor changes the message; the answer does not share memory with it.
func Call(fn int, message []byte) []byte {
	r := abi.NewReader(message)
	switch fn {
	case abi.Combine:
		return combine(r)
	case abi.Begin:
		return begin(r)
	case abi.Restore:
		return restore(r)
	case abi.Handle:
		return handle(r)
	}
	return callWithKeys(fn, r)
}

// ok begins an answer with its first fields.
func ok(fields ...string) *abi.Writer {
	w := &abi.Writer{}
	w.Text(abi.OK)
	w.Texts(fields...)
	return w
}

// optionFault is the answer to options that core refuses.
func optionFault(e *options.Error) []byte {
	var w abi.Writer
	w.Texts(abi.Option, e.Option, e.Value, e.Nearest, e.Message)
	w.List(e.Legal)
	return w.Message()
}

// malformed is the answer to a message that is not of the form that package
// abi describes: the caller is broken, not what its user asked for.
func malformed(why string) []byte {
	return optionFault(&options.Error{Message: "module: " + why})
}

const (
	noFunction   = "no function"
	wrongFields  = "wrong fields"
	wrongDialect = "no such dialect"
)
