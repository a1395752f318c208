package checksum

import (
	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/internal/hash"
	"github.com/partway/partway/core/internal/text"
)

// WholeXZ is the CRC-64/XZ of an object of so many parts. part tells the CRC and
// the size in bytes, 0 to 2^56, of part index i. Parts of one size in a row are
// cheapest.
func WholeXZ(parts int, part func(i int) (crc uint64, size int64)) (sum uint64) {
	var join Join
	last := int64(-1)
	for i := range parts {
		crc, size := part(i)
		if size != last {
			last, join = size, JoinXZ(size)
		}
		sum = join.Sums(sum, crc)
	}
	return sum
}

// ETagOfParts is the ETag, without quotes, that S3 gives an object of several
// parts: the MD5 of their MD5s, 16 bytes each, with their number behind it.
//
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html (2026-11-22)
func ETagOfParts(digests []byte) string {
	sum := hash.MD5(digests)
	return text.Hex(sum[:]) + "-" + decimal.String(int64(len(digests)/16))
}
