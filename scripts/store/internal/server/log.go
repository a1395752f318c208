package server

import (
	"context"
	"log/slog"
	"net/http"
	"strconv"
	"time"
)

// entry is one line of the log. It holds no key, query or header.
type entry struct {
	http.ResponseWriter
	began               time.Time
	dialect, op, bucket string
	code                string
	status              int
	received, sent      int64
	err                 error
	timeHeader          string
}

// entryOf finds the entry under the writers that middleware may have put on top.
func entryOf(w http.ResponseWriter) *entry {
	for {
		switch t := w.(type) {
		case *entry:
			return t
		case interface{ Unwrap() http.ResponseWriter }:
			w = t.Unwrap()
		default:
			return &entry{ResponseWriter: w}
		}
	}
}

// Unwrap lets http.ResponseController through.
func (e *entry) Unwrap() http.ResponseWriter { return e.ResponseWriter }

// WriteHeader notes the status, and the time that OSS reports.
func (e *entry) WriteHeader(status int) {
	if e.status == 0 {
		e.status = status
		if e.timeHeader != "" {
			e.Header().Set(e.timeHeader, strconv.FormatInt(time.Since(e.began).Milliseconds(), 10))
		}
	}
	e.ResponseWriter.WriteHeader(status)
}

// Write counts bytes.
func (e *entry) Write(b []byte) (int, error) {
	if e.status == 0 {
		e.WriteHeader(http.StatusOK)
	}
	n, err := e.ResponseWriter.Write(b)
	e.sent += int64(n)
	return n, err
}

// logged runs the chain and writes one line.
func (s *Server) logged(w http.ResponseWriter, r *http.Request) {
	e := &entry{ResponseWriter: w, began: time.Now()}
	s.chain.ServeHTTP(e, r)
	level := slog.LevelInfo
	if e.err != nil {
		level = slog.LevelError
	}
	if s.Log == nil || !s.Log.Enabled(context.Background(), level) {
		return
	}
	attrs := []slog.Attr{
		slog.String("dialect", e.dialect), slog.String("op", e.op), slog.String("bucket", e.bucket),
		slog.Int("status", e.status), slog.Int64("in", e.received), slog.Int64("out", e.sent),
		slog.Int64("ms", time.Since(e.began).Milliseconds()),
	}
	if e.code != "" {
		attrs = append(attrs, slog.String("code", e.code))
	}
	if e.err != nil {
		attrs = append(attrs, slog.String("error", e.err.Error()))
	}
	s.Log.LogAttrs(context.Background(), level, r.Method, attrs...)
}
