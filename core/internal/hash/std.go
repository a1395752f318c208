//go:build !tinygo && !ownhash

package hash

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"hash"
)

// MD5 is the digest of b.
func MD5(b []byte) [16]byte { return md5.Sum(b) }

// SHA1 is the digest of b.
func SHA1(b []byte) [20]byte { return sha1.Sum(b) }

// SHA256 is the digest of b.
func SHA256(b []byte) [32]byte { return sha256.Sum256(b) }

// HMACSHA1 is the 20-byte code of msg under a key of any length.
func HMACSHA1(key, msg []byte) (sum [20]byte) {
	h := hmac.New(sha1.New, key)
	h.Write(msg)
	h.Sum(sum[:0])
	return sum
}

// HMACSHA256 is the 32-byte code of msg under a key of any length.
func HMACSHA256(key, msg []byte) (sum [32]byte) {
	h := hmac.New(sha256.New, key)
	h.Write(msg)
	h.Sum(sum[:0])
	return sum
}

// MD5State is the digest of a stream so far. NewMD5 makes one; the zero value
// is not usable.
type MD5State struct{ h hash.Hash }

// NewMD5 is the state of an empty stream.
func NewMD5() *MD5State { return &MD5State{md5.New()} }

// Write adds b, of any length. It keeps no reference to b.
func (s *MD5State) Write(b []byte) { s.h.Write(b) }

// Sum is the digest of what was written; more may be written afterwards.
func (s *MD5State) Sum() (sum [16]byte) {
	s.h.Sum(sum[:0])
	return sum
}
