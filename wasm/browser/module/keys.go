//go:build !nokeys

package module

import (
	"github.com/partway/partway/core"
	"github.com/partway/partway/wasm/abi"
)

// callWithKeys answers the functions that check options, build and sign.
func callWithKeys(fn int, r *abi.Reader) []byte {
	switch fn {
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
