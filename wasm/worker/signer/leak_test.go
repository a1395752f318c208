package signer

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"

	"github.com/partway/partway/core/request"
)

// Everything that leaves the process is searched for what must not: log,
// answers, errors, requests to stores and what the webhook is told. Signed URLs
// are answers, and hold a key's ID and a session's token but no secret; the log
// holds none of them.
func TestNothingLeaks(t *testing.T) {
	told := make(chan string, 1)
	hook := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		told <- string(body)
	}))
	defer hook.Close()
	sealSecret := settings()["seal"].([]any)[0].(string)
	o := settings()
	o["auth"] = rules("HS256", "secret", hmacSecret)
	o["webhook"] = object{
		"url":    strings.Replace(hook.URL, "127.0.0.1", "localhost", 1),
		"secret": "webhook-secret-webhook-secret",
	}
	o["targets"].(object)["broken"] = object{
		"dialect":         "s3",
		"bucket":          "partway-dev",
		"region":          "us-east-1",
		"endpoint":        storeURL + "/s3",
		"accessKeyId":     "wrong-key-id",
		"accessKeySecret": "wrong-key-secret",
		"securityToken":   "wrong-token",
	}
	h := newHarness(t, o)
	h.token = bearer(t, jwt.SigningMethodHS256, []byte(hmacSecret), claims("sub", "ann@example.com"))
	for _, d := range []string{"oss", "cos", "s3", "broken"} {
		redeem := func(method, ticket string) reply {
			r, err := http.NewRequest(method, ticket, nil)
			require.NoError(t, err)
			return h.do(r)
		}
		for _, size := range []any{1, 9 << 20, nil} {
			begin := object{"filename": "private name.bin", "target": d}
			if size != nil {
				begin["size"] = size
			}
			r := h.call("POST", "/s3/multipart", begin)
			if r.status != 200 {
				continue
			}
			var a PlannedAnswer
			r.into(&a)
			for _, call := range [][2]string{{"GET", ""}, {"GET", "/1"}, {"GET", "/batch?partNumbers=1"}, {"POST", "/complete"}, {"DELETE", ""}} {
				h.call(call[0], at(a, call[1]), nil)
			}
		}
		h.call("GET", "/s3/params?filename=a&target="+d, nil)
		h.call("POST", "/s3/sign", SignRequest{Method: "PUT", Key: "private name.bin", Target: d})
		var begin SignAnswer
		h.call("POST", "/s3/sign", SignRequest{Method: "POST", Key: "private name.bin", Target: d}).into(&begin)
		if r := redeem("POST", begin.URL); r.status == 200 {
			id := xmlText(t, string(r.body), "UploadId")
			for _, ask := range []SignRequest{{Method: "PUT", PartNumber: 1}, {Method: "GET"}, {Method: "POST"}, {Method: "DELETE"}} {
				ask.Key, ask.UploadID = begin.Key, id
				var a SignAnswer
				h.call("POST", "/s3/sign", ask).into(&a)
				if ask.Method != "PUT" {
					redeem(ask.Method, a.URL)
				}
			}
		}
	}
	a := h.begin(object{"filename": "private name.bin", "size": 1})
	h.sendAll(a, []byte("x"))
	require.Equal(t, 200, h.call("POST", at(a, "/complete"), nil).status)
	h.call("GET", "/healthz", nil)
	token := h.token
	h.token += "x"
	h.call("POST", "/s3/multipart", object{"filename": "a"})
	out := h.everything()
	require.NotContains(t, out+h.own.String(), token)
	all := out + h.own.String() + <-told
	require.Contains(t, all, "InvalidAccessKeyId", "the broken target's failures are among it")
	for _, secret := range []string{storeSecret, "wrong-key-secret", hmacSecret, "webhook-secret", sealSecret} {
		require.NotContains(t, all, secret)
	}
	lines := 0
	for _, line := range strings.Split(out, "\n") {
		if !strings.HasPrefix(line, `{"id":`) {
			continue
		}
		lines++
		for _, private := range []string{"partway-dev-key", "wrong-key-id", "wrong-token", "Signature", "http://", "?", "private", "ann", a.UploadID, a.Key} {
			require.NotContains(t, line, private)
		}
	}
	require.Greater(t, lines, 30)
}

func TestWebhook(t *testing.T) {
	var calls atomic.Int32
	var said Completion
	var right bool
	const secret = "webhook-secret-webhook-secret"
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if calls.Add(1) < 3 {
			w.WriteHeader(503)
			return
		}
		right = r.Header.Get(
			"X-Partway-Signature",
		) == "v1="+hookSignature(
			[]byte(secret),
			r.Header.Get("X-Partway-Time"),
			body,
		)
		json.Unmarshal(body, &said)
	}))
	defer hook.Close()
	o := settings()
	o["webhook"] = object{"url": strings.Replace(hook.URL, "127.0.0.1", "localhost", 1), "secret": secret}
	h := newHarness(t, o)
	a := h.begin(object{"filename": "a.bin", "size": 1, "target": "oss"})
	h.sendAll(a, []byte("x"))
	require.Equal(t, 200, h.call("POST", at(a, "/complete"), nil).status)
	h.later.Wait()
	require.Equal(t, int32(3), calls.Load(), "two failures are tried again")
	require.True(t, right)
	require.NotContains(t, h.everything(), "NotDelivered")
	for range 3 {
		require.Equal(t, 200, h.call("POST", at(a, "/complete"), nil).status)
	}
	h.later.Wait()
	require.Equal(t, int32(3), calls.Load(), "who completes again tells nobody")
	require.Len(t, said.ID, 32)
	require.Equal(
		t,
		[]any{"completed", "oss", "anonymous", a.Key, int64(1)},
		[]any{said.Event, said.Target, said.User, said.Key, said.Size},
	)
}

