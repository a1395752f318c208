// Package own holds MD5, SHA-1, SHA-256 and HMAC without imports, for the
// WebAssembly module. Package hash chooses between it and the standard library
// and says why; programs do not import this package.
//
// The loops are kept short rather than unrolled, since what a page downloads
// counts for more here than how fast a header is signed.
package own

const blockSize = 64

// lastBlocks fills buf with what follows a message's whole blocks: the rest of
// the message, the closing bit and zeros up to the eight bytes of the length.
// It returns how many bytes of buf count, 64 or 128.
func lastBlocks(buf *[2 * blockSize]byte, rest []byte) int {
	n := copy(buf[:], rest)
	buf[n] = 0x80
	if n < blockSize-8 {
		return blockSize
	}
	return 2 * blockSize
}

func beUint32(b []byte) uint32 {
	return uint32(b[3]) | uint32(b[2])<<8 | uint32(b[1])<<16 | uint32(b[0])<<24
}

func putBeUint32(b []byte, v uint32) {
	b[0], b[1], b[2], b[3] = byte(v>>24), byte(v>>16), byte(v>>8), byte(v)
}

func putBeUint64(b []byte, v uint64) {
	putBeUint32(b, uint32(v>>32))
	putBeUint32(b[4:], uint32(v))
}

func leUint32(b []byte) uint32 {
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
}

func putLeUint32(b []byte, v uint32) {
	b[0], b[1], b[2], b[3] = byte(v), byte(v>>8), byte(v>>16), byte(v>>24)
}

func rotate(v uint32, n uint8) uint32 { return v<<(n&31) | v>>(-n&31) }
