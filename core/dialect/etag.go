package dialect

import (
	"strings"

	"github.com/partway/partway/core/request"
)

// OpaqueETag reports whether a header, of a request or of an answer, makes the
// ETag something else than the MD5 of the bytes: a key service encrypts, or a key
// of the customer's. A bucket may do so by default, so the answer decides. Such
// headers have the same names in every store, and the stores that encrypt
// otherwise report another checksum, see PartCRC.
//
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html (2026-11-22)
func OpaqueETag(h request.Pair) bool {
	const encryption = "-server-side-encryption"
	return request.EndsFold(h.Name, encryption) && strings.HasPrefix(h.Value, "aws:kms") ||
		request.EndsFold(h.Name, encryption+"-customer-algorithm")
}
