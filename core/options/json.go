package options

import "strings"

// deepest is how far JSON values may be nested.
const deepest = 32

// jsonFault says why a text is not a JSON object (RFC 8259); empty if it is.
// It is checked here because stores answer a broken one with a bare code.
func jsonFault(value string) string {
	j := jsonScanner{rest: value}
	j.space()
	if strings.HasPrefix(j.rest, "{") && j.value(deepest) {
		if j.space(); j.rest == "" {
			return ""
		}
	}
	return "must be a JSON object."
}

// jsonScanner walks over JSON without keeping anything of it.
type jsonScanner struct{ rest string }

func (j *jsonScanner) space() { j.rest = strings.TrimLeft(j.rest, " \t\r\n") }

// next takes c if it comes next, after white space.
func (j *jsonScanner) next(c byte) bool {
	j.space()
	if j.rest == "" || j.rest[0] != c {
		return false
	}
	j.rest = j.rest[1:]
	return true
}

func (j *jsonScanner) value(depth int) bool {
	if depth == 0 {
		return false
	}
	switch {
	case j.next('{'):
		return j.list('}', func() bool { return j.text() && j.next(':') && j.value(depth-1) })
	case j.next('['):
		return j.list(']', func() bool { return j.value(depth - 1) })
	case strings.HasPrefix(j.rest, `"`):
		return j.text()
	}
	for _, word := range [...]string{"true", "false", "null"} {
		if after, found := strings.CutPrefix(j.rest, word); found {
			j.rest = after
			return true
		}
	}
	return j.number()
}

// list walks over items with commas between them, up to and with end.
func (j *jsonScanner) list(end byte, item func() bool) bool {
	if j.next(end) {
		return true
	}
	for item() {
		if j.next(end) {
			return true
		}
		if !j.next(',') {
			return false
		}
	}
	return false
}

func (j *jsonScanner) text() bool {
	if !j.next('"') {
		return false
	}
	for i := 0; i < len(j.rest); i++ {
		switch c := j.rest[i]; {
		case c == '"':
			j.rest = j.rest[i+1:]
			return true
		case c < ' ':
			return false
		case c == '\\':
			if i++; i == len(j.rest) || strings.IndexByte(`"\/bfnrtu`, j.rest[i]) < 0 {
				return false
			}
			if j.rest[i] == 'u' {
				if i+4 >= len(j.rest) || !hex(j.rest[i+1:i+5]) {
					return false
				}
				i += 4
			}
		}
	}
	return false
}

// hex reports whether s is hexadecimal digits only.
func hex(s string) bool {
	for i := range len(s) {
		if c := s[i] | 0x20; !digits(s[i:i+1]) && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

func (j *jsonScanner) number() bool {
	j.rest = strings.TrimPrefix(j.rest, "-")
	if after, zero := strings.CutPrefix(j.rest, "0"); zero {
		j.rest = after
	} else if !j.digits() {
		return false
	}
	if after, found := strings.CutPrefix(j.rest, "."); found {
		if j.rest = after; !j.digits() {
			return false
		}
	}
	if j.rest != "" && j.rest[0]|0x20 == 'e' {
		j.rest = j.rest[1:]
		if j.rest != "" && (j.rest[0] == '+' || j.rest[0] == '-') {
			j.rest = j.rest[1:]
		}
		return j.digits()
	}
	return true
}

func (j *jsonScanner) digits() bool {
	before := len(j.rest)
	j.rest = strings.TrimLeft(j.rest, "0123456789")
	return len(j.rest) < before
}
