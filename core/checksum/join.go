package checksum

// Join combines sums like CRC.Combine, without the tables, for pieces that are
// all of one length: that length is worked out once.
type Join struct {
	field
	factor uint64
}

// JoinXZ joins sums of CRC-64/XZ. lenB is the length in bytes of every piece
// that is put behind another: 0 to 2^56.
func JoinXZ(lenB int64) Join {
	f := field{poly: polyXZ, one: 1 << 63}
	return Join{f, f.power(lenB)}
}

// Sums is the sum of two byte strings put together, from their sums.
func (j Join) Sums(a, b uint64) uint64 { return j.multiply(a, j.factor) ^ b }
