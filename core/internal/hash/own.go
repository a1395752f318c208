//go:build tinygo || ownhash

package hash

import "github.com/partway/partway/core/internal/hash/own"

// MD5 is the digest of b.
func MD5(b []byte) [16]byte { return own.MD5(b) }

// SHA1 is the digest of b.
func SHA1(b []byte) [20]byte { return own.SHA1(b) }

// SHA256 is the digest of b.
func SHA256(b []byte) [32]byte { return own.SHA256(b) }

// HMACSHA1 is the 20-byte code of msg under a key of any length.
func HMACSHA1(key, msg []byte) [20]byte { return own.HMACSHA1(key, msg) }

// HMACSHA256 is the 32-byte code of msg under a key of any length.
func HMACSHA256(key, msg []byte) [32]byte { return own.HMACSHA256(key, msg) }

// MD5State is the digest of a stream so far. NewMD5 makes one; the zero value
// is not usable.
type MD5State = own.MD5State

// NewMD5 is the state of an empty stream.
func NewMD5() *MD5State { return own.NewMD5() }
