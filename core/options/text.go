package options

import (
	"strings"

	"github.com/partway/partway/core/internal/text"
)

// What package strings offers for these is written for any Unicode text and
// costs a page 1.3 KB; options only cut at single ASCII characters.

func split(s string, at byte) (parts []string) {
	for {
		i := strings.IndexByte(s, at)
		if i < 0 {
			return append(parts, s)
		}
		parts, s = append(parts, s[:i]), s[i+1:]
	}
}

// cut is the text before and after the first such character; after is empty
// if there is none.
func cut(s string, at byte) (before, after string, found bool) {
	if i := strings.IndexByte(s, at); i >= 0 {
		return s[:i], s[i+1:], true
	}
	return s, "", false
}

// cutAt is cut at a longer text.
func cutAt(s, at string) (before, after string, found bool) {
	for i := range len(s) {
		if strings.HasPrefix(s[i:], at) {
			return s[:i], s[i+len(at):], true
		}
	}
	return s, "", false
}

func holds(s, part string) bool {
	_, _, found := cutAt(s, part)
	return found
}

func join(parts []string, between string) string {
	b := []byte(nil)
	for i, part := range parts {
		if i > 0 {
			b = append(b, between...)
		}
		b = append(b, part...)
	}
	return string(b)
}

// trim takes spaces off both ends, as HTTP does with header values.
func trim(s string) string { return text.Trim(s, " ") }

func trimRight(s string, c byte) string {
	for s != "" && s[len(s)-1] == c {
		s = s[:len(s)-1]
	}
	return s
}

// anyOf is the place of the first byte of s that is in chars; -1 for none.
func anyOf(s, chars string) int {
	for i := range len(s) {
		if strings.IndexByte(chars, s[i]) >= 0 {
			return i
		}
	}
	return -1
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// only reports whether all bytes of s are ASCII letters, digits or in extra.
func only(s, extra string) bool {
	for i := range len(s) {
		c := s[i] | 0x20
		if !('a' <= c && c <= 'z' || '0' <= s[i] && s[i] <= '9' || strings.IndexByte(extra, s[i]) >= 0) {
			return false
		}
	}
	return true
}
