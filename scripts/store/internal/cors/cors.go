// Package cors answers like a bucket with CORS rules: the first rule that
// matches origin, method and headers decides, and without one there are no
// CORS headers at all, whatever became of the request.
package cors

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
)

// Rule is one CORS rule. An origin and a header may hold one "*".
type Rule struct {
	Origins []string `json:"origins"`
	Methods []string `json:"methods"`
	Headers []string `json:"headers"`
	Expose  []string `json:"expose"` // names, no "*"
	MaxAge  int      `json:"maxAge"` // seconds a preflight may be kept; 0: not said
}

// Rules of a bucket, in order.
type Rules []Rule

// Default lets pages of these origins do everything that an upload needs.
func Default(origins []string) Rules {
	return Rules{{
		Origins: origins,
		Methods: []string{"GET", "PUT", "POST", "DELETE", "HEAD"},
		Headers: []string{"*"},
		Expose: []string{"ETag", "Date", "Location", "Content-Length", "Retry-After",
			"x-oss-request-id", "x-oss-hash-crc64ecma", "x-oss-version-id", "x-oss-ec", "x-oss-err",
			"x-oss-server-side-encryption", "x-oss-storage-class",
			"x-cos-request-id", "x-cos-hash-crc64ecma", "x-cos-version-id", "x-cos-trace-id",
			"x-cos-server-side-encryption", "x-cos-storage-class",
			"x-amz-request-id", "x-amz-version-id", "x-amz-checksum-crc64nvme", "x-amz-checksum-crc32c", "x-amz-checksum-type",
			"x-amz-server-side-encryption", "x-amz-storage-class"},
		MaxAge: 600,
	}}
}

// Parse reads rules from JSON: {"rules": [{"origins": ["*"], …}]}.
func Parse(text []byte) (Rules, error) {
	var file struct {
		Rules Rules `json:"rules"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		return nil, err
	}
	return file.Rules, file.Rules.Check()
}

// Check finds rules that no store would take.
func (rules Rules) Check() error {
	for _, r := range rules {
		if len(r.Origins) == 0 || len(r.Methods) == 0 {
			return errors.New("a CORS rule needs origins and methods")
		}
		for _, pattern := range append(append([]string{}, r.Origins...), r.Headers...) {
			if strings.Count(pattern, "*") > 1 {
				return errors.New("more than one * in " + strconv.Quote(pattern))
			}
		}
		for _, name := range r.Expose {
			if strings.Contains(name, "*") {
				return errors.New("expose takes names only, not " + strconv.Quote(name))
			}
		}
	}
	return nil
}

// Actual adds CORS headers to the reply to a request that is not a preflight.
func (rules Rules) Actual(h http.Header, origin, method string) {
	if origin == "" {
		return
	}
	h.Add("Vary", "Origin")
	for _, r := range rules {
		if pattern, ok := match(r.Origins, origin, false); ok && has(r.Methods, method) {
			r.allow(h, origin, pattern)
			return
		}
	}
}

// Preflight adds the headers of an allowed preflight; false: no rule allows it.
func (rules Rules) Preflight(h http.Header, origin, method string, names []string) bool {
	h.Add("Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers")
	for _, r := range rules {
		pattern, ok := match(r.Origins, origin, false)
		if !ok || !has(r.Methods, method) || !r.takes(names) {
			continue
		}
		r.allow(h, origin, pattern)
		if len(names) > 0 {
			h.Set("Access-Control-Allow-Headers", strings.Join(names, ", "))
		}
		if r.MaxAge > 0 {
			h.Set("Access-Control-Max-Age", strconv.Itoa(r.MaxAge))
		}
		return true
	}
	return false
}

func (r *Rule) allow(h http.Header, origin, pattern string) {
	if pattern == "*" {
		origin = "*"
	}
	h.Set("Access-Control-Allow-Origin", origin)
	h.Set("Access-Control-Allow-Methods", strings.Join(r.Methods, ", "))
	if len(r.Expose) > 0 {
		h.Set("Access-Control-Expose-Headers", strings.Join(r.Expose, ", "))
	}
}

func (r *Rule) takes(names []string) bool {
	for _, name := range names {
		if _, ok := match(r.Headers, name, true); !ok {
			return false
		}
	}
	return true
}

// match finds the first pattern that s fits.
func match(patterns []string, s string, fold bool) (pattern string, ok bool) {
	for _, p := range patterns {
		a, b := p, s
		if fold {
			a, b = strings.ToLower(p), strings.ToLower(s)
		}
		before, after, star := strings.Cut(a, "*")
		if a == b || star && len(b) >= len(before)+len(after) && strings.HasPrefix(b, before) && strings.HasSuffix(b, after) {
			return p, true
		}
	}
	return "", false
}

func has(list []string, s string) bool {
	for _, l := range list {
		if l == s {
			return true
		}
	}
	return false
}

// Names splits Access-Control-Request-Headers.
func Names(header string) []string {
	var names []string
	for _, n := range strings.Split(header, ",") {
		if n = strings.TrimSpace(n); n != "" {
			names = append(names, n)
		}
	}
	return names
}
