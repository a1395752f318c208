package wire

import (
	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/internal/text"
	"github.com/partway/partway/core/request"
)

const maxInt64 = 1<<63 - 1

// Longest texts of a store that we pass on, in bytes.
const (
	maxMessage = 300
	maxName    = 128 // codes, request IDs, header names, hosts
)

// secretWords begin what a store repeats from the request to explain a wrong
// signature, in any letter case.
var secretWords = [...]string{"StringToSign", "CanonicalRequest", "SignatureProvided", "AccessKeyId", "security-token",
	"Token=", "Token:", "Signature=", "Signature:", "Credential=", "Authorization=", "Authorization:", "q-sign", "q-ak="}

// cleanMessage is a store's message, fit for logs and screens: it ends in front
// of the first secret word, and of a query string.
func cleanMessage(s string) string {
	for i := range len(s) {
		if beginsSecret(s[i:]) {
			s = s[:i]
			break
		}
	}
	return clean(s, maxMessage)
}

func beginsSecret(s string) bool {
	for _, word := range secretWords {
		if len(s) >= len(word) && request.EqualFold(s[:len(word)], word) {
			return true
		}
	}
	// At the end of a word it is a question mark.
	return s[0] == '?' && len(s) > 1 && s[1] != ' '
}

// clean makes one printable line of at most limit bytes: control characters
// and runs of white space become one space, broken UTF-8 goes, and what was
// cut ends in "…".
func clean(s string, limit int) string {
	b := make([]byte, 0, min(len(s), limit))
	for _, r := range s {
		if r <= ' ' || 0x7f <= r && r <= 0xa0 || r == '\u2028' || r == '\u2029' {
			if len(b) > 0 && b[len(b)-1] != ' ' {
				b = append(b, ' ')
			}
			continue
		}
		c := string(r)
		if len(b)+len(c)+len("…") > limit {
			return trim(string(b)) + "…"
		}
		b = append(b, c...)
	}
	return trim(string(b))
}

// cleanName is a code, host or header name: nothing but the characters that
// these have, so that nothing else can hide in it. The blank is in one code.
func cleanName(s string) string {
	s = trim(s)
	for i := 0; i < len(s); i++ {
		c := s[i]
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '.' || c == '-' || c == '_' || c == ':' || c == ' ') {
			return ""
		}
	}
	if len(s) > maxName {
		return ""
	}
	return s
}

// blanks are the white space of XML and JSON.
const blanks = " \t\n\r"

func isBlank(c byte) bool { return text.Has(blanks, c) }

func trim(s string) string { return text.Trim(s, blanks) }

// checksum is s if it is a 64-bit number, else empty: one that cannot be read
// was not told.
func checksum(s string) string {
	if _, ok := decimal.ParseUint(trim(s)); ok {
		return trim(s)
	}
	return ""
}
