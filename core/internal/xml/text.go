package xml

// unescape replaces entities and makes line ends "\n". What is no entity of
// XML's own five and no character reference stays as it stands: a stray "&" in
// a store's message must not cost us the rest of the answer. It returns its
// argument if there is nothing to do.
func unescape(raw []byte) []byte {
	raw = lineEnds(raw)
	if indexOrEnd(raw, "&") == len(raw) {
		return raw
	}
	b := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		if raw[i] == '&' {
			// Long enough for "&#x0010FFFF;", and a bound for the search.
			name := raw[i+1 : min(len(raw), i+16)]
			if n := indexOrEnd(name, ";"); n < len(name) {
				if text := entity(string(name[:n])); text != "" {
					b = append(b, text...)
					i += n + 1
					continue
				}
			}
		}
		b = append(b, raw[i])
	}
	return b
}

var entities = [...]struct{ name, text string }{{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", `"`}, {"apos", "'"}}

// entity is what a reference stands for, empty if it is none.
func entity(name string) string {
	if len(name) > 1 && name[0] == '#' {
		return character(name[1:])
	}
	for i := range entities {
		if entities[i].name == name {
			return entities[i].text
		}
	}
	return ""
}

// character is a decimal or, behind an "x", hexadecimal character reference.
// Control characters that XML 1.0 forbids are taken: stores refer to them when
// a key holds them.
func character(s string) string {
	base := rune(10)
	if s[0] == 'x' {
		base, s = 16, s[1:]
	}
	var r rune
	for i := 0; i < len(s); i++ {
		d := digit(s[i])
		if r = r*base + d; d >= base || r > 0x10FFFF {
			return ""
		}
	}
	if s == "" {
		return ""
	}
	return string(r)
}

// digit is the value of a hexadecimal digit, above 15 for what is none.
func digit(c byte) rune {
	if '0' <= c && c <= '9' {
		return rune(c - '0')
	}
	if c |= 0x20; 'a' <= c && c <= 'f' {
		return rune(c-'a') + 10
	}
	return 99
}

// lineEnds makes "\r\n" and "\r" one "\n" (XML 1.0, section 2.11). It returns
// its argument if there is nothing to do.
func lineEnds(raw []byte) []byte {
	if indexOrEnd(raw, "\r") == len(raw) {
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

// indexOrEnd is the first place of mark in b, or the length of b.
func indexOrEnd(b []byte, mark string) int {
	for i := 0; i+len(mark) <= len(b); i++ {
		if b[i] == mark[0] && string(b[i:i+len(mark)]) == mark {
			return i
		}
	}
	return len(b)
}
