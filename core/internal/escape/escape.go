// Package escape is percent-encoding by RFC 3986: everything outside
// A-Z a-z 0-9 - . _ ~ becomes %XX with upper-case hex. All three stores sign
// this form; net/url differs (space as +, some punctuation left bare) and
// costs a page more than the rest of the signer.
package escape

const upperHex = "0123456789ABCDEF"

func unreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' ||
		c == '-' || c == '.' || c == '_' || c == '~'
}

// Append escapes s, slashes too, for a query name or value.
func Append(b []byte, s string) []byte { return appendEscaped(b, s, 0) }

// AppendPath escapes s and leaves slashes alone.
func AppendPath(b []byte, s string) []byte { return appendEscaped(b, s, '/') }

// String is s, escaped as Append does it.
func String(s string) string { return escaped(s, 0) }

// Path is s, escaped as AppendPath does it.
func Path(s string) string { return escaped(s, '/') }

// escaped is s itself if nothing in it needs an escape, as most that is signed.
func escaped(s string, keep byte) string {
	if plain(s, keep) == len(s) {
		return s
	}
	return string(appendEscaped(make([]byte, 0, 2*len(s)), s, keep))
}

// plain counts the bytes in front that stay as they are.
func plain(s string, keep byte) int {
	for i := 0; i < len(s); i++ {
		if c := s[i]; !unreserved(c) && (c != keep || keep == 0) {
			return i
		}
	}
	return len(s)
}

func appendEscaped(b []byte, s string, keep byte) []byte {
	for {
		n := plain(s, keep)
		b = append(b, s[:n]...)
		if n == len(s) {
			return b
		}
		b = append(b, '%', upperHex[s[n]>>4], upperHex[s[n]&15])
		s = s[n+1:]
	}
}

// Unescape undoes %XX. A plus sign stays one. Malformed escapes are left as
// they are, since a store's reply must never make us fail on its spelling.
func Unescape(s string) string {
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			hi, lo := unhex(s[i+1]), unhex(s[i+2])
			if hi < 16 && lo < 16 {
				b = append(b, hi<<4|lo)
				i += 2
				continue
			}
		}
		b = append(b, s[i])
	}
	return string(b)
}

func unhex(c byte) byte {
	switch {
	case '0' <= c && c <= '9':
		return c - '0'
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10
	case 'A' <= c && c <= 'F':
		return c - 'A' + 10
	}
	return 16
}
