package signer

import (
	"bytes"
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"

	"github.com/partway/partway/core/grant"
)

// What browsers send along by themselves: any page's request has the cookie.
func TestCookieOfAnotherPage(t *testing.T) {
	o := settings()
	o["auth"] = rules("HS256", "secret", hmacSecret, "cookie", "session")
	h := newHarness(t, o)
	token := bearer(t, jwt.SigningMethodHS256, []byte(hmacSecret), claims())
	own, open := h.url, openUploads(t, "")
	for _, row := range []struct {
		method, path string
		status       int
		headers      map[string]string
	}{
		{"POST", "/s3/multipart", 200, map[string]string{"Origin": own, "Content-Type": "application/json"}},
		{"POST", "/s3/multipart", 200, map[string]string{"Origin": own, "Content-Type": "Application/JSON; charset=utf-8"}},
		{"POST", "/s3/multipart", 200, map[string]string{"Origin": "https://page.example", "Content-Type": "application/json"}},
		{"POST", "/s3/multipart", 415, map[string]string{"Origin": own, "Content-Type": "text/plain"}},
		{"POST", "/s3/multipart", 415, map[string]string{"Origin": own, "Content-Type": "text/plain;application/json"}},
		{"POST", "/s3/multipart", 415, map[string]string{"Origin": own, "Content-Type": "application/x-www-form-urlencoded"}},
		{"POST", "/s3/multipart", 415, map[string]string{"Origin": own}},
		{"POST", "/s3/multipart", 401, map[string]string{"Content-Type": "application/json"}},
		{"POST", "/s3/multipart", 403, map[string]string{"Origin": "https://evil.example", "Content-Type": "application/json"}},
		{"POST", "/s3/multipart", 403, map[string]string{"Origin": "null", "Content-Type": "application/json"}},
		{"POST", "/s3/sign", 415, map[string]string{"Origin": own, "Content-Type": "text/plain"}},
		{"POST", "/s3/multipart/x/complete?key=k", 415, map[string]string{"Origin": own}},
		{"DELETE", "/s3/multipart/x?key=k", 401, nil},
		{"GET", "/s3/params?filename=a", 200, nil},
		{"GET", "/s3/params?filename=a", 200, map[string]string{"Sec-Fetch-Site": "same-origin"}},
		{"GET", "/s3/params?filename=a", 200, map[string]string{"Sec-Fetch-Site": "none"}},
		{"GET", "/s3/params?filename=a", 401, map[string]string{"Sec-Fetch-Site": "cross-site"}},
		{"GET", "/s3/params?filename=a", 401, map[string]string{"Sec-Fetch-Site": "same-site"}},
	} {
		body := `{"filename":"a","size":1,"method":"POST","key":"k"}`
		r, err := http.NewRequest(row.method, h.url+row.path, strings.NewReader(body))
		require.NoError(t, err)
		r.Header.Set("Cookie", "session="+token)
		for name, value := range row.headers {
			r.Header.Set(name, value)
		}
		require.Equal(t, row.status, h.do(r).status, "%v", row)
	}
	require.LessOrEqual(t, openUploads(t, ""), open+3)
}

// Of two cookies of one name, another host of the domain may have set one.
func TestTwoCookies(t *testing.T) {
	o := settings()
	o["auth"] = rules("HS256", "secret", hmacSecret, "cookie", "session")
	h := newHarness(t, o)
	of := func(user string) string {
		return "session=" + bearer(t, jwt.SigningMethodHS256, []byte(hmacSecret), claims("sub", user))
	}
	for _, cookies := range [][]string{{of("mallory") + "; " + of("ann")}, {of("ann") + ";" + of("ann")},
		{of("mallory"), of("ann")}, {"session=; " + of("ann")}, {"session; " + of("ann")}, {of("ann") + "; session =x"}} {
		r, err := http.NewRequest("POST", h.url+"/s3/multipart", strings.NewReader(`{"filename":"a","size":1}`))
		require.NoError(t, err)
		r.Header["Cookie"] = cookies
		r.Header.Set("Origin", h.url)
		r.Header.Set("Content-Type", "application/json")
		answer := h.do(r)
		require.Equal(t, 401, answer.status, "%s", answer.body)
		require.Contains(t, answer.failure().Message, "two cookies")
	}
}

// FuzzCookie: whatever stands in the header, only the one that was signed gets
// in, and only by itself.
func FuzzCookie(f *testing.F) {
	o := settings()
	o["auth"] = rules("HS256", "secret", hmacSecret, "cookie", "session")
	h := newHarness(f, o)
	for _, text := range []string{"session=x", "a=b; session=x; c", "session=x;session=y", "session", "=", ";;", " session = x "} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, _ := http.NewRequest("GET", "http://localhost/s3/params", nil)
		r.Header["Cookie"] = []string{text}
		c := &call{Signer: h.signer, r: r}
		value, failed := c.cookie("session")
		n := 0
		for _, pair := range strings.Split(text, ";") {
			name, _, _ := strings.Cut(pair, "=")
			if strings.TrimSpace(name) == "session" {
				n++
			}
		}
		require.Equal(t, n > 1, failed != nil)
		require.False(t, n == 0 && value != "")
		require.NotContains(t, value, ";")
	})
}

