package upload

import (
	"github.com/partway/partway/core/checksum"
	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/internal/text"
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/wire"
)

// compareWhole compares what the store says of the object with what the parts of the file come to. size is -1 if it is
// not known.
func (m *Machine) compareWhole(crc, etag string, size int64) comparison {
	if size >= 0 && size != m.plan.Size {
		return unequal
	}
	want := m.wholeSum()
	switch m.sum {
	case CRC64XZ:
		if _, ok := decimal.ParseUint(crc); ok {
			return equalIf(crc == want)
		}
	case MD5:
		if etag = request.Lower(unquoted(etag)); etag == want {
			return equal
		}
		var digest [16]byte
		if m.plan.Put && fromHex(digest[:], etag) {
			return unequal
		}
		// Stores that speak like S3 may make the ETag of parts otherwise.
	}
	return incomparable
}

// wholeSum is the store's checksum of the whole object as it must be if the object is the file: a CRC in decimal, or an
// ETag without quotes. An ETag is the MD5 of the bytes, or of the parts' MD5s with their number behind it. Empty if
// there is nothing to compare.
func (m *Machine) wholeSum() string {
	switch {
	case m.sum == CRC64XZ:
		return string(decimal.AppendUint(nil, m.wholeCRC()))
	case m.sum != MD5:
		return ""
	case m.plan.Put:
		return text.Hex(m.parts[0].sum[:])
	}
	all := make([]byte, 0, 16*len(m.parts))
	for i := range m.parts {
		all = append(all, m.parts[i].sum[:]...)
	}
	return checksum.ETagOfParts(all)
}

// wholeCRC combines the sums of the parts.
func (m *Machine) wholeCRC() uint64 {
	return checksum.WholeXZ(len(m.parts), func(i int) (uint64, int64) {
		_, size := m.plan.Part(i + 1)
		return m.parts[i].crc(), size
	})
}

// whyIncomparable is why there was nothing to compare in an answer.
func (m *Machine) whyIncomparable(o *wire.Outcome) Why {
	if m.sum == CRC64XZ && o.CRC64 == "" || m.sum == MD5 && o.ETag == "" {
		return WhyHidden
	}
	return WhyNone
}
