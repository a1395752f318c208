package signer

import (
	"bytes"
	"cmp"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"

	"github.com/partway/partway/core"
	"github.com/partway/partway/core/grant"
	"github.com/partway/partway/core/request"
)

// at a URL of the answer, like Uppy: without a token.
func visit(t testing.TB, method, to, kind, body string) (int, string) {
	t.Helper()
	r, err := http.NewRequest(method, to, bytes.NewReader([]byte(body)))
	require.NoError(t, err)
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	r.Close = true // as in harness.do
	answer, err := http.DefaultTransport.RoundTrip(r)
	require.NoError(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return answer.StatusCode, string(text)
}

func xmlText(t testing.TB, doc, name string) string {
	d := xml.NewDecoder(strings.NewReader(doc))
	for {
		token, err := d.Token()
		require.NoError(t, err, doc)
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == name {
			var text string
			require.NoError(t, d.DecodeElement(&text, &start))
			return text
		}
	}
}

// The way of Uppy's signRequest.
func TestSignRequest(t *testing.T) {
	for _, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			o := settings()
			o["auth"] = rules("HS256", "secret", hmacSecret)
			o["targets"].(object)[d.name].(object)["types"] = []any{"image/*"}
			h := newHarness(t, o)
			h.token = bearer(t, jwt.SigningMethodHS256, []byte(hmacSecret), claims())
			ask := func(o object) (a SignAnswer) {
				o["target"] = d.name
				r := h.call("POST", "/s3/sign", o)
				require.Equal(t, 200, r.status, "%s", r.body)
				r.into(&a)
				return a
			}
			begin := ask(object{"method": "POST", "key": "../x&'<y>.png"})
			require.Regexp(t, `^uploads/ann/[0-9a-f-]{36}/x&'<y>\.png$`, begin.Key)
			status, doc := visit(t, "POST", begin.URL, "text/html", "")
			require.Equal(t, []any{415, "TypeNotAllowed"}, []any{status, xmlText(t, doc, "Code")})
			status, doc = visit(t, "POST", begin.URL, "image/png", "")
			require.Equal(t, 200, status, doc)
			id := xmlText(t, doc, "UploadId")
			require.Equal(t, begin.Key, xmlText(t, doc, "Key"))

			status, doc = visit(t, "POST", begin.URL, "image/png", "")
			require.Equal(t, 200, status, "a lost answer is asked for again")
			second := xmlText(t, doc, "UploadId")

			content := noise(6 << 20)
			for i := range 2 {
				to := ask(object{"method": "PUT", "key": begin.Key, "uploadId": id, "partNumber": i + 1}).URL
				status, _ := send(t, to, nil, content[i*(5<<20):min((i+1)*(5<<20), len(content))])
				require.Equal(t, 200, status)
			}
			status, doc = visit(t, "GET", ask(object{"method": "GET", "key": begin.Key, "uploadId": id}).URL, "", "")
			require.Equal(t, 200, status)
			require.Equal(t, 2, strings.Count(doc, "<PartNumber>"), doc)
			done := ask(object{"method": "POST", "key": begin.Key, "uploadId": id}).URL
			for _, method := range []string{"GET", "DELETE"} {
				status, _ = visit(t, method, done, "", "")
				require.Equal(t, 403, status, "a ticket is for one method")
			}
			status, _ = visit(t, "POST", done+"x", "", "")
			require.Equal(t, 403, status)
			status, doc = visit(t, "POST", done, "application/xml", "<CompleteMultipartUpload>ignored")
			require.Equal(t, 200, status, doc)
			require.Equal(t, begin.Key, xmlText(t, doc, "Key"))
			held, header := get(t, d.name, begin.Key)
			require.Equal(t, content, held)
			require.Equal(t, "image/png", header.Get("Content-Type"))

			status, doc = visit(t, "POST", begin.URL, "image/png", "")
			require.Equal(
				t,
				[]any{409, "AlreadyStored"},
				[]any{status, xmlText(t, doc, "Code")},
				"the ticket is used up",
			)
			to := ask(object{"method": "PUT", "key": begin.Key, "uploadId": second, "partNumber": 1}).URL
			status, _ = send(t, to, nil, noise(1))
			require.Equal(t, 200, status)
			status, doc = visit(
				t,
				"POST",
				ask(object{"method": "POST", "key": begin.Key, "uploadId": second}).URL,
				"",
				"",
			)
			require.Equal(
				t,
				[]any{409, "AlreadyStored"},
				[]any{status, xmlText(t, doc, "Code")},
				"and so is what it began before",
			)
			held, _ = get(t, d.name, begin.Key)
			require.Equal(t, content, held)
			status, _ = visit(
				t,
				"DELETE",
				ask(object{"method": "DELETE", "key": begin.Key, "uploadId": second}).URL,
				"",
				"",
			)
			require.Equal(t, 200, status)
			status, _ = visit(
				t,
				"DELETE",
				ask(object{"method": "DELETE", "key": begin.Key, "uploadId": id}).URL,
				"",
				"",
			)
			require.Equal(t, 200, status)

			whole := ask(object{"method": "PUT", "key": "a.png", "contentType": "image/png"})
			require.Equal(t, whole.Key, whole.Fields["key"])
			status, _ = post(t, FormAnswer{URL: whole.URL, Fields: whole.Fields}, content)
			require.Equal(t, 201, status)
			r := h.call(
				"POST",
				"/s3/sign",
				object{"method": "PUT", "key": "a.html", "contentType": "text/html", "target": d.name},
			)
			require.Equal(t, 415, r.status)
			r = h.call("POST", "/s3/sign", object{"method": "DELETE", "key": begin.Key, "target": d.name})
			require.Equal(t, 403, r.status, "objects are not deleted")
			h.token = bearer(t, jwt.SigningMethodHS256, []byte(hmacSecret), claims("sub", "bob"))
			r = h.call("POST", "/s3/sign", object{"method": "POST", "key": begin.Key, "uploadId": id, "target": d.name})
			require.Equal(t, []any{403, "SealInvalid"}, []any{r.status, r.failure().Code})
		})
	}
}

