package misbehave

import (
	"fmt"
	"io"
	"net"
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
	"github.com/partway/partway/scripts/store/internal/server"
	"github.com/partway/partway/scripts/store/internal/vendor"
)

// mall is a store that misbehaves and speaks all dialects.
type mall struct {
	shop
	dialect string
}

func openMall(t *testing.T) *mall {
	files, err := disk.Open(t.TempDir(), false)
	require.NoError(t, err)
	t.Cleanup(func() { files.Close() })
	store := &Store{}
	s, err := server.New(server.Config{
		Disk: files, Buckets: map[string][]string{"oss": {"bucket"}, "cos": {"bucket"}, "s3": {"bucket"}},
		Auth: &auth.Checker{Identities: []auth.Identity{{ID: "key", Secret: "secret"}}},
		CORS: cors.Default([]string{page}), Guard: guard.Guard{Hosts: []string{"page.example"}},
		Now: store.Now, Middleware: store.Middleware,
	})
	require.NoError(t, err)
	front := httptest.NewServer(s)
	t.Cleanup(front.Close)
	return &mall{shop{t, store, front.URL}, ""}
}

// each runs the rest of a test once for each dialect.
func each(t *testing.T, run func(m *mall, v *vendor.Vendor)) {
	for _, v := range vendor.All() {
		t.Run(v.Name, func(t *testing.T) {
			m := openMall(t)
			m.dialect = v.Name
			run(m, v)
		})
	}
}

// ask signs and sends; headers are name, value ….
func (m *mall) ask(method, path, body string, headers ...string) answer {
	m.t.Helper()
	v, _ := vendor.ByName(m.dialect)
	key, query, _ := strings.Cut(path, "?")
	q := request.Request{Method: method, Target: request.Target{
		Scheme: "http", Host: strings.TrimPrefix(m.url, "http://"), Base: "/" + m.dialect, Bucket: "bucket", Key: key,
		Style: request.PathStyle, Region: "here",
	}}
	for _, item := range strings.Split(query, "&") {
		if name, value, _ := strings.Cut(item, "="); name != "" {
			q.Query = append(q.Query, request.Pair{Name: name, Value: value})
		}
	}
	for i := 0; i < len(headers); i += 2 {
		q.Headers = append(q.Headers, request.Pair{Name: headers[i], Value: headers[i+1]})
	}
	scheme, _ := sign.ByName(v.Schemes[0])
	params := sign.Params{Credentials: sign.Credentials{ID: "key", Secret: "secret"}, Time: m.store.Now().Unix(), Expires: 600}
	q = scheme.Header(q, params).Request
	r, err := http.NewRequest(method, q.URL(), strings.NewReader(body))
	require.NoError(m.t, err)
	for _, h := range q.Headers {
		r.Header.Set(h.Name, h.Value)
	}
	r.Header.Set("Origin", page)
	return m.round(r)
}

func (m *mall) round(r *http.Request) answer {
	reply, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(r)
	if err != nil {
		return answer{err: err}
	}
	defer reply.Body.Close()
	text, err := io.ReadAll(reply.Body)
	return answer{reply.StatusCode, reply.Header, string(text), err}
}

// preflight asks what a page may do.
func (m *mall) preflight(method, headers string) answer {
	r, err := http.NewRequest(http.MethodOptions, m.url+"/"+m.dialect+"/bucket/k", nil)
	require.NoError(m.t, err)
	r.Header.Set("Origin", page)
	r.Header.Set("Access-Control-Request-Method", method)
	r.Header.Set("Access-Control-Request-Headers", headers)
	return m.round(r)
}

const allow = "Access-Control-Allow-Origin"

func TestCORSRules(t *testing.T) {
	each(t, func(m *mall, _ *vendor.Vendor) {
		good := `"origins":["` + page + `"],"methods":["PUT","POST","GET","HEAD","DELETE"],"headers":["*"],"expose":["ETag"]`
		for rules, want := range map[string]string{
			`[{` + good + `}]`: "PUT ok, DELETE ok, header ok, read ok, ETag",
			`[]`:               "PUT no, DELETE no, header no, read no, ",
			`[{` + strings.Replace(good, page, "http://other.example", 1) + `}]`: "PUT no, DELETE no, header no, read no, ",
			`[{` + strings.Replace(good, `,"DELETE"`, "", 1) + `}]`:              "PUT ok, DELETE no, header ok, read ok, ETag",
			`[{` + strings.Replace(good, `"*"`, `"content-type"`, 1) + `}]`:      "PUT ok, DELETE ok, header no, read ok, ETag",
			`[{` + strings.Replace(good, `"ETag"`, ``, 1) + `}]`:                 "PUT ok, DELETE ok, header ok, read ok, ",
			`null`: "PUT ok, DELETE ok, header ok, read ok, ETag",
		} {
			m.set(`{"cors":` + rules + `}`)
			word := func(a answer) string {
				if a.header.Get(allow) != "" {
					return "ok"
				}
				return "no"
			}
			put := m.ask("PUT", "k", "hello")
			require.Equal(m.t, 200, put.status)
			shown, _, _ := strings.Cut(put.header.Get(exposed), ",")
			got := fmt.Sprintf("PUT %s, DELETE %s, header %s, read %s, %s", word(m.preflight("PUT", "")),
				word(m.preflight("DELETE", "")), word(m.preflight("PUT", "authorization")), word(put), shown)
			require.Equal(m.t, want, got, rules)
		}
	})
}

