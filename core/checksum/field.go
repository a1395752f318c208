package checksum

// field is the polynomials over GF(2) modulo the CRC's, bits reversed: one is
// the highest bit of the width, a shift to the right multiplies by x.
type field struct {
	poly uint64
	one  uint64
}

// multiply is a times b. It takes a bit of a at a time, from x^0 up.
func (f field) multiply(a, b uint64) uint64 {
	product := uint64(0)
	for bit := f.one; bit != 0; bit >>= 1 {
		if a&bit != 0 {
			product ^= b
		}
		carry := b & 1
		b = b>>1 ^ f.poly&-carry
	}
	return product
}

// power is x^(8n), the factor by which n further bytes move a register on.
func (f field) power(n int64) uint64 {
	result, square := f.one, f.one>>8
	for ; n > 0; n >>= 1 {
		if n&1 != 0 {
			result = f.multiply(result, square)
		}
		square = f.multiply(square, square)
	}
	return result
}
