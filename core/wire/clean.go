package wire

import (
	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/request"
)

const maxInt64 = 1<<63 - 1

// Longest texts of a store that we pass on, in bytes.
const (
	maxMessage = 300
	maxName    = 128 // codes, request IDs, header names, hosts
)

// secretWords begin what a store repeats from the request to explain a wrong
// signature, in lower case. "=" at the end of a word stands for ":" as well, and
// "?" for one in front of something: a query.
var secretWords = [...]string{"stringtosign", "canonicalrequest", "signatureprovided", "accesskeyid", "security-token",
	"token=", "signature=", "credential=", "authorization=", "q-sign", "q-ak=", "?"}

// cleanMessage is a store's message up to the first secret word, fit for logs
// and screens.
func cleanMessage(s string) string {
	lower := request.Lower(s)
	for i := range lower {
		for _, word := range secretWords {
			if beginsSecret(lower[i:], word) {
				return clean(s[:i], maxMessage)
			}
		}
	}
	return clean(s, maxMessage)
}

func beginsSecret(s, word string) bool {
	last := len(word) - 1
	if len(s) < len(word) || s[:last] != word[:last] {
		return false
	}
	switch word[last] {
	case '?':
		return s[0] == '?' && len(s) > 1 && s[1] != ' '
	case '=':
		return s[last] == '=' || s[last] == ':'
	}
	return s[last] == word[last]
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

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func trim(s string) string {
	for s != "" && isBlank(s[0]) {
		s = s[1:]
	}
	for s != "" && isBlank(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	return s
}

// checksum is s if it is a 64-bit number, else empty: one that cannot be read
// was not told.
func checksum(s string) string {
	if _, ok := decimal.ParseUint(trim(s)); ok {
		return trim(s)
	}
	return ""
}