// A permission that is missing is told once the signature is known to be right, as the vendors do.
func TestPermissions(t *testing.T) {
	each(t, func(m *mall, v *vendor.Vendor) {
		id := uploadID(m.ask("POST", "k?uploads", "").body)
		requests := map[string]func() answer{
			"initiate":    func() answer { return m.ask("POST", "k?uploads", "") },
			"uploadPart":  func() answer { return m.ask("PUT", "k?partNumber=1&uploadId="+id, "x") },
			"listParts":   func() answer { return m.ask("GET", "k?uploadId="+id, "") },
			"complete":    func() answer { return m.ask("POST", "k?uploadId="+id, "<CompleteMultipartUpload/>") },
			"listUploads": func() answer { return m.ask("GET", "?uploads", "") },
			"putObject":   func() answer { return m.ask("PUT", "k", "x") },
			"headObject":  func() answer { return m.ask("HEAD", "k", "") },
			"tagObject":   func() answer { return m.ask("PUT", "k", "x", v.Tagging, "a=b") },
			"abort":       func() answer { return m.ask("DELETE", "k?uploadId="+id, "") },
		}
		for op, send := range requests {
			for _, word := range []string{op, v.Actions[op]} {
				m.set(`{"deny":["` + word + `"]}`)
				a := send()
				require.Equal(m.t, 403, a.status, word)
				require.Equal(m.t, page, a.header.Get(allow))
				if op != "headObject" {
					require.Contains(m.t, a.body, "<Code>AccessDenied</Code>")
				}
			}
			require.Equal(m.t, v.Name == "s3" && op != "headObject", strings.Contains(send().body, v.Actions[op]))
		}
		m.set(`{"within":"uploads/"}`)
		require.Equal(m.t, 403, m.ask("PUT", "elsewhere", "x").status)
		require.Equal(m.t, 200, m.ask("PUT", "uploads/here", "x").status)
		require.Equal(m.t, 200, m.ask("GET", "?uploads", "").status)
		m.set(`{"deny":["putObject"]}`)
		require.Equal(m.t, 200, m.ask("HEAD", "uploads/here", "").status, "nothing else is denied")
	})
}

func TestIgnoredOptions(t *testing.T) {
	each(t, func(m *mall, v *vendor.Vendor) {
		overwrite, _ := v.Option("forbidOverwrite")
		forbid := "true"
		if overwrite.Fixed != "" {
			forbid = overwrite.Fixed
		}
		encryption, tags := v.Header("encryption"), v.Header("tags")
		put := func() answer {
			return m.ask("PUT", "k", "x", encryption, "AES256", tags, "a=b", v.Header("storageClass"), "STANDARD_IA")
		}
		if v.Name == "oss" {
			put = func() answer {
				return m.ask("PUT", "k", "x", encryption, "AES256", tags, "a=b", v.Header("storageClass"), "IA")
			}
		}
		require.Equal(m.t, "AES256", put().header.Get(encryption))
		require.Equal(m.t, "1", m.ask("HEAD", "k", "").header.Get(tags+"-count"))
		require.GreaterOrEqual(m.t, m.ask("PUT", "k", "x", overwrite.Header, forbid).status, 409)

		m.set(`{"ignore":["encryption","tags","forbidOverwrite"]}`)
		require.Equal(m.t, 200, put().status)
		require.Empty(m.t, put().header.Get(encryption))
		head := m.ask("HEAD", "k", "").header
		require.Empty(m.t, head.Get(encryption)+head.Get(tags+"-count"))
		require.NotEmpty(m.t, head.Get(v.Header("storageClass")), "what is not ignored")
		require.Equal(m.t, 200, m.ask("PUT", "k", "x", overwrite.Header, forbid).status)
		require.Equal(m.t, 200, m.ask("POST", "k?uploads", "", overwrite.Header, forbid).status)
	})
}

