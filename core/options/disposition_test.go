package options

import (
	"mime"
	"strings"
	"testing"

	"github.com/partway/partway/core/request"
	"github.com/stretchr/testify/require"
)

func TestDisposition(t *testing.T) {
	for given, want := range map[string]string{
		// Headers stay as they are.
		"inline":                               "inline",
		"attachment; filename=example.jpg":     "attachment; filename=example.jpg",
		`Inline; filename="a \"b\".txt"`:       `Inline; filename="a \"b\".txt"`,
		"attachment; filename*=UTF-8''%E2.txt": "attachment; filename*=UTF-8''%E2.txt",
		// File names become one (RFC 6266, with the coding of RFC 8187).
		"example.jpg":        `attachment; filename="example.jpg"`,
		"a; b, c=d.txt":      `attachment; filename="a; b, c=d.txt"`,
		"报告.pdf":             `attachment; filename="__.pdf"; filename*=UTF-8''%E6%8A%A5%E5%91%8A.pdf`,
		"🎉.png":              `attachment; filename="_.png"; filename*=UTF-8''%F0%9F%8E%89.png`,
		"naïve £ €.txt":      `attachment; filename="na_ve _ _.txt"; filename*=UTF-8''na%C3%AFve%20%C2%A3%20%E2%82%AC.txt`,
		`say "hi".txt`:       `attachment; filename="say _hi_.txt"; filename*=UTF-8''say%20%22hi%22.txt`,
		"100%25 it's (*).md": `attachment; filename="100_25 it's (*).md"; filename*=UTF-8''100%2525%20it%27s%20%28%2A%29.md`,
		"e\u0301.txt":        `attachment; filename="e_.txt"; filename*=UTF-8''e%CC%81.txt`,
		// Headers with a name beyond ASCII are put right.
		`attachment; filename="报告.pdf"`:  `attachment; filename="__.pdf"; filename*=UTF-8''%E6%8A%A5%E5%91%8A.pdf`,
		`attachment; filename="报;告.pdf"`: `attachment; filename="_;_.pdf"; filename*=UTF-8''%E6%8A%A5%3B%E5%91%8A.pdf`,
		`inline; filename=报告.pdf`:        `inline; filename="__.pdf"; filename*=UTF-8''%E6%8A%A5%E5%91%8A.pdf`,
	} {
		value, _ := exactly(
			parsed(t, "s3", "contentDisposition", given).Headers(request.Initiate),
			"content-disposition",
		)
		require.Equal(t, want, value, given)
	}
}

func TestDispositionRefuses(t *testing.T) {
	for _, given := range []string{
		"a\x00.txt", "a\u0085.txt", "a\x7f", "..", ".", `c:\a.txt`, "/etc/passwd", "a\xff", "attachment; name=报告",
		`attachment; filename=报告.txt; x=y`, `inline; filename=报;告.txt`, `attachment; filename="报告.pdf`, `attachment; filename="报告.pdf"; size=3`, "attachment; filename=\"报/告\"", "attachment; filename=a\r\nb",
	} {
		require.Equal(t, "contentDisposition", refused(t, "s3", "contentDisposition", given).Option, given)
	}
}

// What is written is read back by another implementation: the file name.
func FuzzDisposition(f *testing.F) {
	for _, name := range []string{"a.txt", "报告.pdf", `"%41"`, "🎉", "a;b", "'", "attachment"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		value, fault := named("attachment", name)
		if fault != "" {
			return
		}
		require.Empty(t, headerFault(value))
		kind, params, err := mime.ParseMediaType(value)
		if strings.Contains(value, "filename*=") { // mime takes no parameter twice, in two forms
			_, extended, _ := strings.Cut(value, "; filename*")
			kind, params, err = mime.ParseMediaType("attachment; filename*" + extended)
		}
		require.NoError(t, err, value)
		require.Equal(t, "attachment", kind)
		require.Equal(t, name, params["filename"])
	})
}
