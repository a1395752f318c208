package server

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/core/request"
	"github.com/partway/partway/scripts/store/internal/vendor"
)

// want is status and code per dialect; an empty string: not asked of that dialect.
type want struct{ oss, cos, s3 string }

func (w want) of(dialect string) string {
	return map[string]string{"oss": w.oss, "cos": w.cos, "s3": w.s3}[dialect]
}

func every(s string) want { return want{s, s, s} }

// header names a header that has the dialect's prefix in front.
func prefixed(list ...string) func(prefix string) []request.Pair {
	return func(prefix string) []request.Pair {
		out := pairs(list...)
		for i := range out {
			out[i].Name = strings.ReplaceAll(out[i].Name, "*", prefix)
		}
		return out
	}
}

func none(string) []request.Pair { return nil }

func TestErrors(t *testing.T) {
	tests := []struct {
		name, method, key string
		query             []request.Pair
		headers           func(prefix string) []request.Pair
		body              string
		want              want
	}{
		{
			"part number 0",
			"PUT",
			"k",
			pairs("partNumber", "0", "uploadId", "ID"),
			none,
			"x",
			every("400 InvalidArgument"),
		},
		{
			"part number 10001",
			"PUT",
			"k",
			pairs("partNumber", "10001", "uploadId", "ID"),
			none,
			"x",
			every("400 InvalidArgument"),
		},
		{
			"part number no number",
			"PUT",
			"k",
			pairs("partNumber", "1e1", "uploadId", "ID"),
			none,
			"x",
			every("400 InvalidArgument"),
		},
		{"part without upload", "PUT", "k", pairs("partNumber", "1"), none, "x", every("400 InvalidArgument")},
		{
			"part of unknown upload",
			"PUT",
			"k",
			pairs("partNumber", "1", "uploadId", "abc"),
			none,
			"x",
			every("404 NoSuchUpload"),
		},
		{
			"upload ID with a path",
			"PUT",
			"k",
			pairs("partNumber", "1", "uploadId", "../../x"),
			none,
			"x",
			every("404 NoSuchUpload"),
		},
		{
			"part of another key",
			"PUT",
			"other",
			pairs("partNumber", "1", "uploadId", "ID"),
			none,
			"x",
			every("404 NoSuchUpload"),
		},
		{
			"digest is no MD5",
			"PUT",
			"k",
			pairs("partNumber", "1", "uploadId", "ID"),
			prefixed("content-md5", "abc"),
			"x",
			every("400 InvalidDigest"),
		},
		{
			"digest of other bytes",
			"PUT",
			"k",
			pairs("partNumber", "1", "uploadId", "ID"),
			prefixed("content-md5", contentMD5("y")),
			"x",
			want{"400 InvalidDigest", "400 BadDigest", "400 BadDigest"},
		},
		{
			"encryption on a part",
			"PUT",
			"k",
			pairs("partNumber", "1", "uploadId", "ID"),
			prefixed("*server-side-encryption", "AES256"),
			"x",
			want{oss: "400 InvalidArgument"},
		},
		{
			"traffic limit too low",
			"PUT",
			"k",
			pairs("partNumber", "1", "uploadId", "ID"),
			prefixed("*traffic-limit", "819199"),
			"x",
			want{oss: "400 InvalidArgument", cos: "400 InvalidArgument"},
		},
		{"storage class", "POST", "k", pairs("uploads", ""), prefixed("*storage-class", "Cold"), "",
			want{"400 InvalidArgument", "400 NotSupportedStorageClass", "400 InvalidStorageClass"}},
		{"encryption", "POST", "k", pairs("uploads", ""), prefixed("*server-side-encryption", "AES128"), "",
			want{
				"400 InvalidEncryptionAlgorithmError",
				"400 SSEContentNotSupported",
				"400 InvalidEncryptionAlgorithmError",
			}},
		{
			"data encryption",
			"POST",
			"k",
			pairs("uploads", ""),
			prefixed("*server-side-encryption", "KMS", "*server-side-data-encryption", "AES"),
			"",
			want{oss: "400 InvalidDataEncryptionAlgorithmError"},
		},
		{
			"ACL",
			"POST",
			"k",
			pairs("uploads", ""),
			prefixed("*acl", "publick"),
			"",
			want{cos: "400 InvalidArgument", s3: "400 InvalidArgument"},
		},
		{"11 tags", "POST", "k", pairs("uploads", ""), prefixed("*tagging", "a=&b=&c=&d=&e=&f=&g=&h=&i=&j=&k="), "",
			want{"400 InvalidArgument", "400 InvalidTag", "400 InvalidTag"}},
		{
			"a tag twice",
			"PUT",
			"k",
			nil,
			prefixed("*tagging", "a=1&a=2"),
			"x",
			want{"400 InvalidArgument", "400 InvalidTag", "400 InvalidTag"},
		},
		{"metadata too large", "PUT", "k", nil, prefixed("*meta-a", strings.Repeat("v", 9000)), "x",
			want{"400 InvalidArgument", "400 InvalidArgument", "400 MetadataTooLarge"}},
		{
			"key too long",
			"PUT",
			strings.Repeat("k", 1025),
			nil,
			none,
			"x",
			want{"400 InvalidObjectName", "400 KeyTooLong", "400 KeyTooLongError"},
		},
		{
			"leading slash",
			"PUT",
			"/k",
			nil,
			none,
			"x",
			want{oss: "400 InvalidObjectName", cos: "400 InvalidObjectName"},
		},
		{"forbidden character", "PUT", "a\x1bb", nil, none, "x", want{cos: "400 InvalidObjectName"}},
		{
			"forbid-overwrite is yes",
			"PUT",
			"k",
			nil,
			prefixed("*forbid-overwrite", "yes"),
			"x",
			want{oss: "400 InvalidArgument", cos: "400 InvalidArgument"},
		},
		{"body is no XML", "POST", "k", pairs("uploadId", "ID"), none, "<Complete", every("400 MalformedXML")},
		{"body is other XML", "POST", "k", pairs("uploadId", "ID"), none, "<Tagging/>", every("400 MalformedXML")},
		{"body is empty", "POST", "k", pairs("uploadId", "ID"), none, "", every("400 MalformedXML")},
		{"no parts", "POST", "k", pairs("uploadId", "ID"), none, list(), every("400 MalformedXML")},
		{"body too large", "POST", "k", pairs("uploadId", "ID"), none, strings.Repeat(" ", maxDocument+1),
			want{"400 MalformedXML", "400 XMLSizeLimit", "400 MalformedXML"}},
		{
			"complete of unknown upload",
			"POST",
			"k",
			pairs("uploadId", "abc"),
			none,
			list("1", "x"),
			every("404 NoSuchUpload"),
		},
		{
			"a part that is not there",
			"POST",
			"k",
			pairs("uploadId", "ID"),
			none,
			list("9", "x"),
			every("400 InvalidPart"),
		},
		{
			"wrong ETag",
			"POST",
			"k",
			pairs("uploadId", "ID"),
			none,
			list("1", `"d41d8cd98f00b204e9800998ecf8427e"`),
			every("400 InvalidPart"),
		},
		{
			"descending",
			"POST",
			"k",
			pairs("uploadId", "ID"),
			none,
			list("2", "TAG", "1", "TAG"),
			every("400 InvalidPartOrder"),
		},
		{
			"the same twice",
			"POST",
			"k",
			pairs("uploadId", "ID"),
			none,
			list("1", "TAG", "1", "TAG"),
			every("400 InvalidPartOrder"),
		},
		{
			"number 0 listed",
			"POST",
			"k",
			pairs("uploadId", "ID"),
			none,
			list("0", "TAG"),
			every("400 InvalidPartOrder"),
		},
		{
			"small part in front",
			"POST",
			"k",
			pairs("uploadId", "ID"),
			none,
			list("1", "TAG", "2", "TAG"),
			every("400 EntityTooSmall"),
		},
		{
			"gap",
			"POST",
			"k",
			pairs("uploadId", "ID"),
			none,
			list("2", "TAG"),
			want{oss: "200", cos: "400 InvalidPart", s3: "200"},
		},
		{
			"complete-all with a body",
			"POST",
			"k",
			pairs("uploadId", "ID"),
			prefixed("*complete-all", "yes"),
			list("1", "TAG"),
			want{oss: "400 InvalidArgument"},
		},
		{"abort of unknown upload", "DELETE", "k", pairs("uploadId", "abc"), none, "", every("404 NoSuchUpload")},
		{"list of unknown upload", "GET", "k", pairs("uploadId", "abc"), none, "", every("404 NoSuchUpload")},
		{
			"encoding-type",
			"GET",
			"k",
			pairs("uploadId", "ID", "encoding-type", "base64"),
			none,
			"",
			every("400 InvalidArgument"),
		},
		{"max-parts", "GET", "k", pairs("uploadId", "ID", "max-parts", "many"), none, "", every("400 InvalidArgument")},
		{
			"max-parts over 1000",
			"GET",
			"k",
			pairs("uploadId", "ID", "max-parts", "1001"),
			none,
			"",
			want{"400 InvalidArgument", "400 InvalidArgument", "200"},
		},
		{"no such key", "GET", "nothing", nil, none, "", every("404 NoSuchKey")},
		{
			"copy",
			"PUT",
			"k",
			nil,
			prefixed("*copy-source", "/b/k"),
			"",
			want{"400 NotImplemented", "501 NotImplemented", "501 NotImplemented"},
		},
		{
			"ACL of an object",
			"PUT",
			"k",
			pairs("acl", ""),
			none,
			"",
			want{"400 NotImplemented", "501 NotImplemented", "501 NotImplemented"},
		},
		{"method", "PATCH", "k", nil, none, "", every("405 MethodNotAllowed")},
	}
	h := newHarness(t)
	for _, dialect := range []string{"oss", "cos", "s3"} {
		v, _ := vendor.ByName(dialect)
		for _, test := range tests {
			expected := test.want.of(dialect)
			if expected == "" {
				continue
			}
			t.Run(dialect+" "+test.name, func(t *testing.T) {
				h := *h
				h.t = t
				id := h.initiate(dialect, "k")
				tag := h.part(dialect, "k", id, "1", "small")
				h.part(dialect, "k", id, "2", "small")
				query := append([]request.Pair{}, test.query...)
				for i := range query {
					query[i].Value = strings.Replace(query[i].Value, "ID", id, 1)
				}
				r := h.send(req{method: test.method, dialect: dialect, key: test.key, query: query,
					headers: test.headers(v.Prefix), body: strings.ReplaceAll(test.body, "TAG", tag)})
				require.Equal(t, expected, strings.TrimSpace(r.Status[:3]+" "+r.text("Code")), r.body)
				if r.StatusCode >= 400 {
					require.NotEmpty(t, r.text("Message"))
					require.Equal(t, r.Header.Get(v.RequestID), r.text("RequestId"))
				}
			})
		}
	}
}

