package module

import (
	"github.com/partway/partway/core/checksum"
	"github.com/partway/partway/wasm/abi"
)

// combine puts the sums of neighbouring pieces together.
func combine(r *abi.Reader) []byte {
	sum := checksum.WholeXZ(r.Count(2), func(int) (uint64, int64) {
		crc, size := r.Uint64(), r.Int()
		if size < 0 {
			r.Fail()
		}
		return crc, size
	})
	if !r.Done() {
		return malformed(wrongFields)
	}
	w := ok()
	w.Uint64(sum)
	return w.Message()
}