func TestRegions(t *testing.T) {
	codes := map[string]string{"oss": "400 InvalidArgument", "cos": "200 ", "s3": "400 AuthorizationHeaderMalformed"}
	moved := map[string]string{"oss": "403 AccessDenied", "cos": "301 PermanentRedirect", "s3": "301 PermanentRedirect"}
	ends := map[string]string{"oss": "oss-there.aliyuncs.com", "cos": "cos.there.myqcloud.com", "s3": "s3.there.amazonaws.com"}
	each(t, func(m *mall, v *vendor.Vendor) {
		said := func(a answer) string { return fmt.Sprintf("%d %s", a.status, element(a.body, "Code")) }
		m.set(`{"region":"there"}`)
		a := m.ask("PUT", "k", "x")
		require.Equal(m.t, codes[v.Name], said(a))
		m.set(`{"region":"here"}`)
		require.Equal(m.t, 200, m.ask("PUT", "k", "x").status)
		m.set(`{"region":"there","moved":true}`)
		a = m.ask("PUT", "k", "x")
		require.Equal(m.t, moved[v.Name], said(a))
		require.Equal(m.t, ends[v.Name], element(a.body, "Endpoint"))
		if v.RegionHeader != "" {
			require.Equal(m.t, "there", a.header.Get(v.RegionHeader))
			require.Equal(m.t, "there", m.ask("HEAD", "", "").header.Get(v.RegionHeader))
		}
	})
}

func element(body, name string) string {
	_, rest, _ := strings.Cut(body, "<"+name+">")
	text, _, _ := strings.Cut(rest, "</")
	return text
}

// A proxy in front knows no CORS and no XML, and does not wait for the body.
func TestProxy(t *testing.T) {
	each(t, func(m *mall, _ *vendor.Vendor) {
		m.set(`{"rules":[{"over":1000,"do":"proxy","status":413},{"op":"headObject","do":"proxy","status":502}]}`)
		require.Equal(m.t, 200, m.ask("PUT", "k", strings.Repeat("x", 1000)).status)
		a := m.ask("PUT", "k", strings.Repeat("x", 1001))
		require.Equal(m.t, 413, a.status)
		require.Contains(m.t, a.body, "<center><h1>413 Request Entity Too Large</h1></center>")
		require.Equal(m.t, []string{"", "nginx", "text/html"},
			[]string{a.header.Get(allow), a.header.Get("Server"), a.header.Get("Content-Type")})
		require.Equal(m.t, page, m.preflight("PUT", "").header.Get(allow), "a preflight has no body")
		require.Equal(m.t, 502, m.ask("HEAD", "k", "").status)
		m.set(`{"rules":[{"do":"proxy","status":401,"body":"{\"detail\":\"who?\"}","type":"application/json"}]}`)
		a = m.ask("GET", "k", "")
		require.Equal(m.t, []string{`{"detail":"who?"}`, "application/json"}, []string{a.body, a.header.Get("Content-Type")})
	})
}

// The answer of a proxy comes while the body is still on its way.
func TestProxyAnswersAtOnce(t *testing.T) {
	m := openMall(t)
	m.set(`{"rules":[{"over":1000,"do":"proxy","status":413}]}`)
	conn, err := net.Dial("tcp", strings.TrimPrefix(m.url, "http://"))
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, conn.SetDeadline(time.Now().Add(patience)))
	_, err = io.WriteString(conn, "PUT /s3/bucket/k HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000000\r\n\r\nabc")
	require.NoError(t, err)
	text := make([]byte, 12)
	_, err = io.ReadFull(conn, text)
	require.NoError(t, err)
	require.Equal(t, "HTTP/1.1 413", string(text))
}

func TestOtherDocuments(t *testing.T) {
	each(t, func(m *mall, _ *vendor.Vendor) {
		m.set(`{"rules":[{"op":"initiate","do":"rename","root":"InitiateMultipartUpload"}]}`)
		a := m.ask("POST", "k?uploads", "")
		require.Equal(m.t, 200, a.status)
		require.Regexp(m.t, `^(<\?xml [^>]*>\s*)?<InitiateMultipartUpload[ >].*</InitiateMultipartUpload>$`, a.body)
		require.NotEmpty(m.t, uploadID(a.body))
		require.Equal(m.t, page, a.header.Get(allow))

		m.set(`{"rules":[{"op":"initiate","do":"replace","body":"<Started/>"}]}`)
		a = m.ask("POST", "k?uploads", "")
		require.Equal(m.t, []any{200, "<Started/>", page}, []any{a.status, a.body, a.header.Get(allow)})
		require.Equal(m.t, 2, strings.Count(m.ask("GET", "?uploads", "").body, "<UploadId>"), "it was begun all the same")

		m.set(`{"rules":[{"op":"putObject","do":"replace","status":202,"body":"later","type":"text/plain"}]}`)
		a = m.ask("PUT", "k", "x")
		require.Equal(m.t, []any{202, "later", "text/plain"}, []any{a.status, a.body, a.header.Get("Content-Type")})
	})
}

