package server

import (
	"bytes"
	"crypto/md5"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/sign"
	"github.com/partway/partway/scripts/store/internal/sums"
	"github.com/partway/partway/scripts/store/internal/vendor"
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
			r := h.send(req{method: "GET", dialect: dialect, key: "ten", after: func(r *http.Request) { r.Header.Set("Range", test.spec) }})
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
		{"If-Modified-Since", testTime.Format(http.TimeFormat), 304}, {"If-Modified-Since", testTime.Add(-time.Hour).Format(http.TimeFormat), 200},
		{"If-Unmodified-Since", testTime.Format(http.TimeFormat), 200}, {"If-Unmodified-Since", testTime.Add(-time.Hour).Format(http.TimeFormat), 412},
	}
	for _, test := range tests {
		r := h.send(req{method: "HEAD", dialect: "s3", key: "k", after: func(r *http.Request) { r.Header.Set(test.header, test.value) }})
		require.Equal(t, test.status, r.StatusCode, test.header+": "+test.value)
	}
}

// What was sent with the object comes back with it.
func TestHeadersOfObjects(t *testing.T) {
	h := newHarness(t)
	common := []string{"cache-control", "max-age=60", "content-disposition", "attachment; filename=a.txt", "content-encoding", "gzip",
		"content-type", "text/plain", "expires", "Sun, 22 Nov 2026 10:00:00 GMT"}
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
		begun := h.send(req{method: "POST", dialect: test.dialect, key: "k", query: pairs("uploads", ""), headers: pairs(append(common, test.sent...)...)})
		require.Equal(t, 200, begun.StatusCode, begun.body)
		id := begun.text("UploadId")
		part := h.send(req{method: "PUT", dialect: test.dialect, key: "k", query: pairs("partNumber", "1", "uploadId", id), body: "x"})
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

func TestCustomerKey(t *testing.T) {
	h := newHarness(t)
	headers := func(prefix string, key string) []string {
		sum := md5.Sum([]byte(key))
		p := prefix + "server-side-encryption-customer-"
		return []string{p + "algorithm", "AES256", p + "key", base64.StdEncoding.EncodeToString([]byte(key)), p + "key-md5", base64.StdEncoding.EncodeToString(sum[:])}
	}
	right, wrong := strings.Repeat("k", 32), strings.Repeat("w", 32)
	for _, dialect := range []string{"cos", "s3"} {
		v, _ := vendor.ByName(dialect)
		code := map[string]string{"cos": "SsecDecryptHeaderInvalid", "s3": "InvalidRequest"}[dialect]
		mine, other := headers(v.Prefix, right), headers(v.Prefix, wrong)
		do := func(method string, query []request.Pair, body string, headers []string) reply {
			return h.send(req{method: method, dialect: dialect, key: "k", query: query, body: body, headers: pairs(headers...)})
		}
		begin := func(headers []string) reply { return do("POST", pairs("uploads", ""), "", headers) }

		broken := append([]string{}, mine...)
		broken[5] = other[5]
		for _, bad := range [][]string{mine[:4], mine[2:], broken, headers(v.Prefix, "short")} {
			require.Equal(t, code, begin(bad).text("Code"), bad)
		}
		begun := begin(mine)
		require.Equal(t, 200, begun.StatusCode, begun.body)
		require.Equal(t, mine[5], begun.Header.Get(mine[4]))
		require.Empty(t, begun.Header.Get(mine[2]), "the key is not repeated")
		query := pairs("partNumber", "1", "uploadId", begun.text("UploadId"))
		require.Equal(t, code, do("PUT", query, "x", nil).text("Code"))
		require.Equal(t, code, do("PUT", query, "x", other).text("Code"))
		part := do("PUT", query, "x", mine)
		require.Equal(t, 200, part.StatusCode, part.body)
		require.NotEqual(t, `"9dd4e461268c8034f5c8564e155c67a6"`, part.Header.Get("ETag"), "the MD5 stays hidden")
		require.Equal(t, 200, do("POST", query[1:], list("1", part.Header.Get("ETag")), nil).StatusCode)
		require.Equal(t, 400, do("HEAD", nil, "", nil).StatusCode)
		require.Equal(t, 400, do("GET", nil, "", other).StatusCode)
		require.Equal(t, "x", do("GET", nil, "", mine).body)

		plain := h.initiate(dialect, "plain")
		r := h.send(req{method: "PUT", dialect: dialect, key: "plain", query: pairs("partNumber", "1", "uploadId", plain), body: "x", headers: pairs(mine...)})
		require.Equal(t, code, r.text("Code"), "the upload has no key")
	}
}

func TestListParts(t *testing.T) {
	h := newHarness(t)
	for _, dialect := range []string{"oss", "cos", "s3"} {
		id := h.initiate(dialect, "a b\x01")
		for n := 5; n > 0; n-- {
			h.part(dialect, "a b\x01", id, strconv.Itoa(2*n), strings.Repeat("x", n))
		}
		var seen []string
		marker := "0"
		for pages := 1; ; pages++ {
			r := h.send(req{method: "GET", dialect: dialect, key: "a b\x01", query: pairs("uploadId", id, "max-parts", "2", "part-number-marker", marker, "encoding-type", "url")})
			require.Equal(t, 200, r.StatusCode, r.body)
			require.Equal(t, "a%20b%01", r.text("Key"))
			require.Equal(t, id, r.text("UploadId"))
			for _, piece := range strings.Split(r.body, "<Part>")[1:] {
				piece = "<Part>" + piece[:strings.Index(piece, "</Part>")+7]
				seen = append(seen, xmlText(piece, "PartNumber")+":"+xmlText(piece, "Size"))
				require.Equal(t, dialect == "oss", xmlText(piece, "HashCrc64ecma") != "")
			}
			if r.text("IsTruncated") == "false" {
				require.Equal(t, 3, pages)
				break
			}
			marker = r.text("NextPartNumberMarker")
		}
		require.Equal(t, []string{"2:1", "4:2", "6:3", "8:4", "10:5"}, seen)
	}
}

func TestListUploads(t *testing.T) {
	h := newHarness(t)
	for _, dialect := range []string{"oss", "cos", "s3"} {
		for _, key := range []string{"a", "d/1", "d/2", "e/1/x", "e/2", "z", "z"} {
			h.initiate(dialect, key)
		}
		count := func(query ...string) (keys []string) {
			marker, idMarker := "", ""
			for {
				r := h.send(req{method: "GET", dialect: dialect, query: append(pairs("uploads", "", "max-uploads", "2", "key-marker", marker, "upload-id-marker", idMarker), pairs(query...)...)})
				require.Equal(t, 200, r.StatusCode, r.body)
				for _, piece := range strings.Split(r.body, "<Upload>")[1:] {
					keys = append(keys, xmlText("<Upload>"+piece[:strings.Index(piece, "</Upload>")+9], "Key"))
				}
				for _, piece := range strings.Split(r.body, "<CommonPrefixes>")[1:] {
					keys = append(keys, xmlText(piece[:strings.Index(piece, "</CommonPrefixes>")], "Prefix"))
				}
				if r.text("IsTruncated") == "false" {
					return keys
				}
				marker, idMarker = r.text("NextKeyMarker"), r.text("NextUploadIdMarker")
			}
		}
		require.Equal(t, []string{"a", "d/1", "d/2", "e/1/x", "e/2", "z", "z"}, count())
		require.ElementsMatch(t, []string{"a", "d/", "e/", "z", "z"}, count("delimiter", "/"))
		require.ElementsMatch(t, []string{"e/1/", "e/2"}, count("delimiter", "/", "prefix", "e/"))
		require.Equal(t, []string{"d/1", "d/2"}, count("prefix", "d"))
	}
}

// The last PUT of a part that ends is the part; nothing is lost or mixed.
func TestConcurrentParts(t *testing.T) {
	h := newHarness(t)
	id := h.initiate("oss", "k")
	var wait sync.WaitGroup
	for i := range 40 {
		wait.Add(1)
		go func() {
			defer wait.Done()
			body := strings.Repeat(string(rune('a'+i%10)), 102400+i)
			r := h.send(req{method: "PUT", dialect: "oss", key: "k", query: pairs("partNumber", strconv.Itoa(1+i%4), "uploadId", id), body: body})
			require.Equal(t, 200, r.StatusCode)
		}()
	}
	wait.Wait()
	require.Equal(t, 200, h.complete("oss", "k", id, "", "x-oss-complete-all", "yes").StatusCode)
	r := h.send(req{method: "GET", dialect: "oss", key: "k"})
	hash := sums.NewHasher()
	hash.Write([]byte(r.body))
	require.Equal(t, strconv.FormatUint(hash.Sums().CRC64, 10), r.Header.Get("x-oss-hash-crc64ecma"))
	runs := 1
	for i := 1; i < len(r.body); i++ {
		if r.body[i] != r.body[i-1] {
			runs++
		}
	}
	require.LessOrEqual(t, runs, 4, "each part is from one request")
}

// Complete, abort and parts against each other: one of the two ends the upload.
func TestRaces(t *testing.T) {
	h := newHarness(t)
	for range 20 {
		id := h.initiate("oss", "race")
		tag := h.part("oss", "race", id, "1", "x")
		var wait sync.WaitGroup
		results := make([]int, 3)
		for i, run := range []func() reply{
			func() reply { return h.complete("oss", "race", id, list("1", tag)) },
			func() reply {
				return h.send(req{method: "DELETE", dialect: "oss", key: "race", query: pairs("uploadId", id)})
			},
			func() reply {
				return h.send(req{method: "PUT", dialect: "oss", key: "race", query: pairs("uploadId", id, "partNumber", "2"), body: "y"})
			},
		} {
			wait.Add(1)
			go func() { defer wait.Done(); results[i] = run().StatusCode }()
		}
		wait.Wait()
		exists := h.send(req{method: "HEAD", dialect: "oss", key: "race"}).StatusCode == 200
		require.Contains(t, []int{200, 404}, results[0])
		require.Equal(t, results[0] == 200, exists, results)
		require.Equal(t, results[0] == 200, results[1] == 404, results)
		require.Contains(t, []int{200, 404}, results[2])
		require.Equal(t, 404, h.send(req{method: "GET", dialect: "oss", key: "race", query: pairs("uploadId", id)}).StatusCode)
		h.send(req{method: "DELETE", dialect: "oss", key: "race"})
	}
}

func TestCORS(t *testing.T) {
	h := newHarness(t)
	preflight := func(origin, method, headers string) reply {
		return h.send(req{method: "OPTIONS", dialect: "oss", key: "k", unsigned: true, after: func(r *http.Request) {
			for name, value := range map[string]string{"Origin": origin, "Access-Control-Request-Method": method, "Access-Control-Request-Headers": headers} {
				if value != "" {
					r.Header.Set(name, value)
				}
			}
		}})
	}
	ok := preflight("http://page.example", "PUT", "authorization, x-oss-date")
	require.Equal(t, 200, ok.StatusCode)
	require.Equal(t, "http://page.example", ok.Header.Get("Access-Control-Allow-Origin"))
	require.Equal(t, "authorization, x-oss-date", ok.Header.Get("Access-Control-Allow-Headers"))
	require.Contains(t, ok.Header.Get("Access-Control-Expose-Headers"), "ETag")
	require.Equal(t, "600", ok.Header.Get("Access-Control-Max-Age"))

	for _, bad := range []reply{preflight("http://evil.example", "PUT", ""), preflight("http://page.example", "PATCH", "")} {
		require.Equal(t, "403 AccessForbidden", bad.Status[:3]+" "+bad.text("Code"))
		require.True(t, strings.HasPrefix(bad.text("Message"), "CORSResponse:"))
		require.Empty(t, bad.Header.Get("Access-Control-Allow-Origin"))
	}
	require.Equal(t, 400, preflight("http://page.example", "", "").StatusCode)

	origin := func(o string) func(*http.Request) { return func(r *http.Request) { r.Header.Set("Origin", o) } }
	put := h.send(req{method: "PUT", dialect: "oss", key: "k", body: "x", after: origin("http://page.example")})
	require.Equal(t, "http://page.example", put.Header.Get("Access-Control-Allow-Origin"))
	failed := h.send(req{method: "PUT", dialect: "oss", key: "k", body: "x", unsigned: true, after: origin("http://page.example")})
	require.Equal(t, 403, failed.StatusCode)
	require.Equal(t, "http://page.example", failed.Header.Get("Access-Control-Allow-Origin"), "errors can be read as well")
	foreign := h.send(req{method: "PUT", dialect: "oss", key: "k", body: "x", after: origin("http://evil.example")})
	require.Equal(t, 200, foreign.StatusCode)
	require.Empty(t, foreign.Header.Get("Access-Control-Allow-Origin"))
}

func TestForm(t *testing.T) {
	h := newHarness(t)
	post := func(dialect, scheme string, conditions [][]string, change func(fields map[string]string), file string) reply {
		v, _ := vendor.ByName(dialect)
		s, _ := sign.ByName(scheme)
		p := sign.Params{Credentials: sign.Credentials{ID: "key", Secret: "secret"}, Time: testTime.Unix(), Expires: 600}
		fields := map[string]string{"key": "form/${filename}", "success_action_status": "201"}
		policy := sign.Policy{Bucket: testBuckets[dialect][0], Region: "cn-hangzhou", Conditions: append([][]string{{"starts-with", "$key", "form/"}, {"eq", "$success_action_status", "201"}}, conditions...)}
		for _, f := range s.Form(policy, p) {
			fields[f.Name] = f.Value
		}
		if change != nil {
			change(fields)
		}
		var b bytes.Buffer
		w := multipart.NewWriter(&b)
		for name, value := range fields {
			require.NoError(t, w.WriteField(name, value))
		}
		part, err := w.CreateFormFile("file", "ä.bin")
		require.NoError(t, err)
		part.Write([]byte(file))
		w.Close()
		return h.send(req{method: "POST", dialect: v.Name, unsigned: true, body: b.String(), headers: pairs("content-type", w.FormDataContentType())})
	}
	for _, s := range []struct{ dialect, scheme, id string }{{"oss", "oss-v4", ""}, {"oss", "oss-v1", "OSSAccessKeyId"}, {"cos", "cos", "q-ak"}, {"s3", "aws-v4", ""}} {
		sized := [][]string{{"content-length-range", "1", "10"}}
		r := post(s.dialect, s.scheme, sized, nil, "hello")
		require.Equal(t, 201, r.StatusCode, s.scheme+r.body)
		require.Equal(t, "form/ä.bin", r.text("Key"))
		require.Equal(t, "hello", h.send(req{method: "GET", dialect: s.dialect, key: "form/ä.bin"}).body)

		require.Equal(t, "EntityTooLarge", post(s.dialect, s.scheme, sized, nil, "hello hello").text("Code"))
		require.Equal(t, "EntityTooSmall", post(s.dialect, s.scheme, sized, nil, "").text("Code"))
		require.Equal(t, "AccessDenied", post(s.dialect, s.scheme, nil, func(f map[string]string) { f["key"] = "elsewhere" }, "x").text("Code"))
		require.Equal(t, "SignatureDoesNotMatch", post(s.dialect, s.scheme, nil, func(f map[string]string) {
			raw, _ := base64.StdEncoding.DecodeString(f["policy"])
			f["policy"] = base64.StdEncoding.EncodeToString(append(raw, ' '))
		}, "x").text("Code"))
		require.Equal(t, "AccessDenied", post(s.dialect, s.scheme, nil, func(f map[string]string) {
			for name := range f {
				if name != "key" {
					delete(f, name)
				}
			}
		}, "x").text("Code"))
		now := h.now
		h.now = now.Add(time.Hour)
		require.Equal(t, "AccessDenied", post(s.dialect, s.scheme, nil, nil, "x").text("Code"), "expired")
		h.now = now
	}
}

func TestChunkedBodies(t *testing.T) {
	h := newHarness(t)
	body := "5\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n"
	send := func(body, length string) reply {
		return h.send(req{method: "PUT", dialect: "s3", key: "k", body: body, payload: payloadTrailer,
			headers: pairs("content-encoding", "aws-chunked", "x-amz-decoded-content-length", length, "x-amz-trailer", "x-amz-checksum-crc32")})
	}
	r := send(body, "11")
	require.Equal(t, 200, r.StatusCode, r.body)
	require.Equal(t, "DUoRhQ==", r.Header.Get("x-amz-checksum-crc32"))
	got := h.send(req{method: "GET", dialect: "s3", key: "k", headers: pairs("x-amz-checksum-mode", "ENABLED")})
	require.Equal(t, "hello world", got.body)
	require.Equal(t, "DUoRhQ==", got.Header.Get("x-amz-checksum-crc32"))
	require.Empty(t, got.Header.Get("Content-Encoding"))
	require.Equal(t, "BadDigest", send(strings.Replace(body, "DU", "dU", 1), "11").text("Code"))
	require.Equal(t, "IncompleteBody", send(body, "12").text("Code"))
	require.Equal(t, "InvalidArgument", send("hello\r\nworld", "11").text("Code"))
	require.Equal(t, "IncompleteBody", send("b\r\nhello", "11").text("Code"))
	require.Equal(t, "MissingContentLength", send(body, "").text("Code"))
}

func TestPayloadHash(t *testing.T) {
	h := newHarness(t)
	put := func(hash, checksum string) reply {
		q := req{method: "PUT", dialect: "s3", key: "k", body: "hello world", payload: hash}
		if checksum != "" {
			q.headers = pairs("x-amz-checksum-sha256", checksum)
		}
		return h.send(q)
	}
	const right = "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9"
	raw, _ := hex.DecodeString(right)
	require.Equal(t, 200, put(right, "").StatusCode)
	require.Equal(t, 200, put(right, base64.StdEncoding.EncodeToString(raw)).StatusCode)
	require.Equal(t, "BadDigest", put(right, base64.StdEncoding.EncodeToString(raw[1:])).text("Code"))
	require.Equal(t, "XAmzContentSHA256Mismatch", put(strings.Replace(right, "b9", "b8", 1), "").text("Code"))
	require.Equal(t, "InvalidArgument", put("abc", "").text("Code"))
}

// A composite checksum is one of checksums, a full one that of all bytes.
func TestObjectChecksums(t *testing.T) {
	h := newHarness(t)
	first := strings.Repeat("a", 5<<20)
	for _, test := range []struct{ algorithm, kind, element string }{
		{sums.CRC32, fullObject, "ChecksumCRC32"}, {sums.CRC32C, composite, "ChecksumCRC32C"},
		{sums.CRC64NVME, fullObject, "ChecksumCRC64NVME"}, {sums.SHA256, composite, "ChecksumSHA256"},
	} {
		id := h.initiate("s3", "k", "x-amz-checksum-algorithm", strings.ToUpper(test.algorithm), "x-amz-checksum-type", test.kind)
		body, joined := "<CompleteMultipartUpload>", []byte{}
		for i, text := range []string{first, "b"} {
			s := sums.New(test.algorithm)
			s.Write([]byte(text))
			sum := base64.StdEncoding.EncodeToString(s.Sum(nil))
			joined = s.Sum(joined)
			tag := h.part("s3", "k", id, strconv.Itoa(i+1), text, "x-amz-checksum-"+test.algorithm, sum)
			body += fmt.Sprintf("<Part><PartNumber>%d</PartNumber><ETag>%s</ETag><%s>%s</%s></Part>", i+1, tag, test.element, sum, test.element)
		}
		whole := sums.New(test.algorithm)
		whole.Write([]byte(first + "b"))
		expected := base64.StdEncoding.EncodeToString(whole.Sum(nil))
		if test.kind == composite {
			whole.Reset()
			whole.Write(joined)
			expected = base64.StdEncoding.EncodeToString(whole.Sum(nil)) + "-2"
		}
		body += "</CompleteMultipartUpload>"
		bad := h.complete("s3", "k", id, strings.Replace(body, "<"+test.element+">", "<"+test.element+">A", 1))
		require.Equal(t, "InvalidPart", bad.text("Code"))
		done := h.complete("s3", "k", id, body)
		require.Equal(t, expected, done.text(test.element), done.body)
		require.Equal(t, test.kind, done.text("ChecksumType"))
	}
}