// Where the template gives several uploads one key, who comes later wins, by
// tickets too.
func TestTicketsForOneKey(t *testing.T) {
	for _, d := range dialects {
		o := settings()
		o["targets"].(object)[d.name].(object)["key"] = "shared/" + b64(noise(6)) + "/{name}"
		o["targets"].(object)[d.name].(object)["overwrite"] = true
		h := newHarness(t, o)
		ask := func(o object) (a SignAnswer) {
			o["target"], o["key"] = d.name, cmp.Or(o["key"], any("a"))
			h.call("POST", "/s3/sign", o).into(&a)
			return a
		}
		begin := func() (key, id string) {
			a := ask(object{"method": "POST"})
			status, doc := visit(t, "POST", a.URL, "", "")
			require.Equal(t, 200, status, doc)
			return a.Key, xmlText(t, doc, "UploadId")
		}
		key, first := begin()
		_, second := begin()
		for i, id := range []string{second, first} {
			status, _ := send(
				t,
				ask(object{"method": "PUT", "key": key, "uploadId": id, "partNumber": 1}).URL,
				nil,
				[]byte{byte(i)},
			)
			require.Equal(t, 200, status)
			status, doc := visit(t, "POST", ask(object{"method": "POST", "key": key, "uploadId": id}).URL, "", "")
			require.Equal(t, 200, status, doc)
		}
		held, _ := get(t, d.name, key)
		require.Equal(t, []byte{1}, held)
		begin()
	}
}

// In a Worker what a list is made of is never given back.
func TestLongListCostsWhatItIs(t *testing.T) {
	parts := make([]core.Part, 10_000)
	for i := range parts {
		parts[i] = core.Part{Number: i + 1, Size: 5 << 20, ETag: strings.Repeat("a", 32)}
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	doc := listDocument(parts)
	runtime.ReadMemStats(&after)
	require.Equal(t, len(parts), bytes.Count(doc.body, []byte("<Part>")))
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(30*len(doc.body)))
}

// A ticket ends with the upload it is for.
func TestTicketOfAnUploadThatEnds(t *testing.T) {
	h := newHarness(t, settings())
	now := time.Now().Unix()
	seal := parse(t, settings()).seal
	g := grant.Grant{Target: "s3", User: "anonymous", UploadID: "id", Size: grant.Unknown, Most: 1, Until: now + 60}
	var list SignAnswer
	h.call("POST", "/s3/sign", object{"method": "GET", "key": "k", "uploadId": seal.Seal(&g, grant.Upload, "k", [grant.NonceBytes]byte{1})}).
		into(&list)
	to, err := url.Parse(list.URL)
	require.NoError(t, err)
	id := to.Path[strings.LastIndexByte(to.Path, '/')+1:]
	_, failed := seal.Open(id, grant.TicketList, "k", "", now+59)
	require.Nil(t, failed)
	_, failed = seal.Open(id, grant.TicketList, "k", "", now+60)
	require.Equal(t, "SealExpired", failed.Code)
}

