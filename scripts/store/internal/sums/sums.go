// Package sums computes the digests that stores report, of bytes that stream by.
package sums

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"hash"
	"hash/crc32"
	"hash/crc64"
	"io"
)

// Names of the algorithms that S3 calls checksums, as in x-amz-checksum-….
const (
	CRC32     = "crc32"
	CRC32C    = "crc32c"
	CRC64NVME = "crc64nvme"
	SHA1      = "sha1"
	SHA256    = "sha256"
)

var (
	xzTable         = crc64.MakeTable(crc64.ECMA)
	nvmeTable       = crc64.MakeTable(0x9a6c9329ac4bc9b5)
	castagnoliTable = crc32.MakeTable(crc32.Castagnoli)
)

// New makes the hash of that name; nil if there is none.
func New(algorithm string) hash.Hash {
	switch algorithm {
	case CRC32:
		return crc32.NewIEEE()
	case CRC32C:
		return crc32.New(castagnoliTable)
	case CRC64NVME:
		return crc64.New(nvmeTable)
	case SHA1:
		return sha1.New()
	case SHA256:
		return sha256.New()
	}
	return nil
}

// Known reports whether New makes that algorithm.
func Known(algorithm string) bool { return New(algorithm) != nil }

// Sums of some bytes.
type Sums struct {
	Size  int64
	MD5   []byte
	CRC64 uint64            // CRC-64/XZ, what OSS and COS report
	More  map[string][]byte // by algorithm, big-endian
}

// Hasher takes bytes and keeps their sums: always MD5 and CRC-64/XZ, and the
// algorithms asked for.
type Hasher struct {
	size int64
	md5  hash.Hash
	xz   hash.Hash64
	more map[string]hash.Hash
	all  io.Writer
}

// NewHasher ignores algorithms that are unknown or empty.
func NewHasher(algorithms ...string) *Hasher {
	h := &Hasher{md5: md5.New(), xz: crc64.New(xzTable), more: map[string]hash.Hash{}}
	writers := []io.Writer{h.md5, h.xz}
	for _, a := range algorithms {
		if s := New(a); s != nil && h.more[a] == nil {
			h.more[a] = s
			writers = append(writers, s)
		}
	}
	h.all = io.MultiWriter(writers...)
	return h
}

// Write never fails.
func (h *Hasher) Write(b []byte) (int, error) {
	h.size += int64(len(b))
	return h.all.Write(b)
}

// Sums of what was written so far.
func (h *Hasher) Sums() Sums {
	s := Sums{Size: h.size, MD5: h.md5.Sum(nil), CRC64: h.xz.Sum64(), More: map[string][]byte{}}
	for name, m := range h.more {
		s.More[name] = m.Sum(nil)
	}
	return s
}