// What the store says by itself needs no more than "refuse": every status with every code.
func TestAnswersThatCannotChange(t *testing.T) {
	each(t, func(m *mall, v *vendor.Vendor) {
		for rule, want := range map[string]string{
			`{"op":"complete","do":"refuse","code":"PreconditionFailed"}`:            "412 PreconditionFailed",
			`{"op":"complete","do":"refuse","code":"InvalidRequest","status":412}`:   "412 InvalidRequest",
			`{"op":"complete","do":"refuse","code":"BadDigest"}`:                     "400 " + v.Code("BadDigest").Name,
			`{"op":"abort","do":"refuse","code":"MethodNotAllowed"}`:                 "405 MethodNotAllowed",
			`{"op":"uploadPart","do":"refuse","code":"NotImplemented","status":501}`: "501 NotImplemented",
			`{"op":"initiate","do":"refuse","code":"RequestTimeTooSkewed"}`:          "403 RequestTimeTooSkewed",
			`{"op":"putObject","do":"refuse","code":"QuotaExceeded","status":403}`:   "403 QuotaExceeded",
			`{"op":"putObject","do":"refuse","code":"InvalidAccessKeyId"}`:           "403 InvalidAccessKeyId",
			`{"op":"listParts","do":"refuse","code":"NoSuchUpload"}`:                 "404 NoSuchUpload",
		} {
			m.set(`{"rules":[` + rule + `]}`)
			path := map[string][2]string{"complete": {"POST", "k?uploadId=1"}, "abort": {"DELETE", "k?uploadId=1"},
				"uploadPart": {"PUT", "k?partNumber=1&uploadId=1"}, "initiate": {"POST", "k?uploads"},
				"putObject": {"PUT", "k"}, "listParts": {"GET", "k?uploadId=1"}}
			_, op, _ := strings.Cut(rule, `"op":"`)
			op, _, _ = strings.Cut(op, `"`)
			a := m.ask(path[op][0], path[op][1], "")
			require.Equal(m.t, want, fmt.Sprintf("%d %s", a.status, element(a.body, "Code")), rule)
		}
	})
}

// An endpoint that holds the bucket already, and the bucket in front of it once more.
func TestBucketTwice(t *testing.T) {
	each(t, func(m *mall, v *vendor.Vendor) {
		r, err := http.NewRequest("HEAD", m.url+"/k", nil)
		require.NoError(t, err)
		r.Host = "bucket.bucket." + v.Name + ".localhost"
		require.Equal(m.t, 403, m.round(r).status, "unsigned")
		scheme, _ := sign.ByName(v.Schemes[0])
		q := scheme.Query(request.Request{Method: "GET", Target: request.Target{
			Scheme: "http", Host: r.Host, Bucket: "bucket.bucket", Key: "k", Style: request.Virtual, Region: "here",
		}}, sign.Params{Credentials: sign.Credentials{ID: "key", Secret: "secret"}, Time: m.store.Now().Unix(), Expires: 600}).Request
		_, query, _ := strings.Cut(q.URL(), "?")
		r, err = http.NewRequest("GET", m.url+"/k?"+query, nil)
		require.NoError(t, err)
		r.Host = "bucket.bucket." + v.Name + ".localhost"
		a := m.round(r)
		require.Equal(m.t, "404 NoSuchBucket", fmt.Sprintf("%d %s", a.status, element(a.body, "Code")))
	})
}

func TestControlRefusesWhatCannotBe(t *testing.T) {
	m := openMall(t)
	for text, why := range map[string]string{
		`{"deny":["fly"]}`:                    "no operation",
		`{"deny":["s3:Fly"]}`:                 "no action",
		`{"ignore":["encrypton"]}`:            "no option",
		`{"moved":true}`:                      "no region",
		`{"cors":[{"origins":["*"]}]}`:        "no methods",
		`{"rules":[{"do":"rename"}]}`:         "no root",
		`{"rules":[{"do":"proxy"}]}`:          "no status",
		`{"rules":[{"do":"lose","over":-1}]}`: "negative",
	} {
		require.Equal(t, 400, m.control(text, nil), why)
	}
}
