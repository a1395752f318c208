package options

import (
	"strings"
	"unicode/utf8"

	"github.com/partway/partway/core/internal/escape"
	"github.com/partway/partway/core/request"
)

// dispositionValue writes a Content-Disposition header. A value that begins
// with attachment or inline is one already, and only a file name in it that is
// not ASCII is rewritten; any other value is a file name to download under.
func dispositionValue(value string) (wire, fault string) {
	kind, rest, hasParams := cut(value, ';')
	kind = trim(kind)
	if k := request.Lower(kind); k != "attachment" && k != "inline" {
		if holds(request.Lower(value), "filename=") {
			return "", "must begin with attachment or inline, or be nothing but a file name."
		}
		return named("attachment", value)
	}
	if !hasParams || headerFault(value) == "" {
		return value, ""
	}
	name, found := strings.CutPrefix(trim(rest), "filename=")
	if !found {
		return value, ""
	}
	if unquoted, ok := strings.CutPrefix(name, `"`); ok {
		if name, ok = strings.CutSuffix(unquoted, `"`); !ok {
			return "", "has a quotation mark that is not closed, or something behind the file name."
		}
	} else if strings.IndexByte(name, ';') >= 0 {
		return "", "has something behind the file name, or a semicolon in one without quotation marks."
	}
	return named(kind, name)
}

// named adds a file name by RFC 6266: filename for everyone, and filename* in
// the coding of RFC 8187 where that one had to be changed.
func named(kind, name string) (wire, fault string) {
	if fault := fileNameFault(name); fault != "" {
		return "", fault
	}
	plain := fallback(name)
	wire = kind + `; filename="` + plain + `"`
	if plain != name {
		wire += "; filename*=UTF-8''" + escape.String(name)
	}
	return wire, ""
}

func fileNameFault(name string) string {
	switch {
	case !utf8.ValidString(name):
		return "is not valid UTF-8."
	case name == "" || name == "." || name == "..":
		return "is not a file name."
	case anyOf(name, `/\`) >= 0:
		return "must be a file name without folders: no slash or backslash."
	}
	for _, r := range name {
		if r < ' ' || 0x7f <= r && r < 0xa0 {
			return "must not contain control characters."
		}
	}
	return ""
}

// fallback is the name in ASCII. Quotation marks and percent signs go too:
// browsers disagree on how to undo their escapes (RFC 6266, appendix D).
func fallback(name string) string {
	b := make([]byte, 0, len(name))
	for _, r := range name {
		if r >= utf8.RuneSelf || r == '"' || r == '%' {
			r = '_'
		}
		b = append(b, byte(r))
	}
	return string(b)
}
