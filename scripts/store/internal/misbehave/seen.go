package misbehave

import (
	"net/http"
	"strconv"
	"time"
)

// Request is one that came in. Its number is its place in the list, from 1.
type Request struct {
	N        int    `json:"n"`
	Op       string `json:"op"`
	Part     int    `json:"part,omitempty"`
	Path     string `json:"path"`
	AtMs     int64  `json:"atMs"`     // Unix time in milliseconds
	Size     int64  `json:"size"`     // bytes announced; -1: not said
	Received int64  `json:"received"` // bytes of them that came
	Status   int    `json:"status"`   // 0: not answered
	Open     bool   `json:"open"`     // still under way
	Fault    Deed   `json:"fault,omitempty"`
}

// maxSeen bounds the list; requests after it are served but not listed.
const maxSeen = 100_000

const preflight = "preflight"

// operation names a request as the store's log does.
func operation(r *http.Request) (op string, part int) {
	q := r.URL.Query()
	part, _ = strconv.Atoi(q.Get("partNumber"))
	name := r.Method
	if q.Has("uploads") {
		name += " uploads"
	} else if q.Has("uploadId") {
		name += " uploadId"
	}
	switch name {
	case "OPTIONS", "OPTIONS uploads", "OPTIONS uploadId":
		return preflight, part
	case "POST uploads":
		return "initiate", 0
	case "PUT uploadId":
		return "uploadPart", part
	case "GET uploadId":
		return "listParts", 0
	case "POST uploadId":
		return "complete", 0
	case "DELETE uploadId":
		return "abort", 0
	case "GET uploads":
		return "listUploads", 0
	case "PUT":
		return "putObject", 0
	case "HEAD":
		return "headObject", 0
	case "GET":
		return "getObject", 0
	case "DELETE":
		return "deleteObject", 0
	}
	return "other", 0
}

// begin lists a request; it has the number 0 if the list is full.
func (s *Store) begin(r *http.Request) Request {
	q := Request{Path: r.URL.Path, AtMs: time.Now().UnixMilli(), Size: r.ContentLength, Open: true}
	q.Op, q.Part = operation(r)
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.seen) < maxSeen {
		q.N = len(s.seen) + 1
		s.seen = append(s.seen, q)
	}
	return q
}

// edit changes what is listed of a request.
func (s *Store) edit(n int, change func(*Request)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n > 0 {
		change(&s.seen[n-1])
	}
}

func (s *Store) note(n int, rule Rule)       { s.edit(n, func(q *Request) { q.Fault = rule.Do }) }
func (s *Store) received(n int, bytes int64) { s.edit(n, func(q *Request) { q.Received = bytes }) }
func (s *Store) answered(n int, status int)  { s.edit(n, func(q *Request) { q.Status = status }) }
func (s *Store) end(n int)                   { s.edit(n, func(q *Request) { q.Open = false }) }

// Seen lists the requests with numbers above after.
func (s *Store) Seen(after int) []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Request{}, s.seen[min(max(after, 0), len(s.seen)):]...)
}
