package options

import (
	"github.com/agnivade/levenshtein"
	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/request"
)

// Error says what is wrong with one option. It holds no secret: the Value of
// an option that is one, or may be one by mistake, is empty.
type Error struct {
	Option  string   // name of the option, as it should be or as it was given
	Value   string   // what was given; empty when nothing was, and for secrets
	Legal   []string // what may be given instead; nil where that is no list
	Nearest string   // the legal value or name that the given one resembles; empty for none
	Message string   // one or two sentences for people
}

// Error is the Message.
func (e *Error) Error() string { return e.Message }

// secret reports whether a value must appear in no error. The key ID is among
// them because people swap it with the key; in a URL, what stands before "@"
// or behind "?" may be a password or a signature.
func secret(option, value string) bool {
	switch option {
	case "accessKeyId", "accessKeySecret", "securityToken", "customerKey":
		return true
	case "endpoint":
		return anyOf(value, "@?#") >= 0
	}
	return false
}

// refuse is an error about an option as it was given. The message, in pieces,
// does not repeat name and value, which are put in front of it.
func (p *parser) refuse(option string, message ...string) *Error {
	e := &Error{Option: option}
	b := appendEscaped(nil, option)
	if value := p.Get(option); !secret(option, value) {
		e.Value = value
	}
	if e.Value != "" {
		b = appendQuoted(append(b, ' '), e.Value)
	}
	b = append(b, ' ')
	for _, piece := range message {
		b = append(b, piece...)
	}
	e.Message = string(b)
	return e
}

// unlisted is an error about a value that is not among the legal ones.
func (p *parser) unlisted(option string, legal []string, message ...string) *Error {
	return p.unlistedBut("", option, legal, message...)
}

// unlistedBut is unlisted for a value that is known to mean a legal one; empty
// for none, and the nearest one is suggested.
func (p *parser) unlistedBut(meant, option string, legal []string, message ...string) *Error {
	e := p.refuse(option, message...)
	e.Legal = legal
	if meant == "" {
		meant = nearest(p.Get(option), legal)
	}
	e.suggest(meant)
	e.Message += " Legal: " + join(legal, ", ") + "."
	return e
}

// suggest adds what was probably meant; nothing if that is empty.
func (e *Error) suggest(nearest string) *Error {
	if e.Nearest = nearest; nearest != "" {
		e.Message += " Did you mean " + quote(nearest) + "?"
	}
	return e
}

func count(n int) string { return decimal.String(int64(n)) }

// farthest is the length above which nothing is compared: all names and legal
// values are much shorter, and the comparison takes the product of lengths.
const farthest = 64

// nearest is the candidate that was probably meant: one that differs by an edit
// or in letter case only, else one that holds the whole value ("kms" means
// "cos/kms"), else the one fewest edits away, the first of several. It is empty
// when that one takes more edits than two or a third of the length: one in a
// word of up to four letters, where two would make any word of any other.
func nearest(value string, candidates []string) string {
	if len(value) > farthest {
		return ""
	}
	value = request.Lower(value)
	best, limit := "", max(2, len(value)/3)
	if len(value) <= 4 {
		limit = min(1, len(value)-1)
	}
	around := ""
	for _, c := range candidates {
		lower := request.Lower(c)
		if d := edits(value, lower); d <= limit {
			best, limit = c, d-1
		}
		if around == "" && len(value) > 2 && holds(lower, value) {
			around = c
		}
	}
	if around != "" && (best == "" || limit > 0) {
		return around
	}
	return best
}

// edits is the edit distance of two words, two neighbours that changed places
// counting as one. Words of up to three letters that differ by another letter
// are other words: "obs" is not a misspelt "oss".
func edits(a, b string) int {
	if len(a) == len(b) {
		for i := 1; i < len(a); i++ {
			if a[:i-1] == b[:i-1] && a[i-1] == b[i] && a[i] == b[i-1] && a[i+1:] == b[i+1:] {
				return 1
			}
		}
		if a != b && len(a) <= 3 {
			return len(a)
		}
	}
	return levenshtein.ComputeDistance(a, b)
}

func quote(s string) string { return string(appendQuoted(nil, s)) }

// appendQuoted puts a value between quotation marks.
func appendQuoted(b []byte, s string) []byte {
	return append(appendEscaped(append(b, '"'), s), '"')
}

// appendEscaped appends a text on one line, cut to a readable length, with
// control characters as \xNN.
func appendEscaped(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	for _, c := range []byte(clip(s)) {
		switch {
		case c < ' ' || c == 0x7f:
			b = append(b, '\\', 'x', hex[c>>4], hex[c&15])
			continue
		case c == '"' || c == '\\':
			b = append(b, '\\')
		}
		b = append(b, c)
	}
	return b
}

// clip cuts a text that is too long to be read in an error.
func clip(s string) string {
	const longest = 80
	if len(s) <= longest {
		return s
	}
	for i := range s {
		if i > longest-4 {
			return s[:i] + "…"
		}
	}
	return s
}
