package signer

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/core/grant"
)

// requireNothing: a refused upload left neither an object nor an open upload.
func requireNothing(t *testing.T, dialect, key string) {
	t.Helper()
	held, _ := get(t, dialect, key)
	require.Nil(t, held)
	require.Zero(t, openUploads(t, key))
}

// Names that want out of the prefix come to rest in it.
func TestHostileNames(t *testing.T) {
	h := newHarness(t, settings())
	for _, name := range []string{"../../../etc/passwd", "/etc/passwd", `..\..\a`, "%2e%2e%2fa", "..%2F..%2Fa", "．．／a", "a\u2215..\u2215b",
		"..", ".", "a/../../b", "a\u202eb", "a\x00b", "C:\\a", "a\r\nSet-Cookie: x", "${filename}", strings.Repeat("n", 40_000)} {
		a := h.begin(object{"filename": name, "size": 1})
		require.Regexp(t, `^uploads/anonymous/[0-9a-f-]{36}/[^/\\]+$`, a.Key, name)
		require.LessOrEqual(t, len(a.Key), 1024)
		require.NotContains(t, []string{".", ".."}, a.Key[strings.LastIndexByte(a.Key, '/')+1:])
		status, _ := send(t, a.URLs[0], a.Headers, []byte("x"))
		require.Equal(t, 200, status, name)
		require.Equal(t, 200, h.call("POST", at(a, "/complete"), nil).status, name)
	}
}

// A key that the client names later has to be the one it was given.
func TestHostileKeys(t *testing.T) {
	h := newHarness(t, settings())
	a := h.begin(object{"filename": "a.bin", "size": 9 << 20})
	open := openUploads(t, "")
	defer func() { require.Equal(t, open, openUploads(t, ""), "a refused call began or removed one") }()
	for _, key := range []string{"", "other", "../" + a.Key, "/" + a.Key, a.Key + "/../b", strings.ReplaceAll(a.Key, "/", "%2F"), a.Key + "\x00",
		strings.ToUpper(a.Key), "uploads/bob" + a.Key[len("uploads/anonymous"):], strings.Replace(a.Key, "/", "\uff0f", 1)} {
		for _, call := range [][2]string{{"GET", ""}, {"GET", "/1"}, {"GET", "/batch"}, {"POST", "/complete"}, {"DELETE", ""}} {
			r := h.call(
				call[0],
				"/s3/multipart/"+a.UploadID+call[1]+"?"+url.Values{"key": {key}, "partNumbers": {"1"}}.Encode(),
				nil,
			)
			require.Contains(t, []int{400, 403}, r.status, "%s %q", call, key)
			require.Contains(t, []string{"SealInvalid", "QueryInvalid"}, r.failure().Code)
		}
	}
}

func TestHostileSeals(t *testing.T) {
	h := newHarness(t, settings())
	a := h.begin(object{"filename": "a.bin", "size": 9 << 20})
	b := h.begin(object{"filename": "b.bin", "size": 1})
	open := openUploads(t, "")
	defer func() { require.Equal(t, open, openUploads(t, "")) }()
	refused := func(id, code string) {
		t.Helper()
		r := h.call("GET", "/s3/multipart/"+id+"/1?key="+url.QueryEscape(a.Key), nil)
		require.Equal(t, []any{403, code}, []any{r.status, r.failure().Code}, id)
	}
	raw, err := base64.RawURLEncoding.DecodeString(a.UploadID)
	require.NoError(t, err)
	for _, i := range []int{0, 23, 24, len(raw) / 2, len(raw) - 1} {
		altered := bytes.Clone(raw)
		altered[i] ^= 1
		refused(base64.RawURLEncoding.EncodeToString(altered), "SealInvalid")
	}
	refused(a.UploadID[:len(a.UploadID)-1], "SealInvalid")
	refused(a.UploadID+"A", "SealInvalid")
	refused(b.UploadID, "SealInvalid")
	refused("x", "SealInvalid")
	refused(strings.Repeat("A", 100_000), "SealInvalid")

	o := settings()
	o["seal"] = []any{sealSecret("another signer's")}
	other := newHarness(t, o)
	require.Equal(t, 403, other.call("GET", at(a, "/1"), nil).status, "another signer's")

	now := time.Now().Unix()
	seal := parse(t, settings()).seal
	g, e := seal.Open(a.UploadID, grant.Upload, a.Key, "anonymous", now)
	require.Nil(t, e)
	g.Until = now - 1
	refused(seal.Seal(&g, grant.Upload, a.Key, [grant.NonceBytes]byte{1}), "SealExpired")
}

