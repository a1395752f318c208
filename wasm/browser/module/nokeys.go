//go:build nokeys

package module

import "github.com/partway/partway/wasm/abi"

// callWithKeys answers that this is the module of a page whose signer has the
// keys: there it is the signer who checks options, builds and signs.
func callWithKeys(int, *abi.Reader) []byte { return malformed(noFunction) }