// A secret of a seal that anybody may know is for this machine only.
func TestSealsThatAnybodyKnows(t *testing.T) {
	steps := make([]byte, 32)
	for i := range steps {
		steps[i] = byte(i)
	}
	status := func(host string, keys ...[]byte) (int, string) {
		o := settings()
		o["auth"] = rules("HS256", "secret", hmacSecret)
		list := []any{}
		for _, key := range keys {
			list = append(list, base64.StdEncoding.EncodeToString(key))
		}
		o["seal"] = list
		h := newHarness(t, o)
		r, err := http.NewRequest("POST", "http://x/s3/multipart", strings.NewReader(`{"filename":"a","size":1}`))
		require.NoError(t, err)
		r.URL.Host, r.Host = "", host
		r.Header.Set("Authorization", "Bearer "+bearer(t, jwt.SigningMethodHS256, []byte(hmacSecret), claims()))
		w := &recorder{header: http.Header{}}
		h.signer.ServeHTTP(w, r)
		return w.status, w.String()
	}
	for _, weak := range [][]byte{make([]byte, 32), bytes.Repeat([]byte{0xff}, 32), bytes.Repeat([]byte("abcd"), 8), steps,
		[]byte("partway development seal 0000001")} {
		code, body := status("uploads.example", weak)
		require.Equal(t, 500, code)
		require.Contains(t, body, "openssl rand -base64 32")
		code, _ = status("localhost:8787", weak)
		require.Equal(t, 200, code)
		code, _ = status("uploads.example", noise(32), weak)
		require.Equal(t, 500, code, "one that only opens lets forged ones in as well")
	}
	for range 1000 {
		require.False(t, grant.WeakKey(noise(32)))
	}
	code, _ := status("uploads.example", noise(32))
	require.Equal(t, 200, code)
}

// A page is of this host if scheme, name and port are this host's.
func TestPagesOfThisHost(t *testing.T) {
	o := settings()
	o["origins"] = []any{}
	h := newHarness(t, o)
	status := func(host, origin string, secure bool, change ...func(*http.Request)) int {
		r, err := http.NewRequest("GET", "http://x/healthz", nil)
		require.NoError(t, err)
		r.URL.Host, r.Host = "", host
		if r.URL.Scheme = ""; secure {
			r.TLS = &tls.ConnectionState{}
		}
		r.Header.Set("Origin", origin)
		for _, c := range change {
			c(r)
		}
		w := &recorder{header: http.Header{}}
		h.signer.ServeHTTP(w, r)
		return w.status
	}
	for _, row := range []struct {
		host, origin string
		secure       bool
		want         int
	}{
		{"a.example", "https://a.example", true, 200},
		{"A.example:443", "https://a.example", true, 200},
		{"a.example:8443", "https://a.example:8443", true, 200},
		{"a.example", "http://a.example", false, 200},
		{"a.example:80", "http://a.example", false, 200},
		{"a.example", "http://a.example", true, 403},
		{"a.example", "https://a.example", false, 403},
		{"a.example:443", "https://a.example:80", true, 403},
		{"a.example", "https://a.example:8443", true, 403},
		{"a.example:8443", "https://a.example", true, 403},
		{"*", "http://*", false, 403},
		{"", "http://", false, 403},
	} {
		require.Equal(t, row.want, status(row.host, row.origin, row.secure), "%v", row)
	}
	says := func(r *http.Request) { r.Header.Set("X-Forwarded-Proto", "https") }
	require.Equal(t, 403, status("a.example", "https://a.example", false, says), "anybody may say so")
	h.signer.env.Secure = func(r *http.Request) bool { return r.Header.Get("X-Forwarded-Proto") == "https" }
	require.Equal(t, 200, status("a.example", "https://a.example", false, says), "but where the host knows that its proxy does")
}

// What looks like this machine at its beginning need not be it.
func TestURLsThatNobodyInBetweenAnswersFor(t *testing.T) {
	for text, want := range map[string]bool{
		"https://issuer.example/keys": true, "https://issuer.example:8443/?a=b": true,
		"http://localhost:8080/": true, "http://localhost/": true, "http://127.0.0.1:1/x": true, "http://[::1]:1/": true,
		"http://localhost:1@evil.example/": false, "http://127.0.0.1:1@evil.example/": false,
		"http://localhost.evil.example/": false, "http://127.0.0.1.evil.example/": false, "http://issuer.example": false,
		"https://user:secret@issuer.example/": false, "https:issuer.example": false, "https://": false, "https:///keys": false,
		"ftp://localhost/": false, "//localhost/": false, "localhost:1": false, "": false, "https://a b/": false,
		"HTTPS://issuer.example/": true, "https://issuer.example/#x": false, "http://localhost:1\\@evil.example/": false,
		"http://2130706433/": false, "http://localhost%2eevil.example/": false,
	} {
		require.Equal(t, want, secureURL(text), text)
		o := settings()
		o["webhook"] = object{"url": text, "secret": hmacSecret}
		o["auth"] = rules("RS256", "jwks", text)
		config, err := json.Marshal(o)
		require.NoError(t, err)
		_, err = ParseConfig(config)
		require.Equal(t, want, err == nil, "%s: %v", text, err)
	}
}