// After completion an upload ID is good for asking only.
func TestReplayAfterCompletion(t *testing.T) {
	for _, d := range dialects {
		h := newHarness(t, settings())
		a, content := h.sent(d.name, 9<<20)
		require.Equal(t, 200, h.call("POST", at(a, "/complete"), nil).status)
		status, _ := send(t, a.URLs[0], a.Headers, noise(8<<20))
		require.Equal(t, 404, status, "the store knows the upload no more")
		var again PartURLAnswer
		h.call("GET", at(a, "/1"), nil).into(&again)
		status, _ = send(t, again.URL, nil, noise(8<<20))
		require.Equal(t, 404, status)
		require.Equal(t, 200, h.call("DELETE", at(a, ""), nil).status)
		held, _ := get(t, d.name, a.Key)
		require.Equal(t, content, held)

		small, _ := h.sent(d.name, 1)
		require.Equal(t, 200, h.call("POST", at(small, "/complete"), nil).status)
		r := h.call("GET", at(small, "/batch?partNumbers=1"), nil)
		require.Equal(t, []any{409, "AlreadyStored", true}, []any{r.status, r.failure().Code, r.failure().Stored})
		r = h.call(
			"POST",
			"/s3/sign",
			object{"method": "PUT", "key": small.Key, "uploadId": small.UploadID, "partNumber": 1},
		)
		require.Equal(t, []any{409, "AlreadyStored"}, []any{r.status, r.failure().Code})
	}
}

// forbidOverwrite, forced, makes even the first URL good for once.
func TestPutOnce(t *testing.T) {
	for _, d := range dialects {
		o := settings()
		o["targets"].(object)[d.name].(object)["force"] = object{"forbidOverwrite": true}
		h := newHarness(t, o)
		a := h.begin(object{"filename": "a.bin", "size": 1, "target": d.name})
		h.sendAll(a, []byte("x"))
		status, _ := send(t, a.URLs[0], a.Headers, []byte("y"))
		require.Contains(t, []int{409, 412}, status)
		held, _ := get(t, d.name, a.Key)
		require.Equal(t, "x", string(held))
	}
}

// Declared small, sent large; other parts than planned; other headers.
func TestBytesThatWereNotGranted(t *testing.T) {
	for _, d := range dialects {
		h := newHarness(t, settings())
		refusedPut := func(why string, a PlannedAnswer, i int, headers map[string]string, n int) {
			t.Helper()
			status, _ := send(t, a.URLs[i], headers, noise(n))
			require.Equal(t, 403, status, "%s: %s", d.name, why)
		}
		a := h.begin(object{"filename": "a.bin", "type": "image/png", "size": 100, "target": d.name})
		refusedPut("more bytes", a, 0, a.Headers, 101)
		refusedPut("fewer bytes", a, 0, a.Headers, 99)
		refusedPut("another type", a, 0, map[string]string{"content-type": "text/html"}, 100)
		refusedPut("no type", a, 0, nil, 100)
		r := h.call("POST", at(a, "/complete"), nil)
		require.Equal(t, []any{409, "InvalidPart"}, []any{r.status, r.failure().Code})
		requireNothing(t, d.name, a.Key)

		a = h.begin(object{"filename": "a.bin", "size": 9 << 20, "target": d.name})
		refusedPut("a larger part", a, 1, a.Headers, 1<<20+1)
		refusedPut("a part in place of another", a, 1, a.Headers, 8<<20)
		forged := strings.Replace(a.URLs[1], "partNumber=2", "partNumber=3", 1)
		status, _ := send(t, forged, a.Headers, noise(1<<20))
		require.Equal(t, 403, status)
		for _, n := range []string{"0", "-1", "3", "10001", "1e3", "9999999999999999999", "x", ""} {
			for _, path := range []string{"/batch?partNumbers=" + n, "/" + n} {
				require.Equal(t, 400, h.call("GET", at(a, path), nil).status, path)
			}
		}
		require.Equal(t, 200, h.call("DELETE", at(a, ""), nil).status)
	}
}