func TestForbidOverwrite(t *testing.T) {
	h := newHarness(t)
	headers := map[string][]string{
		"oss": {"x-oss-forbid-overwrite", "true", "409", "FileAlreadyExists"},
		"cos": {"x-cos-forbid-overwrite", "true", "409", "FileAlreadyExists"},
		"s3":  {"if-none-match", "*", "412", "PreconditionFailed"},
	}
	for dialect, f := range headers {
		put := req{method: "PUT", dialect: dialect, key: "once", body: "1", headers: pairs(f[0], f[1])}
		require.Equal(t, 200, h.send(put).StatusCode)
		again := h.send(put)
		require.Equal(t, f[2]+" "+f[3], again.Status[:3]+" "+again.text("Code"))

		id := h.initiate(dialect, "once")
		tag := h.part(dialect, "once", id, "1", "2")
		r := h.complete(dialect, "once", id, list("1", tag), f[0], f[1])
		require.Equal(t, f[2]+" "+f[3], r.Status[:3]+" "+r.text("Code"), r.body)
		require.Equal(t, "1", h.send(req{method: "GET", dialect: dialect, key: "once"}).body)
		require.Equal(t, 200, h.complete(dialect, "once", id, list("1", tag)).StatusCode, "the upload is still there")
		require.Equal(t, "2", h.send(req{method: "GET", dialect: dialect, key: "once"}).body)
	}
	r := h.send(
		req{
			method:  "POST",
			dialect: "oss",
			key:     "once",
			query:   pairs("uploads", ""),
			headers: pairs("x-oss-forbid-overwrite", "true"),
		},
	)
	require.Equal(t, 409, r.StatusCode, "OSS looks when the upload begins")
}

