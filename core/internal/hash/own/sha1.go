package own

// SHA1 is the digest of b (FIPS 180-4, 6.1).
func SHA1(b []byte) [20]byte {
	h := [5]uint32{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0}
	whole := len(b) &^ (blockSize - 1)
	sha1Blocks(&h, b[:whole])
	var last [2 * blockSize]byte
	n := lastBlocks(&last, b[whole:])
	putBeUint64(last[n-8:n], uint64(len(b))<<3)
	sha1Blocks(&h, last[:n])

	var sum [20]byte
	for i, v := range h {
		putBeUint32(sum[4*i:], v)
	}
	return sum
}

func sha1Blocks(h *[5]uint32, b []byte) {
	var w [80]uint32
	for ; len(b) >= blockSize; b = b[blockSize:] {
		for i := 0; i < 16; i++ {
			w[i] = beUint32(b[4*i:])
		}
		for i := 16; i < 80; i++ {
			w[i] = rotate(w[i-3]^w[i-8]^w[i-14]^w[i-16], 1)
		}
		a, b, c, d, e := h[0], h[1], h[2], h[3], h[4]
		for i, word := range w {
			f, k := sha1Mix(i, b, c, d)
			a, b, c, d, e = rotate(a, 5)+f+e+k+word, a, rotate(b, 30), c, d
		}
		h[0] += a
		h[1] += b
		h[2] += c
		h[3] += d
		h[4] += e
	}
}

// sha1Mix is the function and the constant of one of the four stages.
func sha1Mix(round int, b, c, d uint32) (f, k uint32) {
	switch round / 20 {
	case 0:
		return b&c | ^b&d, 0x5a827999
	case 1:
		return b ^ c ^ d, 0x6ed9eba1
	case 2:
		return b&c | b&d | c&d, 0x8f1bbcdc
	}
	return b ^ c ^ d, 0xca62c1d6
}
