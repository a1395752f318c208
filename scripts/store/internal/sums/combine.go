package sums

import "hash/crc32"

// CombineXZ is the CRC-64/XZ of a followed by b, given theirs and b's length in bytes.
func CombineXZ(a, b uint64, lenB int64) uint64 {
	return combine(0xC96C5795D7870F42, 64, a, b, lenB)
}

// CanCombine reports whether a checksum of a whole object follows from those of its parts.
func CanCombine(algorithm string) bool {
	_, width := polynomial(algorithm)
	return width != 0
}

// Combine is CombineXZ for the big-endian sums of an algorithm that CanCombine.
func Combine(algorithm string, a, b []byte, lenB int64) []byte {
	poly, width := polynomial(algorithm)
	sum := combine(poly, width, bigEndian(a), bigEndian(b), lenB)
	out := make([]byte, width/8)
	for i := range out {
		out[i] = byte(sum >> (width - 8 - 8*uint(i)))
	}
	return out
}

// polynomial is the reflected polynomial and its width; 0, 0 for what is no CRC.
func polynomial(algorithm string) (poly uint64, width uint) {
	switch algorithm {
	case CRC32:
		return crc32.IEEE, 32
	case CRC32C:
		return crc32.Castagnoli, 32
	case CRC64NVME:
		return 0x9a6c9329ac4bc9b5, 64
	}
	return 0, 0
}

// combine multiplies a by x^(8·lenB) modulo the polynomial and adds b. In the
// reflected form the highest bit stands for x^0.
func combine(poly uint64, width uint, a, b uint64, lenB int64) uint64 {
	power := uint64(1) << (width - 9) // x^8: the shift by one byte
	for n := lenB; n > 0; n >>= 1 {
		if n&1 == 1 {
			a = multiply(poly, width, a, power)
		}
		power = multiply(poly, width, power, power)
	}
	return a ^ b
}

func multiply(poly uint64, width uint, a, b uint64) uint64 {
	var product uint64
	for bit := uint64(1) << (width - 1); bit != 0; bit >>= 1 {
		if a&bit != 0 {
			product ^= b
		}
		low := b & 1
		b >>= 1
		if low == 1 {
			b ^= poly
		}
	}
	return product
}

func bigEndian(b []byte) (v uint64) {
	for _, c := range b {
		v = v<<8 | uint64(c)
	}
	return v
}
