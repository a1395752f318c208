package options

import (
	"slices"

	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/request"
)

// Verify names what the store says about the bytes it got, in its reply to a
// part or a put object: the algorithm, "crc64xz" or "md5", and the header. Both
// are empty where it says nothing that can be compared: an ETag is the MD5 only
// while the store itself manages the encryption.
func (o *Options) Verify() (algorithm, header string) {
	if d := o.Dialect; d.PartCRC != "" {
		return d.PartCRC, d.CRC64
	}
	if !o.Dialect.ETagIsMD5 || slices.ContainsFunc(o.Headers(request.Initiate), dialect.OpaqueETag) {
		return "", ""
	}
	return "md5", "ETag"
}
