package misbehave

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

// cut ends the connection so that the client sees it reset.
func cut(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(interface{ SetLinger(seconds int) error }); ok {
		tcp.SetLinger(0)
	}
	conn.Close()
}

// read takes n bytes of the body.
func (e *exchange) read(n int64) {
	io.CopyN(io.Discard, e.r.Body, n) // a client that goes away meanwhile is found out later
}

var errDark = errors.New("the network is down")

// body is a request body as the network brings it.
type body struct {
	io.ReadCloser
	exchange *exchange
	at       int64
	flip     int64 // offset of the byte that is changed; -1: none
}

func (b *body) Read(p []byte) (int, error) {
	store := b.exchange.store
	if store.outage() {
		return 0, errDark
	}
	line := store.uplink()
	n, err := b.ReadCloser.Read(p[:line.share(len(p))])
	if i := b.flip - b.at; i >= 0 && i < int64(n) {
		p[i] ^= 1
	}
	b.at += int64(n)
	store.received(b.exchange.n, b.at)
	line.pass(n)
	return n, err
}

// line is a slow line that all requests share.
type line struct {
	mu   sync.Mutex
	rate int64 // bytes per second; 0: no limit
	free time.Time
}

// share is how many of n bytes may come at once: a twentieth of a second's.
func (l *line) share(n int) int {
	if l == nil || l.rate == 0 {
		return n
	}
	return int(min(int64(n), max(l.rate/20, 512)))
}

// pass lasts as long as the line needs for n bytes.
func (l *line) pass(n int) {
	if l == nil || l.rate == 0 {
		return
	}
	l.mu.Lock()
	now := time.Now()
	if l.free.Before(now) {
		l.free = now
	}
	l.free = l.free.Add(time.Duration(int64(n) * int64(time.Second) / l.rate))
	pause := l.free.Sub(now)
	l.mu.Unlock()
	time.Sleep(pause)
}

// lost is where a reply goes that nobody gets.
type lost struct{ header http.Header }

func (l lost) Header() http.Header         { return l.header }
func (l lost) Write(b []byte) (int, error) { return len(b), nil }
func (l lost) WriteHeader(int)             {}

// reply is a reply on its way through the network.
type reply struct {
	http.ResponseWriter
	exchange *exchange
	begun    bool
	dead     bool
}

// Unwrap lets http.ResponseController and the store's log through.
func (r *reply) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// WriteHeader changes what the rule wants changed.
func (r *reply) WriteHeader(status int) {
	r.begun = true
	if r.dead = r.exchange.store.outage(); r.dead {
		return
	}
	r.exchange.store.answered(r.exchange.n, status)
	switch rule := &r.exchange.rule; rule.Do {
	case Hide:
		hide(r.Header(), rule.Header)
	case Lie:
		lie(r.Header())
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *reply) Write(b []byte) (int, error) {
	if !r.begun {
		r.WriteHeader(http.StatusOK)
	}
	if r.dead {
		return len(b), nil
	}
	return r.ResponseWriter.Write(b)
}

const exposed = "Access-Control-Expose-Headers"

func hide(h http.Header, name string) {
	var left []string
	for _, item := range strings.Split(h.Get(exposed), ",") {
		if item = strings.TrimSpace(item); !strings.EqualFold(item, name) {
			left = append(left, item)
		}
	}
	h.Set(exposed, strings.Join(left, ", "))
}

// lie changes the checksum that the store reports: the CRC-64 where it reports one, else the MD5.
func lie(h http.Header) {
	for _, name := range []string{"X-Oss-Hash-Crc64ecma", "X-Cos-Hash-Crc64ecma", "Etag"} {
		if sum := h.Get(name); sum != "" {
			h.Set(name, otherDigit(sum))
			return
		}
	}
}

// otherDigit changes the last digit; both decimal and hexadecimal numbers stay what they are.
func otherDigit(number string) string {
	i := strings.LastIndexAny(number, "0123456789abcdefABCDEF")
	if i < 0 {
		return number
	}
	digit := "0"
	if number[i] == '0' {
		digit = "1"
	}
	return number[:i] + digit + number[i+1:]
}
