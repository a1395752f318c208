package server

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/core/request"
)

func TestRanges(t *testing.T) {
	h := newHarness(t)
	tests := []struct{ spec, want, contentRange string }{
		{"bytes=0-3", "206 0123", "bytes 0-3/10"},
		{"bytes=8-", "206 89", "bytes 8-9/10"},
		{"bytes=8-99", "206 89", "bytes 8-9/10"},
		{"bytes=-3", "206 789", "bytes 7-9/10"},
		{"bytes=-99", "206 0123456789", "bytes 0-9/10"},
		{"bytes=9-9", "206 9", "bytes 9-9/10"},
		{"bytes=5-4", "200 0123456789", ""},
		{"bytes=a-b", "200 0123456789", ""},
		{"bytes=--3", "200 0123456789", ""},
		{"bytes=0-1,3-4", "200 0123456789", ""},
		{"bytes=99999999999999999999-", "200 0123456789", ""},
		{"lines=0-3", "200 0123456789", ""},
		{"bytes=10-", "416", ""},
		{"bytes=-0", "416", ""},
	}
	for _, dialect := range []string{"oss", "cos", "s3"} {
		require.Equal(t, 200, h.send(req{method: "PUT", dialect: dialect, key: "ten", body: "0123456789"}).StatusCode)
		for _, test := range tests {
			expected := test.want
			if expected == "416" && dialect == "oss" {
				expected = "200 0123456789"
			}
			r := h.send(
				req{
					method:  "GET",
					dialect: dialect,
					key:     "ten",
					after:   func(r *http.Request) { r.Header.Set("Range", test.spec) },
				},
			)
			if expected == "416" {
				require.Equal(t, "416 InvalidRange", r.Status[:3]+" "+r.text("Code"), test.spec)
				continue
			}
			require.Equal(t, expected, r.Status[:3]+" "+r.body, dialect+" "+test.spec)
			require.Equal(t, test.contentRange, r.Header.Get("Content-Range"))
		}
	}
}

func TestConditions(t *testing.T) {
	h := newHarness(t)
	tag := h.send(req{method: "PUT", dialect: "s3", key: "k", body: "x"}).Header.Get("ETag")
	tests := []struct {
		header, value string
		status        int
	}{
		{"If-Match", tag, 200}, {"If-Match", `"other"`, 412}, {"If-Match", "*", 200},
		{"If-None-Match", tag, 304}, {"If-None-Match", `"other"`, 200},
		{
			"If-Modified-Since",
			testTime.Format(http.TimeFormat),
			304,
		}, {"If-Modified-Since", testTime.Add(-time.Hour).Format(http.TimeFormat), 200},
		{
			"If-Unmodified-Since",
			testTime.Format(http.TimeFormat),
			200,
		}, {"If-Unmodified-Since", testTime.Add(-time.Hour).Format(http.TimeFormat), 412},
	}
	for _, test := range tests {
		r := h.send(
			req{
				method:  "HEAD",
				dialect: "s3",
				key:     "k",
				after:   func(r *http.Request) { r.Header.Set(test.header, test.value) },
			},
		)
		require.Equal(t, test.status, r.StatusCode, test.header+": "+test.value)
	}
}

// What was sent with the object comes back with it.
func TestHeadersOfObjects(t *testing.T) {
	h := newHarness(t)
	common := []string{
		"cache-control",
		"max-age=60",
		"content-disposition",
		"attachment; filename=a.txt",
		"content-encoding",
		"gzip",
		"content-type",
		"text/plain",
		"expires",
		"Sun, 22 Nov 2026 10:00:00 GMT",
	}
	for _, test := range []struct {
		dialect string
		sent    []string // beside the common ones
		echoed  []string
		stored  []string
	}{
		{"oss", []string{"x-oss-meta-a", "1", "x-oss-storage-class", "IA", "x-oss-tagging", "a=1&b=2", "x-oss-server-side-encryption", "KMS", "x-oss-server-side-encryption-key-id", "id"},
			[]string{"x-oss-server-side-encryption", "KMS", "x-oss-server-side-encryption-key-id", "id"},
			[]string{"x-oss-meta-a", "1", "x-oss-storage-class", "IA", "x-oss-tagging-count", "2", "x-oss-object-type", "Multipart"}},
		{"cos", []string{"x-cos-meta-a", "1", "x-cos-storage-class", "ARCHIVE", "x-cos-server-side-encryption", "cos/kms", "x-cos-server-side-encryption-cos-kms-key-id", "id"},
			[]string{"x-cos-server-side-encryption", "cos/kms", "x-cos-server-side-encryption-cos-kms-key-id", "id"},
			[]string{"x-cos-meta-a", "1", "x-cos-storage-class", "ARCHIVE"}},
		{"s3", []string{"x-amz-meta-a", "1", "x-amz-storage-class", "STANDARD_IA", "x-amz-server-side-encryption", "aws:kms"},
			[]string{"x-amz-server-side-encryption", "aws:kms"},
			[]string{"x-amz-meta-a", "1", "x-amz-storage-class", "STANDARD_IA"}},
	} {
		begun := h.send(
			req{
				method:  "POST",
				dialect: test.dialect,
				key:     "k",
				query:   pairs("uploads", ""),
				headers: pairs(append(common, test.sent...)...),
			},
		)
		require.Equal(t, 200, begun.StatusCode, begun.body)
		id := begun.text("UploadId")
		part := h.send(
			req{
				method:  "PUT",
				dialect: test.dialect,
				key:     "k",
				query:   pairs("partNumber", "1", "uploadId", id),
				body:    "x",
			},
		)
		done := h.complete(test.dialect, "k", id, list("1", part.Header.Get("ETag")))
		head := h.send(req{method: "HEAD", dialect: test.dialect, key: "k"})
		for _, p := range pairs(test.echoed...) {
			for _, r := range []reply{begun, part, done, head} {
				require.Equal(t, p.Value, r.Header.Get(p.Name), p.Name)
			}
		}
		for _, p := range pairs(append(common, test.stored...)...) {
			require.Equal(t, p.Value, head.Header.Get(p.Name), p.Name)
		}
		isMD5 := strings.EqualFold(part.Header.Get("ETag"), `"9dd4e461268c8034f5c8564e155c67a6"`)
		require.Equal(t, test.dialect == "oss", isMD5, "under KMS the ETag is the MD5 for OSS only")
	}
}

// A signed URL may rename the download, but not replace what the store says.
func TestHeadersSetByTheQuery(t *testing.T) {
	h := newHarness(t)
	for _, dialect := range []string{"oss", "cos", "s3"} {
		put := h.send(req{method: "PUT", dialect: dialect, key: "k", body: "x"})
		query := pairs(
			"response-access-control-allow-origin",
			"*",
			"response-etag",
			"forged",
			"response-set-cookie",
			"a=b",
		)
		for _, name := range overridable {
			query = append(query, request.Pair{Name: "response-" + name, Value: "my " + name})
		}
		r := h.send(req{method: "GET", dialect: dialect, key: "k", query: query})
		require.Equal(t, 200, r.StatusCode, r.body)
		for _, name := range overridable {
			require.Equal(t, "my "+name, r.Header.Get(name), dialect)
		}
		require.Equal(t, put.Header.Get("ETag"), r.Header.Get("ETag"), dialect)
		require.Empty(t, r.Header.Get("Access-Control-Allow-Origin"), dialect)
		require.Empty(t, r.Header.Get("Set-Cookie"), dialect)
	}
}
