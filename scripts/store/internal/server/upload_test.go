package server

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/core/request"
	"github.com/partway/partway/scripts/store/internal/sums"
	"github.com/partway/partway/scripts/store/internal/vendor"
)

// ways of signing, each of which must carry a whole upload.
var ways = []struct {
	dialect, scheme string
	presigned       bool
	style           request.Style
}{
	{"oss", "oss-v4", false, request.PathStyle},
	{"oss", "oss-v4", true, request.PathStyle},
	{"oss", "oss-v1", false, request.PathStyle},
	{"oss", "oss-v1", true, request.PathStyle},
	{"cos", "cos", false, request.PathStyle},
	{"cos", "cos", true, request.PathStyle},
	{"s3", "aws-v4", false, request.PathStyle},
	{"s3", "aws-v4", true, request.PathStyle},
	{"oss", "oss-v4", false, request.Virtual},
	{"oss", "oss-v1", true, request.Virtual},
	{"cos", "cos", false, request.Virtual},
	{"s3", "aws-v4", true, request.Virtual},
}

var awkwardKeys = []string{
	"plain.bin", "a b+c%d#e?f&g=h'i\"j!(k)*~;,@:$[]", "中文/emoji 😀.bin", "a//b/./c/../d", "%2F%2e%2e", strings.Repeat("k", 800),
}

func TestUpload(t *testing.T) {
	h := newHarness(t)
	for _, w := range ways {
		v, _ := vendor.ByName(w.dialect)
		first := strings.Repeat("0123456789abcdef", int(v.Limits.MinPart)/16)
		for i, key := range awkwardKeys {
			sts := i%2 == 1
			name := w.scheme + " presigned=" + strconv.FormatBool(
				w.presigned,
			) + " sts=" + strconv.FormatBool(
				sts,
			) + " " + key
			t.Run(name, func(t *testing.T) {
				h := *h
				h.t = t
				wholeUpload(t, func(q req) reply {
					q.dialect, q.key, q.scheme, q.presigned, q.style = w.dialect, key, w.scheme, w.presigned, &w.style
					if sts {
						q.id, q.secret, q.token = "sts", "sts-secret", "sts-token+/="
					}
					return h.send(q)
				}, first)
			})
		}
	}
}

// wholeUpload goes from initiate to get.
func wholeUpload(t *testing.T, do func(req) reply, first string) {
	begun := do(req{method: "POST", query: pairs("uploads", "")})
	require.Equal(t, 200, begun.StatusCode, begun.body)
	id := begun.text("UploadId")

	var tags []string
	for i, body := range []string{first, "the end"} {
		r := do(
			req{
				method:  "PUT",
				query:   pairs("partNumber", strconv.Itoa(i+1), "uploadId", id),
				body:    body,
				headers: pairs("content-md5", contentMD5(body)),
			},
		)
		require.Equal(t, 200, r.StatusCode, r.body)
		tags = append(tags, r.Header.Get("ETag"))
	}
	listed := do(req{method: "GET", query: pairs("uploadId", id)})
	require.Equal(t, 200, listed.StatusCode, listed.body)
	require.Equal(t, 2, strings.Count(listed.body, "<PartNumber>"))

	done := do(req{method: "POST", query: pairs("uploadId", id), body: list("1", tags[0], "2", tags[1])})
	require.Equal(t, 200, done.StatusCode, done.body)
	require.True(t, strings.HasSuffix(done.text("ETag"), `-2"`), done.body)

	h := sums.NewHasher()
	h.Write([]byte(first + "the end"))
	got := do(req{method: "GET"})
	require.Equal(t, 200, got.StatusCode, got.body)
	require.True(t, got.body == first+"the end", "the object differs from what was uploaded")
	for _, name := range []string{"x-oss-hash-crc64ecma", "x-cos-hash-crc64ecma"} {
		if crc := done.Header.Get(name); crc != "" {
			require.Equal(t, strconv.FormatUint(h.Sums().CRC64, 10), crc)
			require.Equal(t, crc, got.Header.Get(name))
		}
	}
	require.Equal(t, 404, do(req{method: "GET", query: pairs("uploadId", id)}).StatusCode)
	require.Equal(t, 204, do(req{method: "DELETE"}).StatusCode)
	require.Equal(t, 404, do(req{method: "HEAD"}).StatusCode)
}
