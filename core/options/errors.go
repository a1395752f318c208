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

// secret names the options whose values appear in no error. The key ID is
// among them because people swap it with the key.
func secret(option string) bool {
	switch option {
	case "accessKeyId", "accessKeySecret", "securityToken", "customerKey":
		return true
	}
	return false
}

// failure is an error about an option's value. The message does not repeat
// the option's name and value, which are put in front of it.
func failure(option, value, message string) *Error {
	e := &Error{Option: option, Value: value}
	if secret(option) {
		e.Value = ""
	}
	e.Message = clip(option)
	if e.Value != "" {
		e.Message += " " + quote(e.Value)
	}
	e.Message += " " + message
	return e
}

// unlisted is an error about a value that is not among the legal ones.
func unlisted(option, value string, legal []string, message string) *Error {
	e := failure(option, value, message)
	e.Legal = legal
	e.Nearest = nearest(value, legal)
	e.suggest()
	e.Message += " Legal: " + join(legal, ", ") + "."
	return e
}

func (e *Error) suggest() {
	if e.Nearest != "" {
		e.Message += " Did you mean " + quote(e.Nearest) + "?"
	}
}

func count(n int) string { return decimal.String(int64(n)) }

// farthest is the length above which nothing is compared: all names and legal
// values are much shorter, and the comparison takes the product of lengths.
const farthest = 64

// nearest is the candidate that was probably meant: one that differs by an edit
// or in letter case only, else one that holds the whole value ("kms" means
// "cos/kms"), else the one fewest edits away, the first of several. It is empty
// when that one takes more edits than two or a third of the length, or as many
// as there are letters.
func nearest(value string, candidates []string) string {
	if len(value) > farthest {
		return ""
	}
	value = request.Lower(value)
	best, limit := "", min(max(2, len(value)/3), len(value)-1)
	around := ""
	for _, c := range candidates {
		lower := request.Lower(c)
		if d := levenshtein.ComputeDistance(value, lower); d <= limit {
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

// quote puts a value between quotation marks, cut to a readable length, with
// control characters as \xNN and what is no UTF-8 as U+FFFD.
func quote(s string) string {
	const hexDigits = "0123456789abcdef"
	b := []byte{'"'}
	for _, r := range clip(s) {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r < ' ' || r == 0x7f:
			b = append(b, '\\', 'x', hexDigits[r>>4], hexDigits[r&15])
		default:
			b = append(b, string(r)...)
		}
	}
	return string(append(b, '"'))
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
