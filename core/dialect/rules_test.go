package dialect

import (
	"strings"
	"testing"

	"github.com/partway/partway/core/request"
	"github.com/stretchr/testify/require"
)

func TestOpaqueETag(t *testing.T) {
	for h, opaque := range map[request.Pair]bool{
		{Name: "x-amz-server-side-encryption", Value: "aws:kms"}:                          true,
		{Name: "X-Amz-Server-Side-Encryption", Value: "aws:kms:dsse"}:                     true,
		{Name: "x-amz-server-side-encryption-customer-algorithm", Value: "AES256"}:        true,
		{Name: "x-amz-server-side-encryption", Value: "AES256"}:                           false,
		{Name: "x-amz-server-side-encryption-aws-kms-key-id", Value: "aws:kms"}:           false,
		{Name: "x-amz-server-side-encryption-customer-key-md5", Value: "AAAA"}:            false,
		{Name: "x-amz-copy-source-server-side-encryption-customer-key", Value: "aws:kms"}: false,
		{Name: "etag", Value: "aws:kms"}:                                                  false,
	} {
		require.Equal(t, opaque, OpaqueETag(h), h)
	}
}

// Stores encrypt with the options of their rows: those that keep the ETag an MD5
// do not look as if they did not.
func TestOpaqueETagByTheRowsOptions(t *testing.T) {
	opaque := map[string]bool{}
	for _, d := range All() {
		if o, found := d.Option("encryption"); found {
			for _, value := range o.Legal {
				opaque[d.Name+" "+value] = OpaqueETag(request.Pair{Name: o.Header, Value: value})
			}
		}
	}
	require.Equal(t, map[string]bool{
		"s3 AES256": false, "s3 aws:kms": true, "s3 aws:kms:dsse": true,
		// These report a CRC, whatever the encryption.
		"oss AES256": false, "oss KMS": false, "oss SM4": false,
		"cos AES256": false, "cos cos/kms": false, "cos SM4": false,
	}, opaque)
}

func TestStatusAndCodeAgree(t *testing.T) {
	for status, code := range map[int]string{
		0: "InternalError", 301: "PermanentRedirect", 403: "AccessDenied", 405: "MethodNotAllowed",
		408: "RequestTimeout", 411: "MissingContentLength", 412: "PreconditionFailed", 413: "EntityTooLarge",
		429: "ServiceUnavailable", 500: "InternalError", 501: "NotImplemented", 502: "InternalError",
		503: "ServiceUnavailable", 504: "InternalError",
	} {
		for _, d := range All() {
			c, known := d.Code(code)
			require.True(t, known)
			require.Equal(t, c.Retry, RetryByStatus(status), "%s %d", d.Name, status)
		}
	}
	for _, status := range []int{400, 404, 409, 422} {
		require.Equal(t, Never, RetryByStatus(status))
	}
}

// A page that knows no store takes a code for damage only where a store does.
func TestDamagedCodesAreThoseOfTheRows(t *testing.T) {
	for _, d := range All() {
		for _, table := range [][]Code{d.Codes, commonCodes} {
			for _, c := range table {
				for _, name := range strings.Split(c.Name, "|") {
					if Damaged(name) {
						known := false
						for _, other := range All() {
							row, _ := other.Code(name)
							known = known || row.Retry == Again && row.Advice == adviceDamaged
						}
						require.True(t, known, name)
					} else if c.Advice == adviceDamaged {
						require.Equal(t, "BadRequest", name, "elsewhere it is a wrong argument")
					}
				}
			}
		}
	}
	require.False(t, Damaged(""))
	require.False(t, Damaged("Digest"))
}

func TestCodesThatSaySomethingBeside(t *testing.T) {
	for _, d := range All() {
		for beside, want := range map[string]Retry{"": Never, Expired: Resign, Elsewhere: Never, "other": Never} {
			c, known := d.CodeSaying("AccessDenied", beside)
			require.True(t, known)
			require.Equal(t, want, c.Retry, beside)
		}
		c, _ := d.CodeSaying("NoSuchUpload", Expired)
		require.Equal(t, Restart, c.Retry)
		_, known := d.CodeSaying("", Expired)
		require.False(t, known)
	}
}
