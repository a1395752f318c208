package xml

import "unicode/utf8"

// unescape replaces entities and makes line ends "\n". What is no entity of
// XML's own five and no character reference stays as it stands: a stray "&" in
// a store's message must not cost us the rest of the answer.
func unescape(raw []byte) string {
	if index(raw, "&") < 0 && index(raw, "\r") < 0 {
		return string(raw)
	}
	raw = lineEnds(raw)
	b := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); {
		if raw[i] == '&' {
			if out, n := entity(b, raw[i:]); n > 0 {
				b = out
				i += n
				continue
			}
		}
		b = append(b, raw[i])
		i++
	}
	return string(b)
}

// longestEntity is enough for "&#x0010FFFF;" and bounds the search for a ";".
const longestEntity = 16

// entity appends what the reference at the start of raw stands for; n is its
// length, 0 if there is none.
func entity(b, raw []byte) (out []byte, n int) {
	end := index(raw[:min(len(raw), longestEntity)], ";")
	if end < 2 {
		return b, 0
	}
	switch name := string(raw[1:end]); {
	case name == "amp":
		b = append(b, '&')
	case name == "lt":
		b = append(b, '<')
	case name == "gt":
		b = append(b, '>')
	case name == "quot":
		b = append(b, '"')
	case name == "apos":
		b = append(b, '\'')
	case name[0] == '#':
		r, ok := number(name[1:])
		if !ok {
			return b, 0
		}
		b = utf8.AppendRune(b, r)
	default:
		return b, 0
	}
	return b, end + 1
}

// number is a decimal or, behind an "x", hexadecimal character reference.
// Control characters that XML 1.0 forbids are taken: stores refer to them when
// a key holds them.
func number(s string) (rune, bool) {
	base := rune(10)
	if s != "" && s[0] == 'x' {
		base, s = 16, s[1:]
	}
	var r rune
	for i := 0; i < len(s); i++ {
		d := digit(s[i])
		if d >= base {
			return 0, false
		}
		r = r*base + d
		if r > utf8.MaxRune {
			return 0, false
		}
	}
	return r, s != ""
}

func digit(c byte) rune {
	switch {
	case '0' <= c && c <= '9':
		return rune(c - '0')
	case 'a' <= c && c <= 'f':
		return rune(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return rune(c-'A') + 10
	}
	return 99
}

// lineEnds makes "\r\n" and "\r" one "\n" (XML 1.0, section 2.11). It returns
// its argument if there is nothing to do.
func lineEnds(raw []byte) []byte {
	if index(raw, "\r") < 0 {
		return raw
	}
	b := make([]byte, 0, len(raw))
	for i, c := range raw {
		if c != '\r' {
			b = append(b, c)
		} else if i+1 == len(raw) || raw[i+1] != '\n' {
			b = append(b, '\n')
		}
	}
	return b
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func blank(b []byte) bool {
	for _, c := range b {
		if !isSpace(c) {
			return false
		}
	}
	return true
}

func hasPrefix(b []byte, s string) bool { return len(b) >= len(s) && string(b[:len(s)]) == s }

// index is the first place of mark in b, or -1.
func index(b []byte, mark string) int {
	for i := 0; i+len(mark) <= len(b); i++ {
		if b[i] == mark[0] && string(b[i:i+len(mark)]) == mark {
			return i
		}
	}
	return -1
}
