package grant

import (
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// What is written in a configuration, and what browsers send in its place.
func TestOriginsAreNormalized(t *testing.T) {
	for text, want := range map[string]string{
		"*":                                                    "*",
		"https://a.example":                                    "https://a.example",
		"https://EXAMPLE.com":                                  "https://example.com",
		"HTTPS://www.example.com":                              "https://www.example.com",
		"https://example.com:443":                              "https://example.com",
		"https://example.com:0443":                             "https://example.com",
		"https://example.com:":                                 "https://example.com",
		"http://example.com:443":                               "http://example.com:443",
		"http://localhost:80":                                  "http://localhost",
		"http://localhost:*":                                   "http://localhost:*",
		"https://*.Example.com:8443":                           "https://*.example.com:8443",
		"https://*.example.com:443":                            "https://*.example.com",
		"https://bücher.example":                               "https://xn--bcher-kva.example",
		"https://BÜCHER.example":                               "https://xn--bcher-kva.example",
		"https://例え.テスト":                                       "https://xn--r8jz45g.xn--zckzah",
		"https://*.пример.рф":                                  "https://*.xn--e1afmkfd.xn--p1ai",
		"https://münchen-ost.example":                          "https://xn--mnchen-ost-9db.example",
		"https://faß.example":                                  "https://xn--fa-hia.example",
		"https://XN--BCHER-KVA.example":                        "https://xn--bcher-kva.example",
		"http://127.0.0.1:5173":                                "http://127.0.0.1:5173",
		"http://[::1]:5173":                                    "http://[::1]:5173",
		"http://[0:0:0:0:0:0:0:1]":                             "http://[::1]",
		"https://[2001:DB8:0:0:1:0:0:1]":                       "https://[2001:db8::1:0:0:1]",
		"https://[2001:db8:0:1:1:1:1:1]":                       "https://[2001:db8:0:1:1:1:1:1]",
		"https://[::]:*":                                       "https://[::]:*",
		"https://my_app.example":                               "https://my_app.example",
		"capacitor://localhost":                                "capacitor://localhost",
		"ionic://localhost":                                    "ionic://localhost",
		"tauri://localhost":                                    "tauri://localhost",
		"app://obsidian.md":                                    "app://obsidian.md",
		"chrome-extension://" + extension:                      "chrome-extension://" + extension,
		"moz-extension://0CC175B9-c0f1-4a2b-9d3e-0123456789ab": "moz-extension://0cc175b9-c0f1-4a2b-9d3e-0123456789ab",
		"safari-web-extension://0cc175b9":                      "safari-web-extension://0cc175b9",
	} {
		o, fault := ParseOrigin(text)
		require.Empty(t, fault, text)
		require.Equal(t, want, o.String(), text)
		if !strings.Contains(want, "*") {
			require.True(t, o.Allows(want), text)
		}
	}
}

const extension = "abcdefghijklmnopabcdefghijklmnop"

// What no browser sends, or lets in more than was meant, is refused with the right form.
func TestOriginsThatAreRefused(t *testing.T) {
	for text, want := range map[string]string{
		"":                           "has no scheme",
		"a.example":                  "write https://a.example",
		"a.example/page":             "write https://a.example",
		"https://":                   "names no host",
		"https://a.example/":         "write https://a.example",
		"https://a.example/page?x":   "write https://a.example",
		"https://a.example#top":      "write https://a.example",
		`https://a.example\b`:        "write https://a.example",
		"https://u:p@a.example":      "names a user: write https://a.example",
		"https://*example.com":       "write https://*.example.com",
		"https://a*":                 "write https://*.example.com",
		"https://www.*.example.com":  "write https://*.example.com",
		"https://*.com":              "name a domain",
		"https://*.localhost":        "name a domain",
		"https://*:8443":             "write https://*.example.com",
		"https://*":                  "write https://*.example.com",
		"https://*.*":                "more than one *",
		"https://*.example.com:*":    "more than one *",
		"https://*.0.0.1":            "",
		"https://*.1.2.3.4":          "name a domain",
		"https://a.example:x":        "port",
		"https://a.example:0":        "port",
		"https://a.example:65536":    "port",
		"https://a.example:8*":       "port",
		"https://a..example":         "empty",
		"https://a.example.":         "write it without",
		"https://a example":          "character",
		"https://a%2eexample":        "character",
		"https://exa\u0301mple.com":  "location.origin",
		"https://ｅxample.com":        "location.origin",
		"https://a\u3002example":     "location.origin",
		"http://127.1":               "IPv4",
		"http://0x7f.0.0.1":          "IPv4",
		"http://127.0.0.01":          "IPv4",
		"http://a.0x7f":              "IPv4",
		"http://[::1":                "IPv6",
		"http://[::1%25eth0]":        "IPv6",
		"http://[1:2:3]":             "IPv6",
		"http://[::ffff:127.0.0.1]":  "IPv6",
		"null":                       "sandbox",
		"file://":                    "null",
		"file:///android_asset":      "null",
		"ws://a.example":             "write http://a.example",
		"wss://a.example/socket":     "write https://a.example",
		"htps://a.example":           `Did you mean "https"?`,
		"httpss://a.example":         `Did you mean "https"?`,
		"://a.example":               "write https://a.example",
		"1x://a":                     "scheme that is none",
		"capacitor://":               "write capacitor://localhost",
		"capacitor://*":              "write capacitor://localhost",
		"chrome-extension://abc/def": "write chrome-extension://abc",
		"tauri://a b":                "write tauri://localhost",
	} {
		o, fault := ParseOrigin(text)
		require.NotEmpty(t, fault, text)
		require.Contains(t, fault, want, text)
		require.Zero(t, o, text)
		require.NotContains(t, fault, "u:p")
	}
}

func origins(t testing.TB, texts ...string) (list []Origin) {
	for _, text := range texts {
		o, fault := ParseOrigin(text)
		require.Empty(t, fault, text)
		list = append(list, o)
	}
	return list
}

func TestOrigins(t *testing.T) {
	list := origins(t, "https://a.example", "https://*.b.example", "http://localhost:*", "https://*.c.example:8443", "tauri://localhost")
	for origin, want := range map[string]bool{
		"https://a.example": true, "https://x.b.example": true, "https://x.y.b.example": true, "http://localhost:5173": true,
		"http://localhost": true, "https://x.c.example:8443": true, "tauri://localhost": true,
		"http://a.example": false, "https://a.example.evil": false, "https://b.example": false, "https://evil/.b.example": false,
		"https://.b.example": false, "null": false, "": false, "http://localhost:": false, "http://localhost:1@evil": false,
		"http://localhost.evil": false, "http://localhost:5173.evil": false, "https://a..b.example": false,
		"https://xb.example": false, "https://evil:1.b.example": false, "https://evil#.b.example": false,
		"https://evil@x.b.example": false, "https://x.b.example:8443": false, "https://x.c.example": false,
		"https://X.b.example": false, "tauri://localhost:1": false, "https://\u00e9.b.example": false,
	} {
		require.Equal(t, want, OriginAllowed(list, origin), origin)
	}
	require.True(t, OriginAllowed(origins(t, "*"), "https://any"))
	require.False(t, OriginAllowed([]Origin{{}}, ""), "the zero value allows none")
}

// FuzzOrigin: what is taken is what a browser would send, and a star stays
// within its label.
func FuzzOrigin(f *testing.F) {
	for _, s := range []string{"https://*.b.example:8443", "http://localhost:*", "https://BÜCHER.example", "http://[::1]:1", "tauri://a", "https://a@b"} {
		f.Add(s, "https://x.b.example:8443")
	}
	f.Fuzz(func(t *testing.T, pattern, origin string) {
		o, fault := ParseOrigin(pattern)
		if fault != "" {
			require.Zero(t, o)
			return
		}
		again, fault := ParseOrigin(o.String())
		require.Empty(t, fault, "%q becomes %q", pattern, o)
		require.Equal(t, o, again)
		if o.Any() || !o.Allows(origin) {
			return
		}
		page, err := url.Parse(origin)
		require.NoError(t, err, "%q allows %q", pattern, origin)
		require.Equal(t, page.Scheme+"://"+page.Host, origin, "no user, path, query or fragment")
		require.Equal(t, strings.ToLower(page.Host), page.Host)
		switch o.star {
		case anyLabel:
			require.True(t, strings.HasSuffix(page.Host, o.after), "%q allows %q", pattern, origin)
		case anyPort:
			require.Equal(t, o.before, page.Scheme+"://"+strings.TrimSuffix(page.Host, ":"+page.Port()))
		default:
			require.Equal(t, o.String(), origin)
		}
	})
}
