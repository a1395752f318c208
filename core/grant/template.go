package grant

import (
	"slices"
	"strings"

	"github.com/partway/partway/core/internal/text"
	"github.com/partway/partway/core/internal/when"
	"github.com/partway/partway/core/options"
)

// Template makes object keys: texts and placeholders in turn.
type Template struct {
	pieces []string // texts at even places, names of placeholders at odd ones
}

// Placeholders are the legal ones. What they become holds no slash.
var Placeholders = []string{"user", "date", "year", "month", "day", "uuid", "name", "stem", "ext"}

// ParseTemplate reads "uploads/{user}/{date}/{uuid}/{name}"; fault says what
// is wrong with it.
func ParseTemplate(s string) (t Template, fault string) {
	for rest := s; ; {
		i := strings.IndexByte(rest, '{')
		if i < 0 {
			t.pieces = append(t.pieces, rest)
			break
		}
		end := strings.IndexByte(rest[i:], '}')
		if end < 0 {
			return t, "has a { without its }"
		}
		name := rest[i+1 : i+end]
		if !slices.Contains(Placeholders, name) {
			return t, "has {" + name + "}, which is no placeholder" + options.Meant(name, Placeholders)
		}
		t.pieces = append(t.pieces, rest[:i], name)
		rest = rest[i+end+1:]
	}
	return t, t.check(s)
}

// check refuses what makes keys that a browser or a store would change.
func (t *Template) check(s string) string {
	switch {
	case len(t.pieces) < 3:
		return "needs a placeholder, such as {uuid}: all uploads would have one key"
	case s[0] == '/':
		return "must not begin with a slash"
	case strings.IndexByte(s, '\\') >= 0:
		return "must not hold a backslash"
	}
	for _, segment := range strings.Split(s, "/") {
		if segment == "." || segment == ".." || segment == "" {
			return "has the segment \"" + segment + "\", which browsers and stores change"
		}
	}
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' || s[i] == 0x7f {
			return "holds a control character"
		}
	}
	return ""
}

// Prefix is what every key begins with; empty if the template begins with a
// placeholder.
func (t *Template) Prefix() string {
	if i := strings.LastIndexByte(t.pieces[0], '/'); i >= 0 {
		return t.pieces[0][:i+1]
	}
	return ""
}

// Unique reports whether every upload gets a key of its own.
func (t *Template) Unique() bool { return t.Has("uuid") }

// Has reports whether a placeholder is in the template.
func (t *Template) Has(placeholder string) bool {
	for i := 1; i < len(t.pieces); i += 2 {
		if t.pieces[i] == placeholder {
			return true
		}
	}
	return false
}

// Values are what placeholders stand for.
type Values struct {
	User string   // any text
	Name string   // any text: a file's name, with or without a path in front
	Now  int64    // Unix seconds
	UUID [16]byte // random
}

// Key is the key of an object, of at most most bytes. Names are shortened to
// fit; ok is false if that is not enough.
func (t *Template) Key(v *Values, most int) (key string, ok bool) {
	if most < 1 {
		return "", false
	}
	full := SafeName(v.Name)
	for room := len(full); ; {
		key = t.fill(v, shorten(full, room))
		if len(key) <= most {
			return key, true
		}
		if room -= len(key) - most; room < 1 {
			return "", false
		}
	}
}

func (t *Template) fill(v *Values, name string) string {
	var b text.Buffer
	for i, piece := range t.pieces {
		if i%2 == 1 {
			piece = value(piece, v, name)
		}
		b.Add(piece)
	}
	return wholeSegments(b.String())
}

// wholeSegments: placeholders side by side may have become a segment of dots.
func wholeSegments(key string) string {
	segments := strings.Split(key, "/")
	for i, s := range segments {
		if s == "" || s == "." || s == ".." {
			segments[i] = "_"
		}
	}
	return strings.Join(segments, "/")
}

func value(placeholder string, v *Values, name string) string {
	day := when.Day(v.Now) // 20060102
	stem, ext := cutExtension(name)
	switch placeholder {
	case "user":
		return SafeUser(v.User)
	case "date":
		return day[:4] + "-" + day[4:6] + "-" + day[6:]
	case "year":
		return day[:4]
	case "month":
		return day[4:6]
	case "day":
		return day[6:]
	case "uuid":
		return uuid(v.UUID)
	case "stem":
		return stem
	case "ext":
		return ext
	}
	return name
}

// uuid is a version 4 UUID of random bytes.
func uuid(b [16]byte) string {
	b[6], b[8] = b[6]&15|0x40, b[8]&63|0x80
	s := text.Hex(b[:])
	return s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:]
}
