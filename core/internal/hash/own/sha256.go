package own

// Round constants and initial state: the first 32 bits of the fractional parts
// of the cube and square roots of the first primes (FIPS 180-4, 4.2.2 and 5.3.3).
var sha256K = [64]uint32{
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
}

// SHA256 is the digest of b.
func SHA256(b []byte) [32]byte {
	h := [8]uint32{
		0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
	}
	whole := len(b) &^ (blockSize - 1)
	sha256Blocks(&h, b[:whole])
	var last [2 * blockSize]byte
	n := lastBlocks(&last, b[whole:])
	putBeUint64(last[n-8:n], uint64(len(b))<<3)
	sha256Blocks(&h, last[:n])

	var sum [32]byte
	for i, v := range h {
		putBeUint32(sum[4*i:], v)
	}
	return sum
}

func sha256Blocks(h *[8]uint32, p []byte) {
	var w [64]uint32
	for ; len(p) >= blockSize; p = p[blockSize:] {
		for i := 0; i < 16; i++ {
			w[i] = beUint32(p[4*i:])
		}
		for i := 16; i < 64; i++ {
			v, u := w[i-2], w[i-15]
			w[i] = w[i-16] + w[i-7] +
				(rotate(v, 15) ^ rotate(v, 13) ^ v>>10) +
				(rotate(u, 25) ^ rotate(u, 14) ^ u>>3)
		}
		// Variables and not an array: they stay in registers, which takes a seventh off.
		a, b, c, d, e, f, g, x := h[0], h[1], h[2], h[3], h[4], h[5], h[6], h[7]
		for i := 0; i < 64; i++ {
			t1 := x + sha256K[i] + w[i] + (rotate(e, 26) ^ rotate(e, 21) ^ rotate(e, 7)) + (e&f ^ ^e&g)
			t2 := (rotate(a, 30) ^ rotate(a, 19) ^ rotate(a, 10)) + (a&b ^ a&c ^ b&c)
			x, g, f, e, d, c, b, a = g, f, e, d+t1, c, b, a, t1+t2
		}
		for i, v := range [8]uint32{a, b, c, d, e, f, g, x} {
			h[i] += v
		}
	}
}
