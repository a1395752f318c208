package misbehave

import (
	"errors"
	"io"
	"net/http"
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
