package own

// HMACSHA1 is RFC 2104 over SHA-1.
func HMACSHA1(key, msg []byte) [20]byte {
	if len(key) > blockSize {
		short := SHA1(key)
		key = short[:]
	}
	inner := SHA1(padded(key, 0x36, msg))
	return SHA1(padded(key, 0x5c, inner[:]))
}

// HMACSHA256 is RFC 2104 over SHA-256.
func HMACSHA256(key, msg []byte) [32]byte {
	if len(key) > blockSize {
		short := SHA256(key)
		key = short[:]
	}
	inner := SHA256(padded(key, 0x36, msg))
	return SHA256(padded(key, 0x5c, inner[:]))
}

// padded is the key, filled up to a block and mixed with pad, before msg.
// Messages here are short texts, so one more copy costs less than streaming
// versions of both hashes.
func padded(key []byte, pad byte, msg []byte) []byte {
	b := make([]byte, blockSize, blockSize+len(msg))
	copy(b, key)
	for i := range b {
		b[i] ^= pad
	}
	return append(b, msg...)
}
