package main

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/sign"
)

// TestMain turns the test's program into the store when a test asks for one.
func TestMain(m *testing.M) {
	if os.Getenv("PARTWAY_TEST_STORE") == "" {
		os.Exit(m.Run())
	}
	main()
}

// process is a store in a process of its own.
type process struct {
	t    *testing.T
	cmd  *exec.Cmd
	host string

	killing sync.Once
}

var listening = regexp.MustCompile(`addr=(\S+)`)

func start(t *testing.T, data string, flags ...string) *process {
	t.Helper()
	p := &process{
		t:   t,
		cmd: exec.Command(os.Args[0], append([]string{"-listen", "127.0.0.1:0", "-data", data}, flags...)...),
	}
	p.cmd.Env = append(os.Environ(), "PARTWAY_TEST_STORE=1")
	log, err := p.cmd.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, p.cmd.Start())
	t.Cleanup(p.kill)
	lines := bufio.NewScanner(log)
	for p.host == "" && lines.Scan() {
		if m := listening.FindStringSubmatch(lines.Text()); m != nil {
			p.host = m[1]
		}
	}
	require.NotEmpty(t, p.host, "the store did not start")
	go io.Copy(io.Discard, log)
	return p
}

// kill is kill -9. It returns when the process is gone, whoever killed it.
func (p *process) kill() {
	p.killing.Do(func() {
		p.cmd.Process.Kill()
		p.cmd.Wait()
	})
}

const testBucket = "partway-dev"

// request signs a request of the OSS dialect.
func (p *process) request(method, key string, query []request.Pair, body io.Reader, size int64) *http.Request {
	p.t.Helper()
	r := request.Request{Method: method, Query: query, Target: request.Target{
		Scheme: "http", Host: p.host, Base: "/oss", Region: "cn-hangzhou", Bucket: testBucket, Key: key, Style: request.PathStyle,
	}}
	s, _ := sign.ByName("oss-v4")
	signed := s.Query(
		r,
		sign.Params{
			Credentials: sign.Credentials{ID: "partway-dev-key", Secret: "partway-dev-secret"},
			Time:        time.Now().Unix(),
		},
	).Request
	out, err := http.NewRequest(method, signed.URL(), body)
	require.NoError(p.t, err)
	out.ContentLength = size
	return out
}

func (p *process) do(
	method, key string,
	query []request.Pair,
	body string,
) (status int, text string, header http.Header) {
	p.t.Helper()
	var in io.Reader
	if body != "" {
		in = strings.NewReader(body)
	}
	res, err := http.DefaultTransport.RoundTrip(p.request(method, key, query, in, int64(len(body))))
	if err != nil {
		return 0, err.Error(), nil
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		return 0, err.Error(), nil
	}
	return res.StatusCode, string(b), res.Header
}

func q(list ...string) (query []request.Pair) {
	for i := 0; i < len(list); i += 2 {
		query = append(query, request.Pair{Name: list[i], Value: list[i+1]})
	}
	return query
}

var uploadID = regexp.MustCompile(`<UploadId>(\w+)</UploadId>`)

func (p *process) initiate(key string) string {
	p.t.Helper()
	status, text, _ := p.do("POST", key, q("uploads", ""), "")
	require.Equal(p.t, 200, status, text)
	return uploadID.FindStringSubmatch(text)[1]
}

func (p *process) part(key, id string, number int, body string) string {
	p.t.Helper()
	status, text, header := p.do("PUT", key, q("partNumber", strconv.Itoa(number), "uploadId", id), body)
	require.Equal(p.t, 200, status, text)
	return fmt.Sprintf("<Part><PartNumber>%d</PartNumber><ETag>%s</ETag></Part>", number, header.Get("ETag"))
}

func complete(parts ...string) string {
	return "<CompleteMultipartUpload>" + strings.Join(parts, "") + "</CompleteMultipartUpload>"
}

// halfOf sends half of what is announced and then waits.
type halfOf struct {
	text string
	sent chan struct{}
	stop chan struct{}
}

func (h *halfOf) Read(b []byte) (int, error) {
	if h.text == "" {
		close(h.sent)
		<-h.stop
		return 0, io.ErrUnexpectedEOF
	}
	n := copy(b, h.text)
	h.text = h.text[n:]
	return n, nil
}

// Parts survive kill -9, but for the one that is on its way.
func TestKillDuringPart(t *testing.T) {
	data := t.TempDir()
	p := start(t, data)
	id := p.initiate("k")
	body := strings.Repeat("a", 200_000)
	first := p.part("k", id, 1, body)
	half := &halfOf{text: strings.Repeat("b", 100_000), sent: make(chan struct{}), stop: make(chan struct{})}
	ended := make(chan error)
	go func() {
		_, err := http.DefaultTransport.RoundTrip(
			p.request("PUT", "k", q("partNumber", "2", "uploadId", id), half, 200_000),
		)
		ended <- err
	}()
	<-half.sent
	require.Eventually(t, func() bool { return len(temporary(t, data)) == 1 }, 10*time.Second, 5*time.Millisecond)
	p.kill()
	close(half.stop)
	require.Error(t, <-ended)

	p = start(t, data)
	require.Empty(t, temporary(t, data))
	status, text, _ := p.do("GET", "k", q("uploadId", id), "")
	require.Equal(t, 200, status, text)
	require.Equal(t, 1, strings.Count(text, "<Part>"))
	second := p.part("k", id, 2, "the end")
	status, text, _ = p.do("POST", "k", q("uploadId", id), complete(first, second))
	require.Equal(t, 200, status, text)
	p.kill()

	p = start(t, data)
	status, text, _ = p.do("GET", "k", nil, "")
	require.Equal(t, 200, status)
	require.True(t, text == body+"the end", "the object differs")
}

