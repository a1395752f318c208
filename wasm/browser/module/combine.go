package module

import (
	"github.com/partway/partway/core/checksum"
	"github.com/partway/partway/wasm/abi"
)

// combine puts the sums of two neighbouring pieces together.
func combine(r *abi.Reader) []byte {
	name, a, b, size := r.Text(), r.Uint64(), r.Uint64(), r.Int()
	if !r.Done() || size < 0 || name != "crc64xz" {
		return malformed(wrongFields)
	}
	join := checksum.JoinXZ(size)
	w := ok()
	w.Uint64(join.Sums(a, b))
	return w.Message()
}
