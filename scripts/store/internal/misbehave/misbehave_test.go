package misbehave

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/sign"
	"github.com/partway/partway/scripts/internal/guard"
	"github.com/partway/partway/scripts/store/internal/auth"
	"github.com/partway/partway/scripts/store/internal/cors"
	"github.com/partway/partway/scripts/store/internal/disk"
	"github.com/partway/partway/scripts/store/internal/server"
)

const page = "http://page.example"

// patience is how long a test waits for what must happen.
const patience = 10 * time.Second

// shop is a store that misbehaves, with a client that signs for OSS.
type shop struct {
	t     *testing.T
	store *Store
	url   string
}

func open(t *testing.T) *shop {
	files, err := disk.Open(t.TempDir(), false)
	require.NoError(t, err)
	t.Cleanup(func() { files.Close() })
	store := &Store{}
	s, err := server.New(server.Config{
		Disk: files, Buckets: map[string][]string{"oss": {"bucket"}},
		Auth: &auth.Checker{Identities: []auth.Identity{{ID: "key", Secret: "secret"}, {ID: "new", Secret: "secret"}}},
		CORS: cors.Default([]string{page}), Guard: guard.Guard{Hosts: []string{"page.example"}},
		Now: store.Now, Middleware: store.Middleware,
	})
	require.NoError(t, err)
	front := httptest.NewServer(s)
	t.Cleanup(front.Close)
	t.Cleanup(func() { store.Set(Settings{}) }) // ends what hangs
	return &shop{t, store, front.URL}
}

// control sends JSON to the endpoint and gives the status.
func (s *shop) control(text string, change func(*http.Request)) int {
	r, err := http.NewRequest("POST", s.url+ControlPath, strings.NewReader(text))
	require.NoError(s.t, err)
	r.Header.Set("Content-Type", "application/json")
	if change != nil {
		change(r)
	}
	reply, err := http.DefaultClient.Do(r)
	require.NoError(s.t, err)
	reply.Body.Close()
	return reply.StatusCode
}

func (s *shop) set(text string) {
	s.t.Helper()
	require.Equal(s.t, 204, s.control(text, nil), text)
}

type answer struct {
	status int
	header http.Header
	body   string
	err    error
}

func (s *shop) send(method, path, body string) answer { return s.sendAs("key", method, path, body) }

func (s *shop) sendAs(id, method, path, body string) answer {
	host := strings.TrimPrefix(s.url, "http://")
	key, query, _ := strings.Cut(path, "?")
	q := request.Request{
		Method: method,
		Target: request.Target{
			Scheme: "http",
			Host:   host,
			Base:   "/oss",
			Bucket: "bucket",
			Key:    key,
			Style:  request.PathStyle,
			Region: "r",
		},
	}
	for _, item := range strings.Split(query, "&") {
		if name, value, _ := strings.Cut(item, "="); name != "" {
			q.Query = append(q.Query, request.Pair{Name: name, Value: value})
		}
	}
	scheme, _ := sign.ByName("oss-v4")
	q = scheme.Header(
		q,
		sign.Params{Credentials: sign.Credentials{ID: id, Secret: "secret"}, Time: s.store.Now().Unix()},
	).Request
	r, err := http.NewRequest(method, q.URL(), bytes.NewReader([]byte(body)))
	require.NoError(s.t, err)
	for _, h := range q.Headers {
		r.Header.Set(h.Name, h.Value)
	}
	r.Header.Set("Origin", page)
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: patience}
	reply, err := client.Do(r)
	if err != nil {
		// A store that keeps still is not one that cut the connection.
		assert.False(s.t, os.IsTimeout(err), "%s %s was neither answered nor cut off", method, key)
		return answer{err: err}
	}
	defer reply.Body.Close()
	text, err := io.ReadAll(reply.Body)
	return answer{reply.StatusCode, reply.Header, string(text), err}
}

// put stores "hello", and want says by which status.
func (s *shop) put(want int) answer {
	s.t.Helper()
	a := s.send("PUT", "object", "hello")
	require.NoError(s.t, a.err)
	require.Equal(s.t, want, a.status, a.body)
	return a
}

func TestWithoutSettingsNothingIsWrong(t *testing.T) {
	s := open(t)
	s.put(200)
	require.Equal(t, "hello", s.send("GET", "object", "").body)
	seen := s.store.Seen(0)
	require.Len(t, seen, 2)
	require.Equal(
		t,
		[]any{"putObject", int64(5), int64(5), 200, false},
		[]any{seen[0].Op, seen[0].Size, seen[0].Received, seen[0].Status, seen[0].Open},
	)
}