// A failed HEAD has no body; OSS puts the document into a header.
func TestHeadErrors(t *testing.T) {
	h := newHarness(t)
	for _, dialect := range []string{"oss", "cos", "s3"} {
		r := h.send(req{method: "HEAD", dialect: dialect, key: "nothing"})
		require.Equal(t, 404, r.StatusCode)
		require.Empty(t, r.body)
		if dialect == "oss" {
			doc, err := base64.StdEncoding.DecodeString(r.Header.Get("x-oss-err"))
			require.NoError(t, err)
			require.Equal(t, "NoSuchKey", xmlText(string(doc), "Code"))
		}
	}
}

func TestMissingLength(t *testing.T) {
	h := newHarness(t)
	for dialect, status := range map[string]int{"oss": 200, "cos": 411, "s3": 411} {
		r := h.send(
			req{
				method:  "PUT",
				dialect: dialect,
				key:     "chunked",
				body:    "body",
				after:   func(r *http.Request) { r.ContentLength = -1 },
			},
		)
		require.Equal(t, status, r.StatusCode, dialect+r.body)
	}
}

func TestUnknownBucket(t *testing.T) {
	h := newHarness(t)
	for _, dialect := range []string{"oss", "cos", "s3"} {
		for _, bucket := range []string{"somebody-else", "..", "%2e%2e"} {
			r := h.send(req{method: "PUT", dialect: dialect, bucket: bucket, key: "k", body: "x"})
			require.Equal(t, "404 NoSuchBucket", r.Status[:3]+" "+r.text("Code"), dialect+bucket)
		}
	}
}

