package dialect

import (
	"flag"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var draw = flag.Bool("draw", false, "write the tables of the rows into the docs")

// drawn are the places of the docs that are drawn from the rows: between a line
// that begins and one that ends.
var drawn = []struct {
	page, what string
	draw       func() string
}{
	{"../../web/docs/stores.md", "rows", tables},
	{"../../web/docs/troubleshooting.md", "codes", codeTables},
}

func TestDocsShowTheRows(t *testing.T) {
	for _, d := range drawn {
		page, err := os.ReadFile(d.page)
		require.NoError(t, err)
		begin := "<!-- " + d.what + ": drawn by go test ./core/dialect -draw -->\n"
		end := "<!-- end of " + d.what + " -->\n"
		before, rest, found := strings.Cut(string(page), begin)
		require.True(t, found, "%s has no place for the %s", d.page, d.what)
		shown, after, found := strings.Cut(rest, end)
		require.True(t, found, "the %s in %s have no end", d.what, d.page)
		if *draw {
			require.NoError(t, os.WriteFile(d.page, []byte(before+begin+d.draw()+end+after), 0o644))
			continue
		}
		require.Equal(t, d.draw(), shown, "go test ./core/dialect -draw draws them anew")
	}
}

func codeTables() string {
	text := "\n### All stores\n\n" + codeTable(commonCodes)
	for _, d := range All() {
		text += "\n### " + d.Title + "\n\n" + codeTable(d.Codes)
	}
	return text + "\n"
}

func codeTable(codes []Code) string {
	text := "| code | Partway | cure |\n| --- | --- | --- |\n"
	for _, c := range codes {
		names := strings.Split(c.Name, "|")
		for i, name := range names {
			code, beside, found := strings.Cut(name, "/")
			if names[i] = "`" + code + "`"; found {
				names[i] += " (" + beside + ")"
			}
		}
		text += "| " + strings.Join(names, ", ") + " | " + c.Retry.String() + " | " + c.Advice + " |\n"
	}
	return text
}

func tables() string {
	text := "\n## Limits\n\n| |"
	for _, d := range All() {
		text += " " + d.Title + " |"
	}
	text += "\n| --- |" + strings.Repeat(" --- |", len(All())) + "\n"
	for _, limit := range limits {
		text += "| " + limit.name + " |"
		for _, d := range All() {
			text += " " + limit.of(d.Limits) + " |"
		}
		text += "\n"
	}
	text += "\n## Hosts\n\nThe option `endpoint` takes one of these names, a host, or a URL.\n"
	for _, d := range All() {
		text += "\n" + d.Title + ":\n\n" + hostTable(d)
	}
	text += "\n## Options\n\nWhat an object can be given, and what each store takes.\n"
	for _, d := range All() {
		text += "\n### " + d.Title + "\n\n"
		for i := range d.Options {
			text += wrap(optionLine(&d.Options[i]))
		}
	}
	return text + "\n"
}

var limits = []struct {
	name string
	of   func(Limits) string
}{
	{"part", func(l Limits) string { return size(l.MinPart) + " to " + size(l.MaxPart) }},
	{"parts", func(l Limits) string { return count(l.MaxParts) }},
	{"object, in parts", func(l Limits) string { return size(l.MaxObject) }},
	{"object, in one PUT", func(l Limits) string { return size(l.MaxPut) }},
	{"key", func(l Limits) string { return count(l.KeyBytes) + " bytes" }},
	{"metadata", func(l Limits) string { return size(int64(l.MetaBytes)) }},
	{"tags", func(l Limits) string { return count(l.Tags) }},
	{"tag name, value", func(l Limits) string {
		return strconv.Itoa(l.TagKey) + ", " + strconv.Itoa(l.TagValue) + " characters"
	}},
	{"life of a signed URL", func(l Limits) string {
		if l.MaxExpires == 0 {
			return "not documented"
		}
		return count(int(l.MaxExpires)) + " s"
	}},
}

// count is a number with commas.
func count(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// size is a number of bytes in the largest unit that has no more than one
// decimal.
func size(bytes int64) string {
	n, units := bytes*10, []string{"bytes", "KiB", "MiB", "GiB", "TiB"}
	for len(units) > 1 && n >= 10240 {
		n, units = n/1024, units[1:]
	}
	return strings.TrimSuffix(strconv.FormatFloat(float64(n)/10, 'f', 1, 64), ".0") + " " + units[0]
}

func hostTable(d *Dialect) string {
	text, seen := "| name | host |\n| --- | --- |\n", map[string]bool{}
	for _, h := range d.Hosts {
		if seen[h.Form] || h.Region != "" { // what one region has differently is found by the core
			continue
		}
		seen[h.Form] = true
		text += "| `" + h.Form + "` | `" + h.Pattern + "` |\n"
	}
	return text
}

var kinds = map[Kind]string{
	Text:        "a text",
	Flag:        "`true` or `false`",
	FlagParam:   "`true` or `false`",
	Date:        "a date",
	Instant:     "a date",
	Disposition: "a header value, or a bare file name",
	MediaType:   "a media type",
	Grantees:    "grantees, such as `id=\"100000000001\"`",
	JSON:        "JSON",
	Base64JSON:  "JSON",
	Key256:      "base64 of 32 bytes; a secret",
	KeyMD5:      "base64 of 16 bytes",
	MetaMap:     "names and texts",
	TagMap:      "names and texts",
}

func optionLine(o *Option) string {
	takes := kinds[o.Kind]
	switch o.Kind {
	case Enum:
		takes = "`" + strings.Join(o.Legal, "`, `") + "`"
	case Integer:
		takes = count(int(o.Min)) + " to " + count(int(o.Max)) + " " + o.Unit
	}
	line := "- `" + o.Name + "`: " + takes
	if option, values, found := strings.Cut(o.Needs, "="); found {
		line += "; needs `" + option + "` to be `" + strings.ReplaceAll(values, "|", "` or `") + "`"
	} else if option != "" {
		line += "; needs `" + option + "`"
	}
	if o.Excludes != "" {
		line += "; not with `" + o.Excludes + "`"
	}
	return line
}

// wrap breaks a line of a list before column 120.
func wrap(line string) string {
	text, column := "", 0
	for i, word := range strings.Split(line, " ") {
		switch {
		case i == 0:
		case column+1+len(word) > 120:
			text, column = text+"\n  ", 2
		default:
			text, column = text+" ", column+1
		}
		text, column = text+word, column+len(word)
	}
	return text + "\n"
}