// FuzzRoutes throws anything at every route, and has the store answer anything.
// Nothing may panic, and whatever is refused is refused in the contract's form.
func FuzzRoutes(f *testing.F) {
	h := newHarness(f, settings())
	var stored request.Reply
	h.signer.env.Fetch = func(context.Context, *Call) request.Reply { return stored }
	a := h.begin(object{"filename": "a.bin", "size": 1}) // which asks no store
	g := grant.Grant{
		Target:   "oss",
		User:     "anonymous",
		UploadID: "id",
		Size:     9 << 20,
		Most:     9 << 20,
		PartSize: 8 << 20,
		Parts:    2,
		Until:    1 << 40,
	}
	sealed := func(purpose grant.Purpose) string {
		return h.signer.seal.Seal(&g, purpose, a.Key, [grant.NonceBytes]byte{1})
	}
	of := func(id, rest string) string { return at(PlannedAnswer{Key: a.Key, UploadID: id}, rest) }
	direct := func(purpose grant.Purpose) string { return "/s3/direct/" + sealed(purpose) + "?key=" + a.Key }
	ticketed := g
	ticketed.ByTicket = true
	paths := []string{"/s3/multipart", "/s3/params?filename=a&metadata[b]=c", "/s3/sign", "/healthz", "/",
		direct(grant.TicketBegin), direct(grant.TicketList), direct(grant.TicketComplete), direct(grant.TicketAbort)}
	for _, id := range []string{a.UploadID, sealed(grant.Upload), h.signer.seal.Seal(&ticketed, grant.Upload, a.Key, [grant.NonceBytes]byte{2})} {
		paths = append(paths, of(id, ""), of(id, "/1"), of(id, "/batch?partNumbers=1,2"), of(id, "/complete"))
	}
	const body = `{"filename":"a","size":9437184,"metadata":{"a":1,"b":null},"parts":[{"PartNumber":1,"ETag":"x"}],"method":"PUT","key":"k","sum":"1"}`
	replies := []string{"", "<InitiateMultipartUploadResult><UploadId>id</UploadId></InitiateMultipartUploadResult>",
		`<ListPartsResult><Part><PartNumber>1</PartNumber><ETag>"x"</ETag><Size>8388608</Size><HashCrc64ecma>1</HashCrc64ecma></Part>` +
			`<Part><PartNumber>2</PartNumber><ETag>"x"</ETag><Size>1048576</Size><HashCrc64ecma>1</HashCrc64ecma></Part></ListPartsResult>`,
		"<Error><Code>NoSuchUpload</Code></Error>"}
	methods := []string{"GET", "POST", "DELETE", "OPTIONS", "PUT"}
	for i, path := range paths {
		p, q, _ := strings.Cut(path, "?")
		for method := range methods[:3] {
			status := []uint16{200, 200, 404, 403, 429, 500}[(i+method)%6]
			f.Add(
				uint8(method),
				p,
				q,
				body,
				"Bearer x",
				"https://page.example",
				"image/png",
				status,
				replies[i%len(replies)],
			)
		}
	}
	f.Fuzz(
		func(t *testing.T, method uint8, path, query, body, authorization, origin, kind string, status uint16, reply string) {
			stored = request.Reply{
				Status:  int(status),
				Body:    []byte(reply),
				Headers: []request.Pair{{Name: "etag", Value: reply}, {Name: "content-length", Value: "1"}},
			}
			r, err := http.NewRequest(methods[int(method)%len(methods)], "http://localhost/", strings.NewReader(body))
			require.NoError(t, err)
			r.URL.Path, r.URL.RawQuery = path, query
			r.Header = http.Header{
				"Authorization": strings.Split(authorization, ","),
				"Origin":        {origin},
				"Content-Type":  {kind},
			}
			w := &recorder{header: http.Header{}}
			h.signer.ServeHTTP(w, r)
			require.True(t, w.status >= 200 && w.status < 500 || w.status == 502 || w.status == 503, "%d", w.status)
			if w.status >= 400 && !strings.Contains(path, "/direct/") {
				require.Contains(t, w.String(), `"code":"`)
				require.Contains(t, w.String(), `"retry":"`)
			}
			require.NotContains(t, fmt.Sprint(w.header)+w.String(), storeSecret)
		},
	)
}

// FuzzToken: whatever the token, only the one that was signed gets in.
func FuzzToken(f *testing.F) {
	h := as(f, rules("HS256", "secret", hmacSecret))
	h.now = func() time.Time { return time.Unix(1795000000, 0) }
	good := bearer(f, jwt.SigningMethodHS256, []byte(hmacSecret), claims("exp", 1795000060))
	f.Add(good)
	f.Add("e30.e30.")
	f.Add("..")
	f.Fuzz(func(t *testing.T, text string) {
		c := &call{Signer: h.signer, now: h.now()}
		if user, failed := c.verifyJWT(text); failed == nil && text != good {
			t.Fatalf("%q is %q", text, user)
		}
	})
}