// What the webhook did not take is told again when the upload is completed again,
// and of completions at the same time one tells.
func TestWebhookThatWasDown(t *testing.T) {
	var down atomic.Bool
	var calls atomic.Int32
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		if down.Load() {
			w.WriteHeader(503)
		}
	}))
	defer hook.Close()
	o := settings()
	o["webhook"] = object{"url": hook.URL, "secret": "webhook-secret-webhook-secret"}
	h := newHarness(t, o)
	for _, d := range dialects {
		for _, size := range []int{1, 9 << 20} {
			down.Store(true)
			calls.Store(0)
			a, _ := h.sent(d.name, size)
			require.Equal(t, 200, h.call("POST", at(a, "/complete"), nil).status)
			require.Contains(t, h.everything(), `"route":"webhook","status":503,"code":"NotDelivered"`)
			require.Equal(t, int32(3), calls.Load())
			down.Store(false)
			var group sync.WaitGroup
			for range 8 {
				group.Go(func() { require.Equal(t, 200, h.call("POST", at(a, "/complete"), nil).status) })
			}
			group.Wait()
			h.later.Wait()
			require.Equal(t, int32(4), calls.Load(), "%s, %d", d.name, size)
		}
	}
}

// A store that knows no prefixes answers with everybody's uploads.
func TestJanitorLeavesOthersAlone(t *testing.T) {
	o := settings()
	o["targets"] = object{"s3": o["targets"].(object)["s3"]}
	o["janitor"] = object{"days": 7}
	h := newHarness(t, o)
	var aborted []string
	h.signer.env.Fetch = func(_ context.Context, c *Call) request.Reply {
		if c.Method == "DELETE" {
			aborted = append(aborted, c.URL)
			return request.Reply{Status: 204}
		}
		rows := ""
		for _, key := range []string{"uploads/a", "uploadsb", "else/uploads/a", "u"} {
			rows += "<Upload><Key>" + key + "</Key><UploadId>id</UploadId><Initiated>2020-01-01T00:00:00Z</Initiated></Upload>"
		}
		return request.Reply{
			Status: 200,
			Body:   []byte("<ListMultipartUploadsResult>" + rows + "</ListMultipartUploadsResult>"),
		}
	}
	h.signer.Sweep(t.Context(), time.Now())
	require.Len(t, aborted, 1)
	require.Contains(t, aborted[0], "/uploads/a?")
	require.Contains(t, h.out.String(), `"aborted":1,"left":3}`)
}

// A target that always has work for a whole run does not keep others waiting.
func TestJanitorBeginsAnywhere(t *testing.T) {
	o := settings()
	o["janitor"] = object{"days": 7, "most": 2}
	h := newHarness(t, o)
	begun := map[string]bool{}
	h.signer.env.Fetch = func(_ context.Context, c *Call) request.Reply {
		if c.Method == "DELETE" {
			return request.Reply{Status: 204}
		}
		for _, d := range dialects {
			if strings.Contains(c.URL, "/"+d.name+"/") {
				begun[d.name] = true
			}
		}
		return request.Reply{
			Status: 200,
			Body: []byte(
				"<ListMultipartUploadsResult><Upload><Key>uploads/a</Key><UploadId>id</UploadId><Initiated>2020-01-01T00:00:00Z</Initiated></Upload></ListMultipartUploadsResult>",
			),
		}
	}
	for range 100 {
		h.signer.Sweep(t.Context(), time.Now())
	}
	require.Len(t, begun, 3)
	require.Contains(t, h.out.String(), `"code":"NotReached"`)
}

func TestJanitor(t *testing.T) {
	for _, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			o := settings()
			for _, other := range dialects {
				if other.name != d.name {
					delete(o["targets"].(object), other.name)
				}
			}
			o["default"] = d.name
			own := "sweep-" + b64(noise(6)) + "/"
			o["targets"].(object)[d.name].(object)["key"] = own + "{uuid}"
			o["janitor"] = object{"days": 7, "most": 4}
			h := newHarness(t, o)
			var begun []PlannedAnswer
			for range 4 {
				begun = append(begun, h.begin(object{"filename": "a", "size": 9 << 20}))
			}
			o["targets"].(object)[d.name].(object)["key"] = "kept/{uuid}"
			other := newHarness(t, o)
			kept := other.begin(object{"filename": "a", "size": 9 << 20})
			open := func(h *harness, uploads ...PlannedAnswer) (n int) {
				for _, a := range uploads {
					if h.call("GET", at(a, ""), nil).status == 200 {
						n++
					}
				}
				return n
			}
			h.signer.Sweep(t.Context(), time.Now().Add((7*24-1)*time.Hour))
			require.Equal(t, 4, open(h, begun...), "they are too young")
			later := time.Now().Add((7*24 + 1) * time.Hour)
			h.signer.Sweep(t.Context(), later)
			require.Equal(t, 1, open(h, begun...), "a list and three aborts are four requests")
			h.signer.Sweep(t.Context(), later)
			require.Equal(t, 0, open(h, begun...))
			require.Equal(t, 1, open(other, kept), "it is below another prefix")
			require.Contains(t, h.out.String(), `"route":"janitor","target":"`+d.name+`","ms":0,"aborted":3,"left":1}`)
		})
	}
}
