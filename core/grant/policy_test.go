package grant

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/core/request"
)

func template(t testing.TB, s string) Template {
	tm, fault := ParseTemplate(s)
	require.Empty(t, fault, s)
	return tm
}

func TestKey(t *testing.T) {
	v := &Values{
		User: "auth0|7",
		Name: "a.tar.gz",
		Now:  1795000000,
		UUID: [16]byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16},
	}
	for template_, want := range map[string]string{
		"u/{user}/{date}/{uuid}/{name}": "u/auth0=7C7/2026-11-18/01020304-0506-4708-890a-0b0c0d0e0f10/a.tar.gz",
		"{year}/{month}/{day}{ext}":     "2026/11/18.gz",
		"{stem}-x{ext}":                 "a.tar-x.gz",
	} {
		tm := template(t, template_)
		key, ok := tm.Key(v, 1024)
		require.True(t, ok)
		require.Equal(t, want, key)
	}
	tm := template(t, "uploads/x-{uuid}")
	require.Equal(t, "uploads/", tm.Prefix())
	tm = template(t, "{user}/x")
	require.Equal(t, "", tm.Prefix())
}

func TestTemplatesThatAreRefused(t *testing.T) {
	for s, want := range map[string]string{
		"":                  "needs a placeholder",
		"all/one":           "needs a placeholder",
		"/{uuid}":           "begin with a slash",
		"a/../{uuid}":       `segment ".."`,
		"a//{uuid}":         `segment ""`,
		"{uuid}/":           `segment ""`,
		"a\\{uuid}":         "backslash",
		"{uuid":             "without its }",
		"{usr}/{uuid}":      `Did you mean "user"?`,
		"a\x01/{uuid}":      "control character",
		"{uuid}/{filename}": "no placeholder",
	} {
		_, fault := ParseTemplate(s)
		require.Contains(t, fault, want, s)
	}
}

// Names of files that want out of their folder, or to look like another's.
func TestNamesStayInTheirSegment(t *testing.T) {
	for name, want := range map[string]string{
		"":                        "file",
		".":                       "file",
		"..":                      "file",
		"...":                     "file",
		"../../etc/passwd":        "passwd",
		"/etc/passwd":             "passwd",
		`C:\fakepath\a.png`:       "a.png",
		`..\..\x`:                 "x",
		"a/..":                    "file",
		"a/":                      "file",
		"%2e%2e%2fb":              "_2e_2e_2fb",
		"..%2Fb":                  ".._2Fb",
		"100%.txt":                "100%.txt",
		"\uff0e\uff0e\uff0fb":     "___b",
		"a\u2215b\u2044c\u29f8d":  "a_b_c_d",
		"\u2025/x\u2024":          "x_",
		"a\u202egnp.exe":          "a_gnp.exe",
		"\ufeffa\u200bb":          "_a_b",
		"a\r\nX: y\x00":           "a__X: y_",
		"\xff\xfe":                "__",
		"${filename}":             "__filename_",
		"目录 é 👨‍👩‍👧.png":          "目录 é 👨‍👩‍👧.png",
		"..a":                     "..a",
		strings.Repeat("x", 5000): strings.Repeat("x", 1024),
		"a\U000e0041":             "a_",
	} {
		require.Equal(t, want, SafeName(name), "%q", name)
	}
}

func TestUsersHaveFoldersOfTheirOwn(t *testing.T) {
	seen := map[string]string{}
	for _, user := range []string{"", "a", "A", ".", "..", "a/b", "a=2Fb", "a%2Fb", "a b", "a@b.example", "é", "e\u0301", "../a", "a\x00"} {
		folder := SafeUser(user)
		require.Regexp(t, `^[A-Za-z0-9@._=-]*$`, folder)
		require.NotContains(t, []string{".", ".."}, folder)
		require.NotContains(t, seen, folder, "%q and %q", user, seen[folder])
		seen[folder] = user
	}
}

func TestLongNamesAreShortened(t *testing.T) {
	tm := template(t, "{uuid}/{name}")
	key, ok := tm.Key(&Values{Name: strings.Repeat("目", 400) + ".jpeg"}, 200)
	require.True(t, ok)
	require.LessOrEqual(t, len(key), 200)
	require.True(t, utf8.ValidString(key) && strings.HasSuffix(key, "目.jpeg"), key)
	_, ok = tm.Key(&Values{Name: "a"}, 30)
	require.False(t, ok)
}

