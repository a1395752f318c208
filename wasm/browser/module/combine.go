package module

import (
	"github.com/partway/partway/core/checksum"
	"github.com/partway/partway/wasm/abi"
)

// combine puts the sums of two neighbouring pieces together.
func combine(r *abi.Reader) []byte {
	name, a, b, size := r.Text(), r.Uint64(), r.Uint64(), r.Int()
	if !r.Done() || size < 0 {
		return malformed(wrongFields)
	}
	crc, known := checksum.ByName(name)
	if !known {
		return malformed("there is no such algorithm that combines")
	}
	w := ok()
	w.Uint64(crc.Combine(a, b, size))
	return w.Message()
}