func TestRefuse(t *testing.T) {
	s := open(t)
	s.set(`{"rules":[{"op":"putObject","do":"refuse","code":"SlowDown","retryAfter":"2","skip":1,"count":1}]}`)
	s.put(200)
	a := s.put(503)
	require.Contains(t, a.body, "<Code>ServiceUnavailable</Code>", "in the store's own words")
	require.Equal(t, "2", a.header.Get("Retry-After"))
	require.Equal(t, page, a.header.Get("Access-Control-Allow-Origin"), "a page can read it")
	require.Contains(t, a.header.Get(exposed), "Retry-After")
	s.put(200)
}

func TestSuccessThatIsAnError(t *testing.T) {
	s := open(t)
	s.set(`{"rules":[{"do":"refuse","code":"InternalError","status":200,"count":1}]}`)
	require.Contains(t, s.put(200).body, "<Error>")
	require.Equal(t, 404, s.send("GET", "object", "").status)
}

func TestReset(t *testing.T) {
	s := open(t)
	s.set(`{"rules":[{"do":"reset","count":1}]}`)
	require.Error(t, s.send("PUT", "object", "hello").err)
	require.Equal(t, 404, s.send("GET", "object", "").status)
	seen := s.store.Seen(0)[0]
	require.Equal(t, []any{int64(2), 0, Reset}, []any{seen.Received, seen.Status, seen.Fault})
}

func TestLose(t *testing.T) {
	s := open(t)
	s.set(`{"rules":[{"do":"lose","count":1}]}`)
	require.Error(t, s.send("PUT", "object", "hello").err)
	require.Equal(t, "hello", s.send("GET", "object", "").body, "it was done all the same")
}

func TestStallAndSilentUntilNewSettings(t *testing.T) {
	for _, deed := range []Deed{Stall, Silent} {
		s := open(t)
		s.set(`{"rules":[{"do":"` + string(deed) + `","count":1}]}`)
		answers := make(chan answer)
		go func() { answers <- s.send("PUT", "object", "hello") }()
		require.Eventually(
			t,
			func() bool { return len(s.store.Seen(0)) == 1 && s.store.Seen(0)[0].Received == 5 },
			patience,
			time.Millisecond,
		)
		require.True(t, s.store.Seen(0)[0].Open)
		stored := s.send("GET", "object", "").status == 200
		require.Equal(t, deed == Silent, stored)
		select {
		case a := <-answers:
			require.Fail(t, "it was answered", "%v", a)
		case <-time.After(50 * time.Millisecond):
		}
		s.set(`{}`)
		require.Error(t, (<-answers).err)
	}
}

func TestHide(t *testing.T) {
	s := open(t)
	s.set(`{"rules":[{"do":"hide","header":"etag"}]}`)
	a := s.put(200)
	require.NotEmpty(t, a.header.Get("ETag"))
	require.NotContains(t, a.header.Get(exposed), "ETag")
	require.Contains(t, a.header.Get(exposed), "x-oss-hash-crc64ecma")
}

func TestLie(t *testing.T) {
	s := open(t)
	const header = "x-oss-hash-crc64ecma"
	truth := s.put(200).header.Get(header)
	s.set(`{"rules":[{"op":"putObject","do":"lie"}]}`)
	lie := s.put(200).header.Get(header)
	require.NotEqual(t, truth, lie)
	require.Len(t, lie, len(truth))
	require.Equal(t, truth, s.send("HEAD", "object", "").header.Get(header))
}

func TestCorrupt(t *testing.T) {
	s := open(t)
	truth := s.put(200).header.Get("ETag")
	s.set(`{"rules":[{"op":"putObject","do":"corrupt"}]}`)
	require.NotEqual(t, truth, s.put(200).header.Get("ETag"))
	require.Equal(t, "hemlo", s.send("GET", "object", "").body)
}

func TestKeyID(t *testing.T) {
	s := open(t)
	s.set(`{"rules":[{"keyId":"key","do":"refuse","code":"TokenExpired"}]}`)
	require.Contains(t, s.put(403).body, "SecurityTokenExpired")
	require.Equal(t, 200, s.sendAs("new", "PUT", "object", "hello").status)
}

func TestPart(t *testing.T) {
	s := open(t)
	s.set(`{"rules":[{"op":"uploadPart","part":2,"do":"refuse","code":"InternalError"}]}`)
	id := uploadID(s.send("POST", "object?uploads", "").body)
	require.NotEmpty(t, id)
	for part, want := range map[int]int{1: 200, 2: 500, 3: 200} {
		require.Equal(t, want, s.send("PUT", "object?partNumber="+strconv.Itoa(part)+"&uploadId="+id, "x").status)
	}
}

