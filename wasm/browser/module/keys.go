//go:build !nokeys

package module

import (
	"github.com/partway/partway/core"
	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/wire"
	"github.com/partway/partway/wasm/abi"
)

// callWithKeys answers the functions that a page with keys has alone.
func callWithKeys(fn int, r *abi.Reader) []byte {
	switch fn {
	case abi.Read:
		return read(r)
	case abi.Plan:
		return divide(r)
	case abi.Check:
		return check(r)
	case abi.Build:
		return build(r)
	case abi.Sign:
		return signRequest(r)
	}
	return malformed(noFunction)
}

// fails is the answer to an error of core's face, which is always one of options.
func fails(err error) []byte {
	e, _ := err.(*core.OptionError)
	return optionFault(e)
}

// outcome is what an answer of the store comes to; nil for no such dialect.
func outcome(op core.Op, name string, part int, reply *core.Reply) *wire.Outcome {
	d, known := dialect.ByName(name)
	if !known {
		return nil
	}
	o := wire.Read(d, op, part, reply)
	return &o
}
