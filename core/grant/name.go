package grant

import (
	"strings"
	"unicode/utf8"
)

// SafeName is the last segment of a file's name, fit to be one segment of a
// key. What could be taken for a separator, hides, or turns the direction of
// writing becomes "_"; letters of all languages stay.
func SafeName(name string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	b := make([]byte, 0, len(name))
	dots := true
	for i, r := range name {
		if r != '.' {
			dots = false
		}
		if unsafeRune(r, name[i:]) {
			r = '_'
		}
		b = utf8.AppendRune(b, r)
	}
	if dots { // "", "." and "..", too
		return "file"
	}
	return shorten(string(b), longestName)
}

// longestName is the most bytes that a name keeps, more than any store's key.
const longestName = 1024

// unsafeRune reports whether a character of a name is replaced; rest begins
// with it.
func unsafeRune(r rune, rest string) bool {
	switch {
	case r < ' ' || 0x7f <= r && r <= 0x9f || r == utf8.RuneError:
		return true
	case r == '/' || r == '\\' || r == '{' || r == '}':
		return true
	case r == '%': // an escape, if somebody decodes once more than they should
		return len(rest) > 2 && hexDigit(rest[1]) && hexDigit(rest[2])
	case r == '$': // S3 forms replace ${filename}
		return len(rest) > 1 && rest[1] == '{'
	}
	return lookalike(r) || invisible(r)
}

// lookalike: Unicode's compatibility forms of slashes, backslashes and dots,
// which some programs turn into the plain ones.
func lookalike(r rune) bool {
	switch r {
	case 0x2024, 0x2025, 0x2026, 0x2044, 0x2215, 0x29f5, 0x29f8, 0x29f9, 0xfe52, 0xfe68, 0xff0e, 0xff0f, 0xff3c:
		return true
	}
	return false
}

// invisible: zero widths, marks of direction, line ends, tags, and what is no
// character at all. The joiner of emoji (U+200D) and its like stay.
func invisible(r rune) bool {
	return r == 0x200b || r == 0x200e || r == 0x200f || 0x2028 <= r && r <= 0x202e || 0x2060 <= r && r <= 0x206f ||
		r == 0xfeff || 0xfff9 <= r && r <= 0xfffb || r == 0x061c || 0xe0000 <= r && r <= 0xe007f || r&0xfffe == 0xfffe
}

func hexDigit(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}

// SafeUser is a user's ID as one segment of a key, different for different
// IDs: what is not plain becomes "=" and two hexadecimal digits.
func SafeUser(user string) string {
	const hex = "0123456789ABCDEF"
	b := make([]byte, 0, len(user))
	for i := 0; i < len(user); i++ {
		c := user[i]
		plain := 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '-' || c == '_' || c == '@' ||
			c == '.' && i > 0
		if plain {
			b = append(b, c)
		} else {
			b = append(b, '=', hex[c>>4], hex[c&15])
		}
	}
	return string(b)
}

// cutExtension splits "film.tar.gz" into "film.tar" and ".gz"; a dot in front
// begins no extension.
func cutExtension(name string) (stem, ext string) {
	if i := strings.LastIndexByte(name, '.'); i > 0 {
		return name[:i], name[i:]
	}
	return name, ""
}

// longestExtension is what is kept of an extension when a name is shortened.
const longestExtension = 16

// shorten cuts a name to most bytes between characters and keeps its extension.
func shorten(name string, most int) string {
	if len(name) <= most {
		return name
	}
	stem, ext := cutExtension(name)
	if len(ext) > longestExtension || len(ext) >= most {
		stem, ext = name, ""
	}
	cut := max(0, most-len(ext))
	for cut > 0 && !utf8.RuneStart(stem[cut]) {
		cut--
	}
	return stem[:cut] + ext
}
