package signer

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/core"
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/sign"
)

// The tests run against the local store as npm start runs it, in a process of
// its own, with faults that can be set.
var storeURL string

func TestMain(m *testing.M) {
	flag.Parse()
	for _, arg := range os.Args {
		if arg == "-test.fuzz" || strings.HasPrefix(arg, "-test.fuzz=") || strings.HasPrefix(arg, "-test.fuzzworker") {
			storeURL = "http://127.0.0.1:1" // each of its workers would build and start one
			os.Exit(m.Run())
		}
	}
	os.Exit(withStore(m))
}

func withStore(m *testing.M) int {
	folder, err := os.MkdirTemp("", "partway-signer-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(folder)
	program := filepath.Join(folder, "store")
	if out, err := exec.Command("go", "build", "-o", program, "github.com/partway/partway/scripts/store").CombinedOutput(); err != nil {
		panic(string(out))
	}
	store := exec.Command(
		program,
		"-listen",
		"127.0.0.1:0",
		"-data",
		filepath.Join(folder, "data"),
		"-faults",
		"-sync=false",
	)
	log, err := store.StderrPipe()
	if err == nil {
		err = store.Start()
	}
	if err != nil {
		panic(err)
	}
	defer store.Wait()
	defer store.Process.Kill()
	lines := bufio.NewScanner(log)
	for storeURL == "" && lines.Scan() {
		if found := regexp.MustCompile(`addr=(\S+)`).FindStringSubmatch(lines.Text()); found != nil {
			storeURL = "http://" + found[1]
		}
	}
	go io.Copy(io.Discard, log)
	return m.Run()
}

var dialects = []struct{ name, bucket, region string }{
	{
		"oss",
		"partway-dev",
		"cn-hangzhou",
	}, {"cos", "partway-1250000000", "ap-guangzhou"}, {"s3", "partway-dev", "us-east-1"},
}

const storeSecret = "partway-dev-secret"

type object = map[string]any

// settings is a configuration that works, with a target for each dialect.
func settings() object {
	targets := object{}
	for _, d := range dialects {
		targets[d.name] = object{
			"dialect": d.name, "bucket": d.bucket, "region": d.region, "endpoint": storeURL + "/" + d.name, "addressing": "path",
			"accessKeyId": "partway-dev-key", "accessKeySecret": storeSecret,
			"key": "uploads/{user}/{uuid}/{name}", "allow": []any{"metadata", "cacheControl"}, "maxSize": float64(100 << 20),
		}
	}
	return object{
		"targets": targets, "default": "s3", "origins": []any{"https://page.example"},
		"seal": []any{sealSecret("the tests' own")},
		"auth": object{"kind": "none"},
	}
}

// sealSecret is one of the secrets that the tests' seals have.
func sealSecret(name string) string {
	key := sha256.Sum256([]byte(name))
	return base64.StdEncoding.EncodeToString(key[:])
}

func parse(t testing.TB, o object) *Config {
	text, err := json.Marshal(o)
	require.NoError(t, err)
	c, err := ParseConfig(text)
	require.NoError(t, err)
	return c
}

// workers is where a Worker can be had in workerd, for a configuration in the
// body of a POST; /log tells what the one of a URL wrote.
// scripts/worker/test/signer.test.mjs serves that.
var workers = flag.String(
	"workers",
	"",
	"URL that starts Workers in workerd; empty: the handler in this process is tested",
)

// harness is a signer with a client.
type harness struct {
	t      testing.TB
	signer *Signer // nil in workerd
	url    string
	log    func() string // what it wrote, in workerd
	now    func() time.Time
	later  sync.WaitGroup
	token  string // for the Authorization header
	origin string

	mu  sync.Mutex
	out bytes.Buffer // all that left the signer for its log and its clients
	own bytes.Buffer // in this process: its own requests, to stores and the webhook
}

func newHarness(t testing.TB, o object) *harness {
	h := &harness{t: t, now: time.Now}
	if *workers != "" {
		h.inWorkerd(o)
	} else {
		h.inProcess(o)
	}
	return h
}

func (h *harness) inProcess(o object) {
	env := HostEnv(writer(func(b []byte) { h.record(string(b)) }))
	fetch := env.Fetch
	env.Fetch = func(ctx context.Context, c *Call) request.Reply {
		h.mu.Lock()
		fmt.Fprintln(&h.own, c.URL, c.Headers, string(c.Body))
		h.mu.Unlock()
		return fetch(ctx, c)
	}
	env.Now = func() time.Time { return h.now() }
	env.Memory = NewMemory(func() time.Time { return h.now() })
	env.Wait = func(time.Duration) {}
	env.Later = func(f func()) { h.later.Add(1); go func() { defer h.later.Done(); f() }() }
	h.signer = New(parse(h.t, o), env)
	server := httptest.NewServer(h.signer)
	h.url = server.URL
	h.t.Cleanup(server.Close)
}

func (h *harness) inWorkerd(o object) {
	ask := func(path, body string) string {
		answer, err := http.Post(*workers+path, "application/json", strings.NewReader(body))
		require.NoError(h.t, err)
		defer answer.Body.Close()
		text, err := io.ReadAll(answer.Body)
		require.NoError(h.t, err)
		require.Equal(h.t, 200, answer.StatusCode, "%s", text)
		return string(text)
	}
	config, err := json.Marshal(o)
	require.NoError(h.t, err)
	h.url = ask("/", string(config))
	h.log = func() string { return ask("/log", h.url) }
}

// everything is what left the signer up to now.
func (h *harness) everything() string {
	h.later.Wait()
	if h.log != nil {
		h.record(h.log())
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.out.String()
}

type writer func([]byte)

func (w writer) Write(b []byte) (int, error) { w(b); return len(b), nil }

func (h *harness) record(text string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.out.WriteString(text + "\n")
}

// reply is an answer of the signer.
type reply struct {
	status int
	header http.Header
	body   []byte
	t      testing.TB
}

func (r reply) into(v any) { require.NoError(r.t, json.Unmarshal(r.body, v), "%s", r.body) }

func (r reply) failure() (e ErrorAnswer) { r.into(&e); return e }

// call sends a request; the body is text or becomes JSON.
func (h *harness) call(method, path string, body any) reply {
	h.t.Helper()
	text, isText := body.(string)
	if !isText && body != nil {
		b, err := json.Marshal(body)
		require.NoError(h.t, err)
		text = string(b)
	}
	r, err := http.NewRequest(method, h.url+path, strings.NewReader(text))
	require.NoError(h.t, err)
	if h.token != "" {
		r.Header.Set("Authorization", "Bearer "+h.token)
	}
	if h.origin != "" {
		r.Header.Set("Origin", h.origin)
	}
	return h.do(r)
}

func (h *harness) do(r *http.Request) reply {
	h.t.Helper()
	r.Close = true // workerd closes an idle connection after seconds, perhaps just when it would be used again
	answer, err := http.DefaultTransport.RoundTrip(r)
	require.NoError(h.t, err)
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	require.NoError(h.t, err)
	h.record(fmt.Sprint(answer.Header) + string(b))
	return reply{answer.StatusCode, answer.Header, b, h.t}
}

func (h *harness) begin(o object) (a PlannedAnswer) {
	h.t.Helper()
	r := h.call("POST", "/s3/multipart", o)
	require.Equal(h.t, 200, r.status, "%s", r.body)
	r.into(&a)
	return a
}

func at(a PlannedAnswer, rest string) string {
	mark := "?"
	if strings.Contains(rest, "?") {
		mark = "&"
	}
	return "/s3/multipart/" + a.UploadID + rest + mark + url.Values{"key": {a.Key}}.Encode()
}

// send PUTs bytes as a page would.
func send(t testing.TB, to string, headers map[string]string, body []byte) (int, http.Header) {
	t.Helper()
	r, err := http.NewRequest("PUT", to, bytes.NewReader(body))
	require.NoError(t, err)
	for name, value := range headers {
		r.Header.Set(name, value)
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	require.NoError(t, err)
	defer answer.Body.Close()
	io.Copy(io.Discard, answer.Body)
	return answer.StatusCode, answer.Header
}

// sendAll sends every part of a plan.
func (h *harness) sendAll(a PlannedAnswer, content []byte) {
	h.t.Helper()
	for i, to := range a.URLs {
		part := content[int64(i)*a.PartSize : min(int64(i+1)*a.PartSize, int64(len(content)))]
		status, _ := send(h.t, to, a.Headers, part)
		require.Equal(h.t, 200, status)
	}
}

// sent begins an upload of that many bytes and sends all of them.
func (h *harness) sent(dialect string, size int) (PlannedAnswer, []byte) {
	h.t.Helper()
	content := noise(size)
	a := h.begin(object{"filename": "a.bin", "size": size, "target": dialect})
	h.sendAll(a, content)
	return a, content
}

func noise(n int) []byte {
	b := make([]byte, n)
	rand.Read(b)
	return b
}

// ask sends a request to the store, as its owner would.
func ask(
	t testing.TB,
	dialect, key string,
	build func(*core.Client) (*request.Request, error),
) (*core.Client, request.Reply) {
	t.Helper()
	for _, d := range dialects {
		if d.name != dialect {
			continue
		}
		client, err := core.New(
			[]request.Pair{
				{Name: "dialect", Value: d.name},
				{Name: "bucket", Value: d.bucket},
				{Name: "region", Value: d.region},
				{
					Name:  "endpoint",
					Value: storeURL + "/" + d.name,
				},
				{Name: "addressing", Value: "path"},
				{Name: "key", Value: key},
			},
		)
		require.NoError(t, err)
		r, err := build(client)
		require.NoError(t, err)
		scheme, _ := sign.ByName(client.Options().Scheme)
		signed := scheme.Query(
			*r,
			sign.Params{
				Credentials: sign.Credentials{ID: "partway-dev-key", Secret: storeSecret},
				Time:        time.Now().Unix(),
			},
		)
		answer, err := http.Get(signed.Request.URL())
		require.NoError(t, err)
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		require.NoError(t, err)
		reply := request.Reply{Status: answer.StatusCode, Body: body}
		for name, values := range answer.Header {
			reply.Headers = append(reply.Headers, request.Pair{Name: name, Value: values[0]})
		}
		return client, reply
	}
	require.Fail(t, "no such dialect", dialect)
	return nil, request.Reply{}
}

// get reads an object from the store; nil if there is none.
func get(t testing.TB, dialect, key string) ([]byte, http.Header) {
	t.Helper()
	_, reply := ask(t, dialect, key, func(client *core.Client) (*request.Request, error) {
		return &request.Request{Method: "GET", Target: client.Options().Target}, nil
	})
	if reply.Status == 404 {
		return nil, nil
	}
	require.Equal(t, 200, reply.Status)
	header := http.Header{}
	for _, h := range reply.Headers {
		header.Set(h.Name, h.Value)
	}
	return reply.Body, header
}

// openUploads counts the multipart uploads below a prefix that the stores have.
func openUploads(t testing.TB, prefix string) (n int) {
	t.Helper()
	for _, d := range dialects {
		for key, id := "", ""; ; {
			client, reply := ask(t, d.name, "x", func(client *core.Client) (*request.Request, error) {
				return client.Build(core.ListUploads, prefix, key, id)
			})
			page, err := client.ReadListUploads(reply)
			require.NoError(t, err)
			n += len(page.Uploads)
			if !page.Truncated {
				break
			}
			key, id = page.NextKeyMarker, page.NextUploadIDMarker
		}
	}
	return n
}

// faults sets what goes wrong at the store until the test ends.
func faults(t testing.TB, rules ...object) {
	set := func(rules []object) {
		body, _ := json.Marshal(object{"rules": rules})
		answer, err := http.Post(storeURL+"/_partway/faults", "application/json", bytes.NewReader(body))
		require.NoError(t, err)
		require.Equal(t, 204, answer.StatusCode)
		answer.Body.Close()
	}
	set(rules)
	t.Cleanup(func() { set([]object{}) })
}
