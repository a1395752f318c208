package wire

import (
	"testing"

	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/request"
	"github.com/stretchr/testify/require"
)

func answerOf(status int, body string, headers ...string) *request.Reply {
	r := &request.Reply{Status: status, Body: []byte(body)}
	for i := 0; i < len(headers); i += 2 {
		r.Headers = append(r.Headers, request.Pair{Name: headers[i], Value: headers[i+1]})
	}
	return r
}

func TestSignedPuts(t *testing.T) {
	for _, test := range []struct {
		name  string
		reply *request.Reply
		code  string // of the error; "-" for none
		retry dialect.Retry
	}{
		{"stored", answerOf(200, "", "ETag", `"E"`), "-", 0},
		{"stored, ETag hidden", answerOf(200, "", "x-oss-hash-crc64ecma", "7"), ETagNotExposed, dialect.Never},
		{"nothing shown", answerOf(200, ""), ETagNotExposed, dialect.Never},
		{"a login page", answerOf(200, "<html>log in</html>"), NotFromStore, dialect.Again},
		{"an error in a 200", answerOf(200, "<Error><Code>InternalError</Code></Error>", "x-amz-request-id", "R"), "InternalError", dialect.Again},
		{"URL expired", answerOf(403, "<Error><Code>AccessDenied</Code></Error>", "x-oss-request-id", "R"), "AccessDenied", dialect.Resign},
		{"upload gone", answerOf(404, "<Error><Code>NoSuchUpload</Code></Error>"), "NoSuchUpload", dialect.Restart},
		{"cut off on the way", answerOf(400, "<Error><Code>RequestTimeout</Code></Error>"), "RequestTimeout", dialect.Again},
		{"part of a damaged code", answerOf(400, "<Error><Code>Digest</Code></Error>"), "Digest", dialect.Never},
		{"too large", answerOf(400, "<Error><Code>EntityTooLarge</Code></Error>"), "EntityTooLarge", dialect.Never},
		{"busy", answerOf(503, ""), "", dialect.Slower},
		{"too many", answerOf(429, "<Error><Code>SlowDown</Code></Error>"), "SlowDown", dialect.Slower},
		{"a proxy", answerOf(502, "bad gateway"), NotFromStore, dialect.Again},
		{"a code with digits", answerOf(400, "<Error><Code>XAmzContentSHA256Mismatch</Code></Error>"), "XAmzContentSHA256Mismatch", dialect.Again},
		{"a code that is none", answerOf(500, "<Code><script></Code>"), "", dialect.Again},
		{"a control character in a code", answerOf(500, "<Code>Slow\x13Down</Code>"), "", dialect.Again},
		{"a code that does not end", answerOf(500, "<Code>Internal"), NotFromStore, dialect.Again},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := ReadSigned(request.UploadPart, 3, test.reply)
			if test.code == "-" {
				require.Nil(t, o.Err)
				return
			}
			require.NotNil(t, o.Err)
			require.Equal(t, test.code, o.Err.Code)
			require.Equal(t, test.retry.String(), o.Err.Retry.String())
			require.Equal(t, []int{3, test.reply.Status}, []int{o.Err.Part, o.Err.Status})
		})
	}
}

func TestSignedPutOfAnObject(t *testing.T) {
	o := ReadSigned(request.PutObject, 0, answerOf(200, ""))
	require.Nil(t, o.Err, "the signer will look at it")
	require.False(t, o.Named)
	o = ReadSigned(
		request.PutObject,
		0,
		answerOf(200, `{"answer":"of a callback"}`, "etag", `"E"`, "X-Cos-Hash-Crc64ecma", "7"),
	)
	require.Nil(t, o.Err)
	require.Equal(t, []string{`"E"`, "7"}, []string{o.ETag, o.CRC64})
	require.True(t, o.Named)
	o = ReadSigned(request.PutObject, 0, answerOf(404, "<Error><Code>NoSuchBucket</Code></Error>"))
	require.Equal(t, dialect.Never, o.Err.Retry)
}

func TestSignedPutSaysThatETagsAreNoMD5(t *testing.T) {
	for header, opaque := range map[[2]string]string{
		{"x-amz-server-side-encryption", "aws:kms"}:                       "x-amz-server-side-encryption: aws:kms",
		{"x-amz-server-side-encryption", "aws:kms:dsse"}:                  "x-amz-server-side-encryption: aws:kms:dsse",
		{"x-amz-server-side-encryption", "AES256"}:                        "",
		{"x-amz-server-side-encryption-customer-algorithm", "AES256"}:     "x-amz-server-side-encryption-customer-algorithm: AES256",
		{"x-amz-server-side-encryption-aws-kms-key-id", "aws:kms:anyway"}: "",
	} {
		o := ReadSigned(request.UploadPart, 1, answerOf(200, "", "etag", `"E"`, header[0], header[1]))
		require.Equal(t, opaque, o.Opaque, header)
	}
}

