package checksum

import (
	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/internal/hash"
	"github.com/partway/partway/core/internal/text"
)

// Algorithm is what a Stream computes.
type Algorithm uint8

// The algorithms; 0 is none.
const (
	XZ   Algorithm = 1 + iota // CRC-64/XZ
	NVME                      // CRC-64/NVME
	C32                       // CRC-32C
	MD5                       // for the ETag of a part
)

// Stream is the checksum of bytes that come piece by piece.
type Stream struct {
	crc *CRC // nil: the stream is MD5's
	sum uint64
	md5 *hash.MD5State
}

// NewStream starts a stream; nil for no such algorithm.
func NewStream(a Algorithm) *Stream {
	switch a {
	case XZ:
		return &Stream{crc: NewXZ()}
	case NVME:
		return &Stream{crc: NewNVME()}
	case C32:
		return &Stream{crc: New32C()}
	case MD5:
		return &Stream{md5: hash.NewMD5()}
	}
	return nil
}

// Reset begins the stream anew in the memory that it has.
func (s *Stream) Reset() {
	s.sum = 0
	if s.crc == nil {
		*s.md5 = *hash.NewMD5()
	}
}

// Add takes further bytes, which it does not keep.
func (s *Stream) Add(b []byte) {
	if s.crc == nil {
		s.md5.Write(b)
		return
	}
	s.sum = s.crc.Update(s.sum, b)
}

// Sum is the checksum so far: a CRC in decimal, MD5 in lower-case hexadecimal.
func (s *Stream) Sum() string {
	if s.crc == nil {
		sum := s.md5.Sum()
		return text.Hex(sum[:])
	}
	return string(decimal.AppendUint(nil, s.sum))
}