// Without a declared size the total is counted before completing.
func TestMoreThanTheTargetTakes(t *testing.T) {
	for _, d := range dialects {
		o := settings()
		o["targets"].(object)[d.name].(object)["maxSize"] = float64(6 << 20)
		h := newHarness(t, o)
		a := h.begin(object{"filename": "a.bin", "target": d.name})
		for i := 1; i < 3; i++ {
			var one PartURLAnswer
			h.call("GET", at(a, fmt.Sprint("/", i)), nil).into(&one)
			status, _ := send(t, one.URL, nil, noise(5<<20))
			require.Equal(t, 200, status)
		}
		require.Equal(
			t,
			400,
			h.call("GET", at(a, fmt.Sprint("/", map[string]int{"oss": 62, "cos": 6, "s3": 2}[d.name]+1)), nil).status,
			"more parts than it may have bytes for",
		)
		r := h.call("POST", at(a, "/complete"), object{"parts": []any{}})
		require.Equal(t, []any{413, "EntityTooLarge", "never"}, []any{r.status, r.failure().Code, r.failure().Retry})
		require.Equal(t, 404, h.call("GET", at(a, ""), nil).status, "it is aborted")
		requireNothing(t, d.name, a.Key)
		r = h.call("POST", "/s3/multipart", object{"filename": "a", "size": 6<<20 + 1, "target": d.name})
		require.Equal(t, []any{413, "EntityTooLarge"}, []any{r.status, r.failure().Code})
	}
}

func TestHostileBodies(t *testing.T) {
	h := newHarness(t, settings())
	open := openUploads(t, "")
	for name, row := range map[string]struct {
		body   string
		status int
		code   string
	}{
		"oversized":          {`{"filename":"` + strings.Repeat("a", 70_000) + `"}`, 413, "BodyTooLarge"},
		"malformed":          {`{"filename":`, 400, "BodyInvalid"},
		"not UTF-8":          {"{\"filename\":\"a\",\"size\":1,\"target\":\"\xff\"}", 400, "NoSuchTarget"},
		"deep lists":         {strings.Repeat("[", 60_000), 400, "BodyInvalid"},
		"deep objects":       {strings.Repeat(`{"a":`, 10_000) + "1" + strings.Repeat("}", 10_000), 400, "BodyInvalid"},
		"deep, well-formed":  {`{"filename":"a","size":1,"x":[[[[[[]]]]]]}`, 400, "BodyInvalid"},
		"a list":             {`[]`, 400, "BodyInvalid"},
		"nothing":            {``, 400, "BodyInvalid"},
		"no name":            {`{"size":1}`, 400, "BodyInvalid"},
		"size as text":       {`{"filename":"a","size":"1"}`, 400, "BodyInvalid"},
		"negative size":      {`{"filename":"a","size":-1}`, 400, "OptionInvalid"},
		"fraction":           {`{"filename":"a","size":1.5}`, 400, "BodyInvalid"},
		"size out of range":  {`{"filename":"a","size":99999999999999999999}`, 400, "BodyInvalid"},
		"part size":          {`{"filename":"a","size":10000000,"partSize":5}`, 400, "OptionInvalid"},
		"another target":     {`{"filename":"a","size":1,"target":"os"}`, 400, "NoSuchTarget"},
		"an option":          {`{"filename":"a","size":1,"options":{"acl":"public-read"}}`, 403, "OptionNotAllowed"},
		"an option's list":   {`{"filename":"a","size":1,"options":{"cacheControl":["x"]}}`, 400, "BodyInvalid"},
		"an option's object": {`{"filename":"a","size":1,"options":{"tags":{"a":{}}}}`, 400, "BodyInvalid"},
		"tags not allowed":   {`{"filename":"a","size":1,"options":{"tags":{"a":"b"}}}`, 403, "OptionNotAllowed"},
		"a key":              {`{"filename":"a","size":1,"options":{"key":"x"}}`, 403, "OptionNotAllowed"},
		"endpoint":           {`{"filename":"a","size":1,"options":{"endpoint":"https://evil.example"}}`, 403, "OptionNotAllowed"},
		"header injection":   {`{"filename":"a","size":1,"metadata":{"a":"b\r\nx-amz-acl: public-read"}}`, 400, "OptionInvalid"},
		"injection in name":  {`{"filename":"a","size":1,"metadata":{"a\r\nx-amz-acl: b":"c"}}`, 400, "OptionInvalid"},
		"injection in type":  {`{"filename":"a","size":1,"type":"a/b\r\nx: y"}`, 400, "OptionInvalid"},
		"two types":          {`{"filename":"a","size":1,"type":"image/png;,text/html"}`, 415, "TypeNotAllowed"},
		"endless type":       {`{"filename":"a","size":1,"type":"image/png;a=` + strings.Repeat("b", 7000) + `"}`, 400, "OptionNotAllowed"},
		"injection by value": {`{"filename":"a","size":1,"options":{"cacheControl":"no-store\nx: y"}}`, 400, "OptionInvalid"},
		"metadata over 2 KB": {`{"filename":"a","size":1,"metadata":{"a":"` + strings.Repeat("b", 3000) + `"}}`, 400, "OptionInvalid"},
	} {
		r := h.call("POST", "/s3/multipart", row.body)
		require.Equal(t, []any{row.status, row.code}, []any{r.status, r.failure().Code}, "%s: %s", name, r.body)
		require.NotEmpty(t, r.failure().Message)
	}
	require.Equal(t, open, openUploads(t, ""))
	a := h.begin(object{"filename": "a.bin", "size": 9 << 20})
	for _, body := range []string{strings.Repeat("[", 1000), "[]", `{"parts":5}`, `{"parts":[5]}`} {
		require.Equal(t, 400, h.call("POST", at(a, "/complete"), body).status, body)
	}
	require.Equal(t, 413, h.call("POST", at(a, "/complete"), `{"x":"`+strings.Repeat("a", 1<<20)+`"}`).status)
}

