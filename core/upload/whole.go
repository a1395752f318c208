package upload

import (
	"github.com/partway/partway/core/checksum"
	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/internal/hash"
)

// verdict is the outcome of a comparison.
type verdict uint8

const (
	unknown verdict = iota // there is nothing to compare
	agree
	differ
)

// compareWhole compares what the store says of the object with what the parts
// of the file come to. size is -1 if it is not known.
func (m *Machine) compareWhole(crc, etag string, size int64) verdict {
	if !m.has(comparesWhole) {
		return agree
	}
	if size >= 0 && size != m.config.Plan.Size {
		return differ
	}
	switch m.config.Sum {
	case CRC64XZ:
		if n, ok := parseCRC(crc); ok {
			return same(n == m.wholeCRC())
		}
	case MD5:
		return m.compareETag(etag)
	}
	return unknown
}

func same(equal bool) verdict {
	if equal {
		return agree
	}
	return differ
}

// compareETag: of an object in parts, the ETag is the MD5 of their MD5s with
// their number behind it. Stores that speak like S3 may make it otherwise, so
// another one says nothing.
//
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html (2026-11-22)
func (m *Machine) compareETag(etag string) verdict {
	if len(etag) >= 2 && etag[0] == '"' {
		etag = etag[1 : len(etag)-1]
	}
	var digest [16]byte
	if len(etag) < 32 || !fromHex(digest[:], etag[:32]) {
		return unknown
	}
	if m.config.Plan.Put {
		if len(etag) != 32 {
			return unknown
		}
		return same(digest == m.parts[0].sum)
	}
	all := make([]byte, 0, 16*len(m.parts))
	for i := range m.parts {
		all = append(all, m.parts[i].sum[:]...)
	}
	if hash.MD5(all) == digest && etag[32:] == "-"+decimal.String(int64(len(m.parts))) {
		return agree
	}
	return unknown
}

// wholeCRC combines the sums of the parts.
func (m *Machine) wholeCRC() uint64 {
	p := &m.config.Plan
	_, last := p.Part(p.Parts)
	crc, join := m.parts[0].crc(), checksum.JoinXZ(p.PartSize)
	for i := 1; i < len(m.parts); i++ {
		if i == len(m.parts)-1 {
			join = checksum.JoinXZ(last)
		}
		crc = join.Sums(crc, m.parts[i].crc())
	}
	return crc
}

// whyNot is why there was nothing to compare in an answer.
func (m *Machine) whyNot(crc, etag string) Why {
	if m.config.Sum == CRC64XZ && crc == "" || m.config.Sum == MD5 && etag == "" {
		return WhyHidden
	}
	return WhyNone
}
