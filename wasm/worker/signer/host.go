//go:build !js

package signer

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/partway/partway/core/request"
)

// HostEnv is the environment of a program on a machine: its clock, network
// and random source. Lines of the log go to out.
func HostEnv(out io.Writer) Env {
	client := &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return Env{
		Fetch:   func(ctx context.Context, c *Call) request.Reply { return hostFetch(ctx, client, c) },
		Verify:  hostVerify,
		Memory:  NewMemory(time.Now),
		Allow:   NewCounter(time.Now),
		Now:     time.Now,
		Entropy: func(b []byte) { rand.Read(b) },
		Log:     func(line string) { fmt.Fprintln(out, line) },
		Later:   func(f func()) { go f() },
		Wait:    time.Sleep,
	}
}

func hostFetch(ctx context.Context, client *http.Client, c *Call) (reply request.Reply) {
	ctx, cancel := context.WithTimeout(ctx, c.Timeout)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, c.Method, c.URL, bytes.NewReader(c.Body))
	if err != nil {
		return reply
	}
	for _, h := range c.Headers {
		r.Header.Set(h.Name, h.Value)
	}
	answer, err := client.Do(r)
	if err != nil {
		return reply
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, int64(c.Limit)))
	if err != nil {
		return reply
	}
	reply = request.Reply{Status: answer.StatusCode, Body: body}
	for name, values := range answer.Header {
		for _, v := range values {
			reply.Headers = append(reply.Headers, request.Pair{Name: name, Value: v})
		}
	}
	return reply
}
