package clients

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// store is a running process of the local store.
type store struct {
	port      string
	transport *http.Transport
}

const (
	keyID, keySecret                  = "partway-dev-key", "partway-dev-secret"
	stsID, stsSecret, stsSessionToken = "partway-sts-key", "partway-sts-secret", "partway/sts+token=="
)

// startStore runs the program of PARTWAY_STORE until the test ends.
func startStore(t *testing.T, flags ...string) *store {
	t.Helper()
	program := os.Getenv("PARTWAY_STORE")
	require.NotEmpty(
		t,
		program,
		"PARTWAY_STORE is the program of the local store; `npm run peers` builds it and sets this",
	)
	s := &store{port: freePort(t)}
	flags = append(
		[]string{
			"-listen",
			"127.0.0.1:" + s.port,
			"-data",
			t.TempDir(),
			"-sync=false",
			"-sts",
			stsID + ":" + stsSecret + ":" + stsSessionToken,
		},
		flags...)
	cmd := exec.Command(program, flags...)
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
		if t.Failed() {
			t.Logf("the store said:\n%s", output.String())
		}
	})
	s.transport = loopback(s.port)
	t.Cleanup(s.transport.CloseIdleConnections)
	require.Eventually(t, func() bool {
		r, err := (&http.Client{Transport: s.transport}).Get("http://store.invalid/_partway/health")
		if err != nil {
			return false
		}
		r.Body.Close()
		return r.StatusCode == http.StatusOK
	}, 10*time.Second, 20*time.Millisecond, "the store does not answer")
	return s
}

func freePort(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	require.NoError(t, err)
	return port
}

// loopback connects to the store whatever the name of the host is: not every
// resolver knows the names below localhost.
func loopback(port string) *http.Transport {
	d := &net.Dialer{}
	return &http.Transport{
		DisableCompression: true,
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return d.DialContext(ctx, network, net.JoinHostPort("127.0.0.1", port))
		},
	}
}

func (s *store) access() access {
	return access{port: s.port, id: keyID, secret: keySecret, transport: s.transport, attempts: 1}
}

// get is a plain GET, as a browser would do it with a presigned URL.
func (s *store) get(t *testing.T, url string) (status int, body []byte) {
	t.Helper()
	r, err := (&http.Client{Transport: s.transport}).Get(url)
	require.NoError(t, err)
	defer r.Body.Close()
	body, err = io.ReadAll(r.Body)
	require.NoError(t, err)
	return r.StatusCode, body
}

// tamper is a round trip that changes what the SDK has signed.
type tamper struct {
	next   http.RoundTripper
	change func(*http.Request) error
}

func (t tamper) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	if err := t.change(r); err != nil {
		return nil, err
	}
	return t.next.RoundTrip(r)
}

func setHeader(next http.RoundTripper, name, value string) http.RoundTripper {
	return tamper{next, func(r *http.Request) error {
		r.Header.Set(name, value)
		return nil
	}}
}

// alterBody turns over one bit of a body that holds the mark.
func alterBody(next http.RoundTripper, mark []byte) http.RoundTripper {
	return tamper{next, func(r *http.Request) error {
		if r.Body == nil {
			return nil
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return err
		}
		r.Body.Close()
		if i := bytes.Index(body, mark); i >= 0 {
			body = bytes.Clone(body)
			body[i] ^= 1
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		return nil
	}}
}