func temporary(t *testing.T, data string) []string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(data, "*", "*", "uploads", "*", "tmp-*"))
	require.NoError(t, err)
	return list
}

// Whenever the server dies during Complete, the upload or the object is there.
func TestKillDuringComplete(t *testing.T) {
	data := t.TempDir()
	body := strings.Repeat("0123456789abcdef", 1<<20/16)
	seed := time.Now().UnixNano()
	t.Logf("seed %d", seed)
	delay := rand.New(rand.NewPCG(uint64(seed), 0))
	for range 8 {
		p := start(t, data, "-sync=false")
		id := p.initiate("k")
		var parts []string
		for n := range 8 {
			parts = append(parts, p.part("k", id, n+1, body))
		}
		wait := time.Duration(delay.IntN(8000)) * time.Microsecond
		time.AfterFunc(wait, p.kill) // this process, not the next one that p names
		p.do("POST", "k", q("uploadId", id), complete(parts...))
		p.kill()

		p = start(t, data, "-sync=false")
		uploadStatus, _, _ := p.do("GET", "k", q("uploadId", id), "")
		status, text, _ := p.do("GET", "k", nil, "")
		if status == 404 {
			require.Equal(t, 200, uploadStatus, "neither the upload nor the object")
			status, text, _ = p.do("POST", "k", q("uploadId", id), complete(parts...))
			require.Equal(t, 200, status, text)
			_, text, _ = p.do("GET", "k", nil, "")
		} else {
			require.Equal(t, 404, uploadStatus, "the upload lives on beside its object")
		}
		require.True(t, text == strings.Repeat(body, 8), "the object differs")
		p.do("DELETE", "k", nil, "")
		p.kill()
	}
}

// A part is never held in memory: 300 MiB pass through a process that stays small.
func TestMemory(t *testing.T) {
	p := start(t, t.TempDir(), "-sync=false")
	id := p.initiate("k")
	const size = 300 << 20
	res, err := http.DefaultTransport.RoundTrip(
		p.request("PUT", "k", q("partNumber", "1", "uploadId", id), io.LimitReader(zeros{}, size), size),
	)
	require.NoError(t, err)
	res.Body.Close()
	require.Equal(t, 200, res.StatusCode)
	status, text, _ := p.do(
		"POST",
		"k",
		q("uploadId", id),
		complete("<Part><PartNumber>1</PartNumber><ETag>"+res.Header.Get("ETag")+"</ETag></Part>"),
	)
	require.Equal(t, 200, status, text)
	res, err = http.DefaultTransport.RoundTrip(p.request("GET", "k", nil, nil, 0))
	require.NoError(t, err)
	n, err := io.Copy(io.Discard, res.Body)
	res.Body.Close()
	require.NoError(t, err)
	require.EqualValues(t, size, n)
	if peak, ok := peakMemory(p.cmd.Process.Pid); ok {
		require.Less(t, peak, int64(64<<20), "bytes")
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

// peakMemory is the most memory a process had, where the system tells.
func peakMemory(pid int) (bytes int64, ok bool) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, false
	}
	_, rest, ok := strings.Cut(string(text), "VmHWM:")
	var kib int64
	_, err = fmt.Sscan(rest, &kib)
	return kib << 10, ok && err == nil
}

// Ctrl-C ends the server, and what it had to do is done.
func TestInterrupt(t *testing.T) {
	p := start(t, t.TempDir())
	require.NoError(t, p.cmd.Process.Signal(os.Interrupt))
	require.NoError(t, p.cmd.Wait(), "the exit code is 0")
}

func TestOptions(t *testing.T) {
	for _, bad := range [][]string{
		{"-buckets", "gcs/a-bucket"}, {"-buckets", "oss/../x"}, {"-buckets", "oss"}, {"-buckets", "oss/A"}, {"-sts", "id:hush"},
		{"-sts-expires", "tomorrow"}, {"-cors", "nothing.json"}, {"-log", "loud"}, {"extra"},
	} {
		o, err := parseOptions(bad)
		if err == nil {
			_, err = o.config()
		}
		require.Error(t, err, bad)
		require.NotContains(t, err.Error(), "hush", bad)
	}
	t.Setenv("PARTWAY_STORE_SECRET", "from the environment")
	o, err := parseOptions([]string{"-key", "k", "-origins", ""})
	require.NoError(t, err)
	c, err := o.config()
	require.NoError(t, err)
	require.Equal(t, "from the environment", c.Auth.Identities[0].Secret)
	require.Empty(t, c.CORS)
}