func TestPolicy(t *testing.T) {
	p := &Policy{
		Most:    10,
		Types:   []string{"image/*", "text/plain"},
		Allowed: []string{"metadata", "tags.kind"},
		Forced:  []request.Pair{{Name: "acl", Value: "private"}},
	}
	pairs := func(name string) []request.Pair { return []request.Pair{{Name: name, Value: "x"}} }
	for name, row := range map[string]struct {
		ask    Ask
		code   string
		status int
		says   string
	}{
		"fits":             {Ask{Type: "image/png", Size: 10, Options: pairs("metadata.a")}, "", 0, ""},
		"another case":     {Ask{Type: "Text/PLAIN; charset=utf-8", Size: 0, Options: pairs("tags.kind")}, "", 0, ""},
		"size unknown":     {Ask{Type: "image/png", Size: Unknown}, "", 0, ""},
		"too large":        {Ask{Type: "image/png", Size: 11}, EntityTooLarge, 413, "at most 10"},
		"another type":     {Ask{Type: "text/html"}, TypeNotAllowed, 415, "image/*, text/plain"},
		"no type":          {Ask{}, TypeNotAllowed, 415, "application/octet-stream"},
		"type of a prefix": {Ask{Type: "imagex/png"}, TypeNotAllowed, 415, ""},
		"another option":   {Ask{Type: "image/png", Options: pairs("storageClass")}, OptionNotAllowed, 403, "storageClass"},
		"misspelt":         {Ask{Type: "image/png", Options: pairs("metdata.a")}, OptionNotAllowed, 403, `"metadata`},
		"another tag":      {Ask{Type: "image/png", Options: pairs("tags.other")}, OptionNotAllowed, 403, "tags.other"},
		"a forced one":     {Ask{Type: "image/png", Options: pairs("acl")}, OptionNotAllowed, 403, "set by the signer"},
		"type once more":   {Ask{Type: "image/png", Options: pairs("contentType")}, OptionNotAllowed, 403, "type"},
		"scripts":          {Ask{Type: "image/svg+xml"}, TypeNotAllowed, 415, "name the type itself"},
		"scripts, shouted": {Ask{Type: "IMAGE/SVG+XML ; charset=utf-8"}, TypeNotAllowed, 415, "name the type itself"},
		"other XML":        {Ask{Type: "image/x+xml"}, TypeNotAllowed, 415, "name the type itself"},
		"two types":        {Ask{Type: "image/png;,text/html"}, TypeNotAllowed, 415, "two types"},
		"two codecs":       {Ask{Type: `image/png; codecs="vp8, opus"`}, "", 0, ""},
		"endless options":  {Ask{Type: "image/png", Options: []request.Pair{{Name: "metadata.a", Value: strings.Repeat("b", 7000)}}}, OptionNotAllowed, 400, "6144 bytes"},
		"line end":         {Ask{Type: "image/png", Options: pairs("a\r\nb: c")}, OptionNotAllowed, 403, `"a__b: c"`},
	} {
		chosen, err := p.Options(&row.ask)
		if row.code == "" {
			require.Nil(t, err, name)
			require.Equal(
				t,
				append([]request.Pair{{Name: "contentType", Value: row.ask.Type}}, row.ask.Options...),
				chosen,
				name,
			)
			continue
		}
		require.NotNil(t, err, name)
		require.Equal(t, []any{row.code, row.status}, []any{err.Code, err.Status}, name)
		require.Contains(t, err.Message, row.says, name)
	}
	for kind, types := range map[string][]string{"image/svg+xml": {"image/*", "image/SVG+xml"}, "text/html": {"*/*"}, "image/xml": {}} {
		_, err := (&Policy{Types: types}).Options(&Ask{Type: kind})
		require.Nil(t, err, "%s is named", kind)
	}
	_, err := p.Options(&Ask{Type: "image/png", Options: make([]request.Pair, 64)})
	require.NotNil(t, err)
}

// Whatever a policy lets a client choose, its seal can be opened.
func TestTheLargestGrant(t *testing.T) {
	p := &Policy{Most: 1, Allowed: []string{"metadata"}}
	ask := &Ask{Type: "image/png"}
	for i := range maxOptions - 1 {
		ask.Options = append(
			ask.Options,
			request.Pair{
				Name:  "metadata.a",
				Value: strings.Repeat("b", maxOptionBytes/(maxOptions-1)-len("metadata.a")-1),
			},
		)
		ask.Options[i].Name += string(rune('A' + i%26))
	}
	chosen, err := p.Options(ask)
	require.Nil(t, err)
	g := Grant{
		Target:   strings.Repeat("t", 64),
		User:     strings.Repeat("u", 256),
		UploadID: strings.Repeat("i", 1024),
		Options:  chosen,
		Until:    now + 1,
	}
	_, err = keys.Open(keys.Seal(&g, Upload, "k", nonce), Upload, "k", g.User, now)
	require.Nil(t, err)
}

// Whatever a file and a user are called, the key stays below the prefix and
// in its own folder, and stores take it.
func FuzzKey(f *testing.F) {
	f.Add("../../x", "..", 300)
	f.Add("a\u202e\xff.png", "a/b", 60)
	tm := template(f, "p/{user}/{uuid}/{stem}{ext}")
	f.Fuzz(func(t *testing.T, name, user string, most int) {
		key, ok := tm.Key(&Values{Name: name, User: user}, most)
		if !ok {
			return
		}
		segments := strings.Split(key, "/")
		require.True(
			t,
			len(key) <= most && utf8.ValidString(key) && len(segments) == 4 && segments[0] == "p",
			"%q",
			key,
		)
		require.Equal(t, "00000000-0000-4000-8000-000000000000", segments[2])
		for _, s := range segments {
			require.NotContains(t, []string{"", ".", ".."}, s)
		}
		require.False(t, strings.ContainsAny(key, "\\\r\n\x00\u2215\uff0f"), "%q", key)
	})
}
