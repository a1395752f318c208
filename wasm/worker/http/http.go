// Package http takes the place of net/http when TinyGo builds the Worker: that
// part of it which a handler and github.com/syumai/workers use, by the same
// names. In a Worker the host speaks HTTP. The client, the server, TLS and the
// names in Unicode of the whole package are 187 kB of gzip that no request ever
// runs, and each pays to load them, /healthz a tenth of its CPU time. The build adds the
// files of net/http that stand alone: status.go and method.go.
package http

import (
	"context"
	"io"
	"net/url"
	"time"
)

// Handler is as in net/http, and so is everything below.
type Handler interface {
	ServeHTTP(ResponseWriter, *Request)
}

type HandlerFunc func(ResponseWriter, *Request)

func (f HandlerFunc) ServeHTTP(w ResponseWriter, r *Request) { f(w, r) }

// DefaultServeMux has no routes: the Worker serves a handler of its own.
var DefaultServeMux Handler

type ResponseWriter interface {
	Header() Header
	Write([]byte) (int, error)
	WriteHeader(status int)
}

type Flusher interface{ Flush() }

type Request struct {
	Method           string
	URL              *url.URL
	Header           Header
	Body             io.ReadCloser
	ContentLength    int64
	TransferEncoding []string
	Host             string
	RemoteAddr       string
	TLS              *struct{} // nil: the host has taken it off
	ctx              context.Context
}

func (r *Request) Context() context.Context {
	if r.ctx == nil {
		return context.Background()
	}
	return r.ctx
}

func (r *Request) WithContext(ctx context.Context) *Request {
	other := *r
	other.ctx = ctx
	return &other
}

type Response struct {
	Status        string
	StatusCode    int
	Header        Header
	Body          io.ReadCloser
	ContentLength int64
}

type Header map[string][]string

func (h Header) Add(name, value string) {
	name = CanonicalHeaderKey(name)
	h[name] = append(h[name], value)
}

func (h Header) Set(name, value string) { h[CanonicalHeaderKey(name)] = []string{value} }

func (h Header) Del(name string) { delete(h, CanonicalHeaderKey(name)) }

func (h Header) Values(name string) []string { return h[CanonicalHeaderKey(name)] }

func (h Header) Get(name string) string {
	if values := h.Values(name); len(values) > 0 {
		return values[0]
	}
	return ""
}

// CanonicalHeaderKey leaves a name alone that is no token.
func CanonicalHeaderKey(name string) string {
	b := []byte(name)
	start := true
	for i, c := range b {
		switch {
		case !token(c):
			return name
		case start && 'a' <= c && c <= 'z':
			b[i] -= 'a' - 'A'
		case !start && 'A' <= c && c <= 'Z':
			b[i] += 'a' - 'A'
		}
		start = c == '-'
	}
	return string(b)
}

// token is a character of a name by RFC 9110, section 5.6.2.
func token(c byte) bool {
	if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' {
		return true
	}
	for _, mark := range "!#$%&'*+-.^_`|~" {
		if rune(c) == mark {
			return true
		}
	}
	return false
}

const TimeFormat = "Mon, 02 Jan 2006 15:04:05 GMT"

func ParseTime(text string) (t time.Time, err error) {
	for _, layout := range []string{TimeFormat, time.RFC850, time.ANSIC} {
		if t, err = time.Parse(layout, text); err == nil {
			break
		}
	}
	return t, err
}
