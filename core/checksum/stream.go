package checksum

import (
	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/internal/hash"
	"github.com/partway/partway/core/internal/text"
)

// ByName is the CRC of that name: "crc64xz", "crc64nvme" or "crc32c".
func ByName(name string) (c *CRC, ok bool) {
	switch name {
	case "crc64xz":
		return NewXZ(), true
	case "crc64nvme":
		return NewNVME(), true
	case "crc32c":
		return New32C(), true
	}
	return nil, false
}

// Stream is the checksum of bytes that come piece by piece.
type Stream struct {
	crc *CRC // nil: the stream is MD5's
	sum uint64
	md5 *hash.MD5State
}

// NewStream starts a stream: a CRC of ByName, or "md5" for the ETag of a part.
func NewStream(name string) (s *Stream, ok bool) {
	if name == "md5" {
		return &Stream{md5: hash.NewMD5()}, true
	}
	c, ok := ByName(name)
	return &Stream{crc: c}, ok
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