func TestRetryAfterOfASignedPut(t *testing.T) {
	for value, seconds := range map[string]int64{"3": 3, "-1": 0, "x": 0, "99999999": 0, "Wed, 21 Oct 2026 07:28:00 GMT": 0} {
		o := ReadSigned(request.UploadPart, 1, answerOf(503, "", "Retry-After", value))
		require.Equal(t, seconds, o.Err.RetryAfter, value)
	}
}

// told are the values that a page hands on of a signer's JSON.
func told(
	status int,
	uploadID, partSize, put, verify, etag, crc, code, retry, stored, after string,
	parts ...string,
) *request.Reply {
	return answerOf(
		status,
		"",
		append([]string{uploadID, partSize, put, verify, etag, crc, code, retry, stored, after}, parts...)...)
}

func TestSignersAnswers(t *testing.T) {
	o := ReadSigner(request.Initiate, told(200, "sealed", "8388608", "false", "md5", "", "", "", "", "", ""))
	require.Nil(t, o.Err)
	require.Equal(t, Outcome{UploadID: "sealed", PartSize: 8388608, Verify: "md5"}, o)
	require.True(t, ReadSigner(request.Initiate, told(200, "sealed", "5", "true", "", "", "", "", "", "", "")).Put)
	for _, r := range []*request.Reply{told(200, "", "5", "", "", "", "", "", "", "", ""), answerOf(200, ""), answerOf(200, "", "sealed", "5")} {
		require.Equal(t, Malformed, ReadSigner(request.Initiate, r).Err.Code, "no upload ID")
	}

	o = ReadSigner(
		request.ListParts,
		told(200, "", "", "", "", "", "", "", "", "", "", "1", "5", `"a"`, "", "2", "4", `"b"`, "9", "3", "7"),
	)
	require.Equal(t, []Part{{Number: 1, Size: 5, ETag: `"a"`}, {Number: 2, Size: 4, ETag: `"b"`, CRC64: "9"}}, o.Parts)
	require.Zero(
		t,
		ReadSigner(request.ListParts, told(200, "", "", "", "", "", "", "", "", "", "", "-1", "1e3", "", "")).Parts[0].Number,
	)

	o = ReadSigner(request.Complete, told(200, "", "", "", "", "E", "7", "", "", "", ""))
	require.Equal(t, Outcome{ETag: "E", CRC64: "7"}, o)
}

func TestSignersErrors(t *testing.T) {
	for _, test := range []struct {
		status      int
		code, retry string
		want        dialect.Retry
	}{
		{409, "InvalidPart", "ask", dialect.Ask},
		{404, "NoSuchUpload", "restart", dialect.Restart},
		{403, "SealExpired", "never", dialect.Never},
		{403, "", "", dialect.Never},
		{502, "", "", dialect.Again},
		{503, "", "nonsense", dialect.Slower},
	} {
		o := ReadSigner(request.Complete, told(test.status, "", "", "", "", "", "", test.code, test.retry, "", "3"))
		require.Equal(t, test.code, o.Err.Code)
		require.Equal(t, test.want.String(), o.Err.Retry.String(), test.code)
		require.Equal(t, int64(3), o.Err.RetryAfter)
	}
	require.True(t, ReadSigner(request.Complete, told(502, "", "", "", "", "", "", "", "", "true", "")).Err.Stored)
	require.Equal(t, dialect.Again, ReadSigner(request.Complete, answerOf(502, "")).Err.Retry)
}

// FuzzSigned: a store's answer, or somebody else's, never panics, and what is
// passed on of it is short and harmless.
func FuzzSigned(f *testing.F) {
	f.Add(200, "<Code></Code>", "etag", "x", true)
	f.Add(403, "<Error><Code>A</Code>", "-request-id", "", false)
	f.Add(305, "<Code>\x10</Code>", "0", "0", true)
	f.Fuzz(func(t *testing.T, status int, body, name, value string, put bool) {
		op := request.UploadPart
		if put {
			op = request.PutObject
		}
		r := answerOf(status, body, name, value)
		for _, o := range []Outcome{ReadSigned(op, 1, r), ReadSigner(request.ListParts, r), ReadSigner(request.Initiate, r)} {
			if o.Err != nil {
				require.Equal(t, cleanName(o.Err.Code), o.Err.Code)
				require.LessOrEqual(t, o.Err.RetryAfter, int64(maxRetryAfter))
			}
		}
	})
}