func TestSequential(t *testing.T) {
	h := newHarness(t)
	r := h.send(req{method: "POST", dialect: "oss", key: "k", query: pairs("uploads", "", "sequential", "")})
	id := r.text("UploadId")
	put := func(number string) reply {
		return h.send(
			req{method: "PUT", dialect: "oss", key: "k", query: pairs("partNumber", number, "uploadId", id), body: "x"},
		)
	}
	require.Equal(t, "PartNotSequential", put("2").text("Code"))
	require.Equal(t, 200, put("1").StatusCode)
	again := put("1")
	require.Equal(t, 409, again.StatusCode)
	require.Equal(t, "PartAlreadyExist", again.text("Code"))
	require.Equal(t, `"9DD4E461268C8034F5C8564E155C67A6"`, again.text("PartEtag"))
	require.Equal(t, 200, put("2").StatusCode)
}

func TestCompleteAll(t *testing.T) {
	h := newHarness(t)
	id := h.initiate("oss", "k")
	h.part("oss", "k", id, "7", strings.Repeat("a", 102400))
	h.part("oss", "k", id, "9", "b")
	require.Equal(t, 200, h.complete("oss", "k", id, "", "x-oss-complete-all", "yes").StatusCode)
	require.Equal(t, strings.Repeat("a", 102400)+"b", h.send(req{method: "GET", dialect: "oss", key: "k"}).body)
}

func TestCallback(t *testing.T) {
	h := newHarness(t)
	callback := base64.StdEncoding.EncodeToString([]byte(`{"callbackUrl":"http://a.example","callbackBody":"x"}`))
	r := h.send(req{method: "PUT", dialect: "oss", key: "k", body: "x", headers: pairs("x-oss-callback", callback)})
	require.Equal(t, "203 CallbackFailed", r.Status[:3]+" "+r.text("Code"))
	require.Equal(t, 200, h.send(req{method: "HEAD", dialect: "oss", key: "k"}).StatusCode)
}
