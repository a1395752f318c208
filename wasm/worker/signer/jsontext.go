package signer

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// jsonText is a position in a JSON text (RFC 8259), which it may write over.
// After the first fault it stands at the end. Nothing of it makes garbage, which
// a Worker would keep.
type jsonText struct {
	json    []byte
	at      int
	failed  bool
	wrong   string // what was not what a route takes; empty: it is no JSON at all
	tooMany bool
}

func (r *jsonText) fail(wrong string) {
	if !r.failed {
		r.failed, r.wrong = true, wrong
	}
	r.at = len(r.json)
}

func (r *jsonText) blank() {
	for r.at < len(r.json) {
		switch r.json[r.at] {
		case ' ', '\t', '\r', '\n':
			r.at++
		default:
			return
		}
	}
}

// take passes over a character if it is the next that is not blank.
func (r *jsonText) take(c byte) bool {
	r.blank()
	if r.at == len(r.json) || r.json[r.at] != c {
		return false
	}
	r.at++
	return true
}

// null passes over a null if it is the next value.
func (r *jsonText) null() bool {
	r.blank()
	return r.word("null")
}

func (r *jsonText) word(word string) bool {
	if len(r.json)-r.at < len(word) || string(r.json[r.at:r.at+len(word)]) != word {
		return false
	}
	r.at += len(word)
	return true
}

// open begins a list or an object and reports whether something is in it.
func (r *jsonText) open(bracket byte, must string) bool {
	if !r.take(bracket) {
		r.fail(must)
		return false
	}
	return !r.take(bracket + 2) // ']' and '}' are two behind '[' and '{'
}

// more goes on behind a value and reports whether another follows.
func (r *jsonText) more(end byte) bool {
	if r.failed || r.take(end) {
		return false
	}
	if !r.take(',') {
		r.fail("")
	}
	return !r.failed
}

// name is the name of an object's member, as it is written, and passes over its
// colon.
func (r *jsonText) name() []byte {
	raw, _, ok := r.quoted()
	if !ok || !r.take(':') {
		r.fail("")
	}
	return raw
}

func (r *jsonText) passNumber() {
	for r.at < len(r.json) {
		switch c := r.json[r.at]; {
		case '0' <= c && c <= '9', c == '-', c == '+', c == '.', c == 'e', c == 'E':
			r.at++
		default:
			return
		}
	}
}

// skip passes over a value of any kind, which is in that many others.
func (r *jsonText) skip(depth int) {
	if r.blank(); r.at == len(r.json) {
		r.fail("")
		return
	}
	switch c := r.json[r.at]; {
	case c == '{' || c == '[':
		if depth >= maxDepth {
			r.fail("it is nested too deeply")
			return
		}
		for more := r.open(c, ""); more; more = r.more(c + 2) {
			if c == '{' {
				r.name()
			}
			r.skip(depth + 1)
		}
	case c == '"':
		if _, _, ok := r.quoted(); !ok {
			r.fail("")
		}
	case c == '-' || '0' <= c && c <= '9':
		r.passNumber()
	case r.word("true") || r.word("false") || r.word("null"):
	default:
		r.fail("")
	}
}

// quoted passes over a text and returns it as it is written; plain: without an
// escape.
func (r *jsonText) quoted() (raw []byte, plain, ok bool) {
	if !r.take('"') {
		return nil, false, false
	}
	start := r.at
	plain = true
	for r.at < len(r.json) {
		switch c := r.json[r.at]; {
		case c == '"':
			r.at++
			return r.json[start : r.at-1], plain, true
		case c == '\\':
			plain = false
			r.at += 2
		case c < ' ':
			return nil, false, false
		default:
			r.at++
		}
	}
	r.at = len(r.json)
	return nil, false, false
}

// unescaped reads a text where it stands: no escape is shorter than what it
// stands for.
func unescaped(raw []byte) ([]byte, bool) {
	out := raw[:0]
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' {
			out = append(out, raw[i])
			continue
		}
		i++
		if j := strings.IndexByte(`"\/bfnrt`, raw[i]); j >= 0 {
			out = append(out, "\"\\/\b\f\n\r\t"[j])
			continue
		}
		if raw[i] != 'u' || i+4 >= len(raw) {
			return nil, false
		}
		n, err := strconv.ParseUint(string(raw[i+1:i+5]), 16, 16)
		if err != nil {
			return nil, false
		}
		out = utf8.AppendRune(out, rune(n)) // half of a pair becomes U+FFFD: no checksum has one
		i += 4
	}
	return out, true
}