func TestHostileQueries(t *testing.T) {
	h := newHarness(t, settings())
	a := h.begin(object{"filename": "a.bin", "size": 9 << 20})
	million := strings.Repeat("1,", 999_999) + "1"
	require.Contains(
		t,
		[]int{414, 431},
		h.statusOf("/s3/multipart/"+a.UploadID+"/batch", "key="+url.QueryEscape(a.Key)+"&partNumbers="+million),
		"a batch of a million parts",
	)
	require.Equal(
		t,
		"TooManyParts",
		h.call("GET", at(a, "/batch?partNumbers="+strings.Repeat("1,", 100)+"1"), nil).failure().Code,
	)
	require.Equal(t, 400, h.call("GET", "/s3/multipart/"+a.UploadID+"/batch?key=%zz", nil).status)
	for path, status := range map[string]int{"/": 404, "/s3/": 404, "/s3/multipart/a/b/c/d": 404, "/s3/multipart/": 400, "/s3/other": 404} {
		require.Equal(t, status, h.call("GET", path, nil).status, path)
	}
	r2 := h.call("PUT", "/s3/multipart", nil)
	require.Equal(t, []any{405, "POST"}, []any{r2.status, r2.header.Get("Allow")})
	require.Equal(t, 200, h.call("GET", "/healthz", nil).status, "it is still there")
}

func TestOriginsOfPages(t *testing.T) {
	o := settings()
	o["targets"].(object)["cos"].(object)["origins"] = "https://cos.example"
	h := newHarness(t, o)
	begin := object{"filename": "a", "size": 1}
	for origin, want := range map[string]int{"": 200, "https://page.example": 200, h.url: 200, "https://evil.example": 403, "null": 403,
		"https://page.example.evil": 403, "http://page.example": 403, "https://cos.example": 403} {
		h.origin = origin
		r := h.call("POST", "/s3/multipart", begin)
		require.Equal(t, want, r.status, origin)
		if want == 200 {
			require.Equal(t, origin, r.header.Get("Access-Control-Allow-Origin"))
		}
		require.Equal(t, "no-store", r.header.Get("Cache-Control"))
	}
	h.origin = "https://evil.example"
	r := h.call("OPTIONS", "/s3/multipart", nil)
	require.Equal(t, []any{403, ""}, []any{r.status, r.header.Get("Access-Control-Allow-Origin")})
	h.origin = "https://cos.example"
	r = h.call("OPTIONS", "/s3/multipart", nil)
	require.Equal(
		t,
		[]any{204, "https://cos.example", ""},
		[]any{r.status, r.header.Get("Access-Control-Allow-Origin"), string(r.body)},
	)
	begin["target"] = "cos"
	require.Equal(t, 200, h.call("POST", "/s3/multipart", begin).status)
}

// statusOf asks for a query that no server may let through: it goes to the
// handler itself, or to whatever stands in front of it in workerd. That may hang
// up before it has read it all, which is a refusal, too.
func (h *harness) statusOf(path, query string) int {
	if h.signer == nil {
		answer, err := http.Get(h.url + path + "?" + query)
		if err != nil {
			return http.StatusRequestHeaderFieldsTooLarge
		}
		answer.Body.Close()
		return answer.StatusCode
	}
	r, err := http.NewRequest("GET", "http://localhost/", nil)
	require.NoError(h.t, err)
	r.URL.Path, r.URL.RawQuery = path, query
	w := &recorder{header: http.Header{}}
	h.signer.ServeHTTP(w, r)
	return w.status
}

type recorder struct {
	header http.Header
	status int
	bytes.Buffer
}

func (w *recorder) Header() http.Header    { return w.header }
func (w *recorder) WriteHeader(status int) { w.status = status }