func uploadID(body string) string {
	_, rest, _ := strings.Cut(body, "<UploadId>")
	id, _, _ := strings.Cut(rest, "<")
	return id
}

func TestOutage(t *testing.T) {
	s := open(t)
	s.set(`{"outageMs":1000}`)
	require.Error(t, s.send("PUT", "object", "hello").err)
	require.Eventually(
		t,
		func() bool { return s.send("PUT", "object", "hello").status == 200 },
		patience,
		20*time.Millisecond,
	)
}

func TestOutageCutsWhatIsUnderWay(t *testing.T) {
	s := open(t)
	s.set(`{"bytesPerSecond":20000}`)
	answers := make(chan answer)
	go func() { answers <- s.send("PUT", "object", strings.Repeat("x", 200_000)) }()
	require.Eventually(
		t,
		func() bool { return len(s.store.Seen(0)) == 1 && s.store.Seen(0)[0].Received > 0 },
		patience,
		time.Millisecond,
	)
	s.set(`{"outageMs":2000}`)
	require.Error(t, (<-answers).err)
}

func TestSlow(t *testing.T) {
	s := open(t)
	s.set(`{"bytesPerSecond":100000}`)
	began := time.Now()
	require.Equal(t, 200, s.send("PUT", "object", strings.Repeat("x", 30_000)).status)
	require.Greater(t, time.Since(began), 200*time.Millisecond)
}

func TestFresh(t *testing.T) {
	s := open(t)
	get := func() bool {
		reply, err := http.Get(s.url + "/oss/bucket/object")
		require.NoError(t, err)
		reply.Body.Close()
		return reply.Close
	}
	require.False(t, get())
	s.set(`{"fresh":true}`)
	require.True(t, get())
}

func TestClock(t *testing.T) {
	s := open(t)
	s.set(`{"clockMs":7200000}`)
	require.WithinDuration(t, time.Now().Add(2*time.Hour), s.store.Now(), patience)
	date, err := http.ParseTime(s.put(200).header.Get("Date"))
	require.NoError(t, err)
	require.WithinDuration(t, time.Now().Add(2*time.Hour), date, patience)
}

func TestControlRefuses(t *testing.T) {
	s := open(t)
	for text, why := range map[string]string{
		`{"rules":[{"do":"explode"}]}`:               "no such deed",
		`{"rules":[{"do":"refuse"}]}`:                "no code",
		`{"rules":[{"do":"hide"}]}`:                  "no header",
		`{"rules":[{"do":"lose","count":-1}]}`:       "negative",
		`{"rules":[{"do":"lose","status":99}]}`:      "no status",
		`{"rules":[{"do":"lose","opp":"complete"}]}`: "unknown field",
		`{"outageMs":-1}`:                            "negative",
		`nonsense`:                                   "not JSON",
	} {
		require.Equal(t, 400, s.control(text, nil), why)
	}
	require.Equal(t, 403, s.control(`{}`, func(r *http.Request) { r.Header.Set("Origin", page) }))
	for site, status := range map[string]int{"none": 204, "same-origin": 403, "same-site": 403, "cross-site": 403} {
		require.Equal(t, status, s.control(`{}`, func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", site) }), site)
	}
	for host, status := range map[string]int{
		"localhost:8788": 204, "LOCALHOST": 204, "127.0.0.1:8788": 204, "[::1]:8788": 204, "[::1]": 204,
		"rebound.example:8788": 403, "localhost.rebound.example": 403, "192.0.2.1": 403, "127.0.0.1.rebound.example": 403,
	} {
		require.Equal(t, status, s.control(`{}`, func(r *http.Request) { r.Host = host }), host)
	}
	require.Equal(t, 400, s.control(`{}`, func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }))
	require.Equal(t, 405, s.control(`{}`, func(r *http.Request) { r.Method = "PUT" }))
	require.Empty(t, s.store.Seen(0), "control is no request to the store")
}

func TestSeenAfter(t *testing.T) {
	s := open(t)
	s.put(200)
	s.send("HEAD", "object", "")
	reply, err := http.Get(s.url + ControlPath + "?after=1")
	require.NoError(t, err)
	defer reply.Body.Close()
	var list struct{ Seen []Request }
	require.NoError(t, json.NewDecoder(reply.Body).Decode(&list))
	require.Len(t, list.Seen, 1)
	require.Equal(t, "headObject", list.Seen[0].Op)
	require.Equal(t, "/oss/bucket/object", list.Seen[0].Path)
	require.Empty(t, s.store.Seen(99))
}
