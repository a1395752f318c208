package own

// Constants are floor(2^32 * abs(sin(i+1))) (RFC 1321, 3.4).
var md5K = [64]uint32{
	0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
	0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
	0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
	0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
	0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
	0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
	0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
	0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
}

// MD5State is the digest of a stream so far. NewMD5 makes one; the zero value
// is not usable.
type MD5State struct {
	h      [4]uint32
	rest   [blockSize]byte // bytes of an unfinished block
	length uint64          // bytes so far
}

// NewMD5 is the state of an empty stream.
func NewMD5() *MD5State {
	return &MD5State{h: [4]uint32{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476}}
}

// MD5 is the digest of b.
func MD5(b []byte) [16]byte {
	s := NewMD5()
	s.Write(b)
	return s.Sum()
}

// Write adds b, of any length. It keeps no reference to b.
func (s *MD5State) Write(b []byte) {
	filled := int(s.length % blockSize)
	s.length += uint64(len(b))
	if filled > 0 {
		n := copy(s.rest[filled:], b)
		b = b[n:]
		if filled+n < blockSize {
			return
		}
		md5Blocks(&s.h, s.rest[:])
	}
	whole := len(b) &^ (blockSize - 1)
	md5Blocks(&s.h, b[:whole])
	copy(s.rest[:], b[whole:])
}

// Sum is the digest of what was written; more may be written afterwards.
func (s *MD5State) Sum() [16]byte {
	h := s.h
	var last [2 * blockSize]byte
	n := lastBlocks(&last, s.rest[:s.length%blockSize])
	bits := s.length << 3
	putLeUint32(last[n-8:], uint32(bits))
	putLeUint32(last[n-4:], uint32(bits>>32))
	md5Blocks(&h, last[:n])

	var sum [16]byte
	for i, v := range h {
		putLeUint32(sum[4*i:], v)
	}
	return sum
}

func md5Blocks(h *[4]uint32, p []byte) {
	var w [16]uint32
	for ; len(p) >= blockSize; p = p[blockSize:] {
		for i := range w {
			w[i] = leUint32(p[4*i:])
		}
		a, b, c, d := h[0], h[1], h[2], h[3]
		// Four steps a turn, so that the rotations are constants and a, b, c, d
		// stay where they are.
		for i := 0; i < 16; i += 4 {
			a = b + rotate(a+(d^b&(c^d))+md5K[i]+w[i], 7)
			d = a + rotate(d+(c^a&(b^c))+md5K[i+1]+w[i+1], 12)
			c = d + rotate(c+(b^d&(a^b))+md5K[i+2]+w[i+2], 17)
			b = c + rotate(b+(a^c&(d^a))+md5K[i+3]+w[i+3], 22)
		}
		for i := 16; i < 32; i += 4 {
			a = b + rotate(a+(c^d&(b^c))+md5K[i]+w[(5*i+1)&15], 5)
			d = a + rotate(d+(b^c&(a^b))+md5K[i+1]+w[(5*i+6)&15], 9)
			c = d + rotate(c+(a^b&(d^a))+md5K[i+2]+w[(5*i+11)&15], 14)
			b = c + rotate(b+(d^a&(c^d))+md5K[i+3]+w[(5*i)&15], 20)
		}
		for i := 32; i < 48; i += 4 {
			a = b + rotate(a+(b^c^d)+md5K[i]+w[(3*i+5)&15], 4)
			d = a + rotate(d+(a^b^c)+md5K[i+1]+w[(3*i+8)&15], 11)
			c = d + rotate(c+(d^a^b)+md5K[i+2]+w[(3*i+11)&15], 16)
			b = c + rotate(b+(c^d^a)+md5K[i+3]+w[(3*i+14)&15], 23)
		}
		for i := 48; i < 64; i += 4 {
			a = b + rotate(a+(c^(b|^d))+md5K[i]+w[(7*i)&15], 6)
			d = a + rotate(d+(b^(a|^c))+md5K[i+1]+w[(7*i+7)&15], 10)
			c = d + rotate(c+(a^(d|^b))+md5K[i+2]+w[(7*i+14)&15], 15)
			b = c + rotate(b+(d^(c|^a))+md5K[i+3]+w[(7*i+21)&15], 21)
		}
		h[0] += a
		h[1] += b
		h[2] += c
		h[3] += d
	}
}
