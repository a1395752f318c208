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
func (l *ledger) compareWhole(crc, etag string, size int64) comparison {
	if size >= 0 && size != l.plan.Size {
		return unequal
	}
	want := l.wholeSum()
	switch l.sum {
	case CRC64XZ:
		if _, ok := decimal.ParseUint(crc); ok {
			return equalIf(crc == want)
		}
	case MD5:
		if etag = request.Lower(unquoted(etag)); etag == want {
			return equal
		}
		var digest [16]byte
		if l.plan.Put && fromHex(digest[:], etag) {
			return unequal
		}
		// Stores that speak like S3 may make the ETag of parts otherwise.
	}
	return incomparable
}

// wholeSum is the store's checksum of the whole object as it must be if the object is the file: a CRC in decimal, or an
// ETag without quotes. An ETag is the MD5 of the bytes, or of the parts' MD5s with their number behind it. Empty if
// there is nothing to compare.
func (l *ledger) wholeSum() string {
	switch {
	case l.sum == CRC64XZ:
		return string(decimal.AppendUint(nil, l.wholeCRC()))
	case l.sum != MD5:
		return ""
	case l.plan.Put:
		return text.Hex(l.parts[0].sum[:])
	}
	all := make([]byte, 0, 16*len(l.parts))
	for i := range l.parts {
		all = append(all, l.parts[i].sum[:]...)
	}
	return checksum.ETagOfParts(all)
}

// wholeCRC combines the sums of the parts.
func (l *ledger) wholeCRC() uint64 {
	return checksum.WholeXZ(len(l.parts), func(i int) (uint64, int64) {
		_, size := l.plan.Part(i + 1)
		return l.parts[i].crc(), size
	})
}

// whyIncomparable is why there was nothing to compare in an answer.
func (l *ledger) whyIncomparable(o *wire.Outcome) Why {
	if l.sum == CRC64XZ && o.CRC64 == "" || l.sum == MD5 && o.ETag == "" {
		return WhyHidden
	}
	return WhyNone
}
