package server

import (
	"bytes"
	"crypto/md5"
	"encoding/base64"
	"encoding/xml"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/sign"
	"github.com/partway/partway/scripts/internal/guard"
	"github.com/partway/partway/scripts/store/internal/auth"
	"github.com/partway/partway/scripts/store/internal/cors"
	"github.com/partway/partway/scripts/store/internal/disk"
	"github.com/partway/partway/scripts/store/internal/vendor"
)

// The moment at which the servers of these tests believe to be.
var testTime = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)

var testBuckets = map[string][]string{"oss": {"partway-dev"}, "cos": {"partway-1250000000"}, "s3": {"partway-dev"}}

var testIdentities = []auth.Identity{
	{ID: "key", Secret: "secret"},
	{ID: "sts", Secret: "sts-secret", Token: "sts-token+/="},
	{ID: "old", Secret: "old-secret", Token: "old-token", Expires: testTime.Add(-time.Second)},
}

// harness is a server with a client that signs.
type harness struct {
	t      *testing.T
	server *httptest.Server
	now    time.Time // the server's clock
}

func newHarness(t *testing.T) *harness { return newHarnessIn(t, t.TempDir()) }

func newHarnessIn(t *testing.T, dir string) *harness {
	h := &harness{t: t, now: testTime}
	store, err := disk.Open(dir, false)
	require.NoError(t, err)
	t.Cleanup(func() { store.Close() })
	s, err := New(Config{
		Disk: store, Buckets: testBuckets, Auth: &auth.Checker{Identities: testIdentities},
		CORS:  cors.Default([]string{"http://page.example"}),
		Guard: guard.Guard{Hosts: []string{"page.example", "other.example", "oss-cn-hangzhou.aliyuncs.com"}},
		Now:   func() time.Time { return h.now },
	})
	require.NoError(t, err)
	h.server = httptest.NewServer(s)
	t.Cleanup(h.server.Close)
	return h
}

// req is a request before it is signed.
type req struct {
	method, dialect, key string
	query                []request.Pair
	headers              []request.Pair
	body                 string
	scheme               string // empty: the dialect's default
	presigned            bool
	unsigned             bool
	id, secret, token    string // empty id: "key"
	at                   time.Time
	expires              int64
	region, payload      string
	bucket               string
	after                func(*http.Request) // last change before sending
	style                *request.Style
}

// reply is a whole response.
type reply struct {
	*http.Response
	body string
}

func (r reply) text(element string) string { return xmlText(r.body, element) }

// xmlText is the text of the first element of that name.
func xmlText(doc, element string) string {
	d := xml.NewDecoder(strings.NewReader(doc))
	for {
		token, err := d.Token()
		if err != nil {
			return ""
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == element {
			var text string
			if d.DecodeElement(&text, &start) != nil {
				return ""
			}
			return text
		}
	}
}

func (h *harness) send(q req) reply {
	h.t.Helper()
	r := h.build(q)
	if q.after != nil {
		q.after(r)
	}
	res, err := http.DefaultTransport.RoundTrip(r)
	require.NoError(h.t, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	require.NoError(h.t, err)
	return reply{res, string(body)}
}

// build makes the signed http.Request.
func (h *harness) build(q req) *http.Request {
	h.t.Helper()
	v, ok := vendor.ByName(q.dialect)
	require.True(h.t, ok)
	host := strings.TrimPrefix(h.server.URL, "http://")
	target := request.Target{
		Scheme: "http",
		Host:   host,
		Base:   "/" + q.dialect,
		Region: "cn-hangzhou",
		Bucket: testBuckets[q.dialect][0],
		Key:    q.key,
		Style:  request.PathStyle,
	}
	if q.bucket != "" {
		target.Bucket = q.bucket
	}
	if q.region != "" {
		target.Region = q.region
	}
	if q.style != nil && *q.style == request.Virtual {
		target.Host, target.Base, target.Style = target.Bucket+"."+q.dialect+".localhost"+host[strings.LastIndexByte(host, ':'):], "", request.Virtual
	}
	r := request.Request{Method: q.method, Target: target, Query: q.query, Headers: q.headers}
	if !q.unsigned {
		r = h.sign(v, r, q)
	}
	out, err := http.NewRequest(q.method, r.URL(), nil)
	require.NoError(h.t, err)
	if q.body != "" || q.method == "PUT" || q.method == "POST" {
		out.Body, out.ContentLength = io.NopCloser(strings.NewReader(q.body)), int64(len(q.body))
	}
	if q.body == "" && out.Body != nil {
		out.Body = http.NoBody
	}
	out.URL.Host = host
	out.Host = target.Host
	for _, p := range r.Headers {
		out.Header.Set(p.Name, p.Value)
	}
	return out
}

func (h *harness) sign(v *vendor.Vendor, r request.Request, q req) request.Request {
	if q.scheme == "" {
		q.scheme = v.Schemes[0]
	}
	if q.id == "" {
		q.id, q.secret = "key", "secret"
	}
	if q.at.IsZero() {
		q.at = h.now
	}
	if q.expires == 0 {
		q.expires = 600
	}
	s, ok := sign.ByName(q.scheme)
	require.True(h.t, ok, q.scheme)
	p := sign.Params{
		Credentials: sign.Credentials{ID: q.id, Secret: q.secret, Token: q.token},
		Time:        q.at.Unix(),
		Expires:     q.expires,
		Payload:     q.payload,
	}
	if q.presigned {
		return s.Query(r, p).Request
	}
	return s.Header(r, p).Request
}

func pairs(list ...string) []request.Pair {
	var out []request.Pair
	for i := 0; i < len(list); i += 2 {
		out = append(out, request.Pair{Name: list[i], Value: list[i+1]})
	}
	return out
}

func contentMD5(s string) string {
	sum := md5.Sum([]byte(s))
	return base64.StdEncoding.EncodeToString(sum[:])
}

// initiate begins an upload and returns its ID.
func (h *harness) initiate(dialect, key string, headers ...string) string {
	h.t.Helper()
	r := h.send(
		req{method: "POST", dialect: dialect, key: key, query: pairs("uploads", ""), headers: pairs(headers...)},
	)
	require.Equal(h.t, 200, r.StatusCode, r.body)
	id := r.text("UploadId")
	require.NotEmpty(h.t, id)
	return id
}

// part uploads a part and returns its ETag.
func (h *harness) part(dialect, key, id, number, body string, headers ...string) string {
	h.t.Helper()
	r := h.send(
		req{
			method:  "PUT",
			dialect: dialect,
			key:     key,
			query:   pairs("partNumber", number, "uploadId", id),
			body:    body,
			headers: pairs(headers...),
		},
	)
	require.Equal(h.t, 200, r.StatusCode, r.body)
	return r.Header.Get("ETag")
}

// list is the body of Complete: number, ETag …
func list(numbersAndTags ...string) string {
	var b bytes.Buffer
	b.WriteString("<CompleteMultipartUpload>")
	for i := 0; i < len(numbersAndTags); i += 2 {
		b.WriteString(
			"<Part><PartNumber>" + numbersAndTags[i] + "</PartNumber><ETag>" + numbersAndTags[i+1] + "</ETag></Part>",
		)
	}
	b.WriteString("</CompleteMultipartUpload>")
	return b.String()
}

func (h *harness) complete(dialect, key, id, body string, headers ...string) reply {
	h.t.Helper()
	return h.send(
		req{
			method:  "POST",
			dialect: dialect,
			key:     key,
			query:   pairs("uploadId", id),
			body:    body,
			headers: pairs(headers...),
		},
	)
}
