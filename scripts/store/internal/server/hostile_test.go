package server

import (
	"bufio"
	"bytes"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/scripts/store/internal/auth"
	"github.com/partway/partway/scripts/store/internal/disk"
	"github.com/partway/partway/scripts/store/internal/vendor"
)

// leftovers are files that are still being written.
func leftovers(t *testing.T, dir string) (list []string) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(dir, func(path string, _ os.DirEntry, _ error) error {
		if strings.HasPrefix(filepath.Base(path), "tmp-") {
			list = append(list, path)
		}
		return nil
	}))
	return list
}

// raw sends a request by hand, half of its body, and leaves the rest to the test.
func (h *harness) raw(key string) net.Conn {
	h.t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(h.server.URL, "http://"))
	require.NoError(h.t, err)
	h.t.Cleanup(func() { conn.Close() })
	r := h.build(req{method: "PUT", dialect: "oss", key: key, body: "12345678"})
	head := "PUT " + r.URL.RequestURI() + " HTTP/1.1\r\nHost: " + r.Host + "\r\nContent-Length: 8\r\n"
	for name := range r.Header {
		head += name + ": " + r.Header.Get(name) + "\r\n"
	}
	_, err = io.WriteString(conn, head+"\r\n1234")
	require.NoError(h.t, err)
	return conn
}

// A client that goes away in the middle leaves nothing.
func TestAbortedClient(t *testing.T) {
	dir := t.TempDir()
	h := newHarnessIn(t, dir)
	conn := h.raw("k")
	require.Eventually(t, func() bool { return len(leftovers(t, dir)) == 1 }, 10*time.Second, time.Millisecond)
	conn.Close()
	require.Eventually(t, func() bool { return len(leftovers(t, dir)) == 0 }, 10*time.Second, time.Millisecond)
	require.Equal(t, 404, h.send(req{method: "HEAD", dialect: "oss", key: "k"}).StatusCode)
}

// A client that falls silent is told so.
func TestStalledClient(t *testing.T) {
	dir := t.TempDir()
	h := newHarnessIn(t, dir)
	h.server.Config.Handler.(*Server).Stall = 50 * time.Millisecond
	r, err := http.ReadResponse(bufio.NewReader(h.raw("k")), nil)
	require.NoError(t, err)
	body, _ := io.ReadAll(r.Body)
	require.Equal(t, "400 RequestTimeout", r.Status[:3]+" "+xmlText(string(body), "Code"))
	require.Empty(t, leftovers(t, dir))
}

// A disk that fails is an InternalError, and the log says why.
func TestDiskFailure(t *testing.T) {
	dir := t.TempDir()
	h := newHarnessIn(t, dir)
	var log bytes.Buffer
	h.server.Config.Handler.(*Server).Log = slog.New(slog.NewTextHandler(&log, nil))
	require.NoError(t, os.RemoveAll(filepath.Join(dir, "cos", testBuckets["cos"][0], "objects")))
	r := h.send(req{method: "PUT", dialect: "cos", key: "k", body: "x"})
	require.Equal(t, "500 InternalError", r.Status[:3]+" "+r.text("Code"))
	require.NotContains(t, r.body, dir, "paths of the machine are nobody's business")
	require.Contains(t, log.String(), "no such file")
}

// The log holds neither keys nor queries nor secrets.
func TestLog(t *testing.T) {
	h := newHarness(t)
	var log bytes.Buffer
	h.server.Config.Handler.(*Server).Log = slog.New(slog.NewTextHandler(&log, nil))
	for _, dialect := range []string{"oss", "cos", "s3"} {
		h.send(
			req{
				method:    "PUT",
				dialect:   dialect,
				key:       "private-name",
				body:      "12345",
				presigned: true,
				id:        "sts",
				secret:    "sts-secret",
				token:     "sts-token+/=",
			},
		)
		require.Contains(
			t,
			log.String(),
			"dialect="+dialect+" op=putObject bucket="+testBuckets[dialect][0]+" status=200 in=5 out=0",
		)
	}
	h.send(req{method: "PUT", dialect: "oss", key: "private-name", body: "12345", id: "key", secret: "wrong"})
	require.Contains(t, log.String(), "code=SignatureDoesNotMatch")
	for _, secret := range []string{"private-name", "secret", "token", "ignature=", "?"} {
		require.NotContains(t, log.String(), secret)
	}
}

func TestHealth(t *testing.T) {
	h := newHarness(t)
	r, err := http.Get(h.server.URL + healthPath)
	require.NoError(t, err)
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	require.NoError(t, err)
	require.Equal(t, "{\"ok\":true}\n", string(body))
}

// Middleware sees every request to a store, and the log what became of it.
func TestMiddleware(t *testing.T) {
	var log bytes.Buffer
	s, err := New(Config{
		Auth: &auth.Checker{}, Log: slog.New(slog.NewTextHandler(&log, nil)),
		Middleware: func(http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
		},
	})
	require.NoError(t, err)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest("GET", "http://localhost/oss/b/k", nil))
	require.Equal(t, http.StatusTeapot, w.Code)
	require.Contains(t, log.String(), "status=418")
}

// FuzzRequest: no request without a signature is served, and none stops the server.
func FuzzRequest(f *testing.F) {
	for _, seed := range []string{
		"GET /oss/partway-dev/k HTTP/1.1\r\nHost: h\r\n\r\n",
		"PUT /s3/partway-dev/k?partNumber=1&uploadId=x HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nAuthorization: AWS4-HMAC-SHA256 Credential=key/20261122/r/s3/aws4_request, SignedHeaders=host, Signature=0\r\nX-Amz-Date: 20261122T100000Z\r\nX-Amz-Content-Sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER\r\n\r\nx",
		"POST / HTTP/1.1\r\nHost: partway-dev.oss.localhost\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 60\r\n\r\n--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nx\r\n--b--",
		"OPTIONS /cos/x HTTP/1.1\r\nHost: h\r\nOrigin: http://evil.example\r\nAccess-Control-Request-Method: PUT\r\n\r\n",
		"HEAD /%00%ff/..%2f..?%zz&=&x HTTP/1.1\r\nHost: .s3.localhost:1:2\r\nRange: bytes=-\r\n\r\n",
	} {
		f.Add([]byte(seed))
	}
	store, err := disk.Open(f.TempDir(), false)
	require.NoError(f, err)
	s, err := New(
		Config{
			Disk:    store,
			Buckets: testBuckets,
			Auth:    &auth.Checker{Identities: testIdentities},
			Now:     func() time.Time { return testTime },
		},
	)
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(text)))
		if err != nil || r.URL.Path == healthPath {
			return
		}
		w := httptest.NewRecorder()
		s.serve(w, r) // without the guard, which would refuse most
		require.GreaterOrEqual(t, w.Code, 400)
	})
}

// FuzzPolicy: whatever the policy says, the file stays within the store's limits.
func FuzzPolicy(f *testing.F) {
	f.Add(
		[]byte(
			`{"expiration":"2026-11-23T00:00:00Z","conditions":[{"bucket":"b"},["starts-with","$key",""],["content-length-range","0",9]]}`,
		),
		"k",
	)
	f.Add([]byte(`{"conditions":[[]]}`), "")
	f.Fuzz(func(t *testing.T, text []byte, key string) {
		v, _ := vendor.ByName("s3")
		c := &call{address: address{v: v, key: key}, now: testTime}
		limits, err := c.checkPolicy(text, auth.Form{"key": key})
		if err == nil {
			require.LessOrEqual(t, limits.max, v.Limits.MaxPut)
			require.GreaterOrEqual(t, limits.min, int64(0))
		}
	})
}
