package guard

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// asked is a request by a host and with headers: name, value …
func asked(method, host string, headers ...string) *http.Request {
	r := httptest.NewRequest(method, "/", nil)
	r.Host, r.RemoteAddr = host, "127.0.0.1:40000"
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	return r
}

func TestHosts(t *testing.T) {
	var g Guard
	for _, host := range []string{"localhost", "localhost:8788", "LOCALHOST:1", "127.0.0.1:8788", "127.9.9.9",
		"[::1]:8788", "[::1]", "partway-dev.oss.localhost:8788", "a.b.s3.localhost"} {
		require.Empty(t, g.Refusal(asked("GET", host)), host)
	}
	for _, host := range []string{"", "evil.example", "evil.example:8788", "localhost.evil.example", "127.0.0.1.evil.example",
		"evillocalhost", "localhost:1@evil.example", "192.0.2.1:8788", "0.0.0.0:8788", "[2001:db8::1]:8788", "127.1",
		"partway-dev.oss-cn-hangzhou.aliyuncs.com", "::1@evil"} {
		require.Contains(t, g.Refusal(asked("GET", host)), "asked for by the host", host)
	}
	listed := Guard{Hosts: ParseHosts(" Store.Example, ,192.0.2.1")}
	require.Equal(t, []string{"store.example", "192.0.2.1"}, listed.Hosts)
	for _, host := range []string{"store.example:8788", "STORE.example", "192.0.2.1", "localhost"} {
		require.Empty(t, listed.Refusal(asked("GET", host)), host)
	}
	require.NotEmpty(t, listed.Refusal(asked("GET", "a.store.example")))
	require.Contains(t, g.Refusal(asked("GET", "store.example")), `-hosts and "store.example"`)
}

func TestOrigins(t *testing.T) {
	g := Guard{Hosts: []string{"page.example"}}
	for _, origin := range []string{"http://localhost:8787", "http://localhost", "https://127.0.0.1:1", "http://[::1]:5173",
		"http://app.localhost:3000", "capacitor://localhost", "http://page.example", "https://page.example:8443"} {
		r := asked("PUT", "localhost:8788", "Origin", origin, "Sec-Fetch-Site", "cross-site")
		require.Empty(t, g.Refusal(r), origin)
	}
	for _, origin := range []string{"null", "", "http://evil.example", "https://localhost.evil.example", "file://",
		"http://localhost@evil.example", "http://evil.example/localhost", "localhost", "http://page.example.evil",
		"chrome-extension://abcdef", "http://localhost, http://evil.example", "://", "http://%zz"} {
		for _, site := range []string{"", "cross-site", "same-origin", "none"} {
			r := asked("POST", "localhost:8788", "Origin", origin, "Sec-Fetch-Site", site)
			require.Contains(t, g.Refusal(r), "a page of the origin", "%s %s", origin, site)
		}
	}
	two := asked("POST", "localhost", "Origin", "http://localhost", "Origin", "http://evil.example")
	require.NotEmpty(t, g.Refusal(two))
}

func TestSites(t *testing.T) {
	for site, ok := range map[string]bool{"": true, "none": true, "same-origin": true, "same-site": true, "cross-site": false} {
		r := asked("GET", "localhost", "Sec-Fetch-Site", site)
		require.Equal(t, ok, (&Guard{}).Refusal(r) == "", site)
	}
	link := asked("GET", "localhost", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document")
	require.Empty(t, (&Guard{Links: true}).Refusal(link))
	require.NotEmpty(t, (&Guard{}).Refusal(link))
	for name, value := range map[string]string{"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Mode": "no-cors"} {
		framed := link.Clone(link.Context())
		framed.Header.Set(name, value)
		require.NotEmpty(t, (&Guard{Links: true}).Refusal(framed), value)
	}
	form := link.Clone(link.Context())
	form.Method = http.MethodPost
	require.NotEmpty(t, (&Guard{Links: true}).Refusal(form))
}

var proxied = []string{"Forwarded", "Via", "X-Real-IP", "CF-Connecting-IP", "X-Forwarded-Host", "X-Forwarded-For",
	"X-Forwarded-Proto", "X-Forwarded-Anything", "True-Client-IP", "X-Client-IP", "CDN-Loop"}

func TestProxies(t *testing.T) {
	for _, name := range proxied {
		r := asked("GET", "localhost:8788", name, "127.0.0.1")
		require.Contains(t, (&Guard{}).Refusal(r), "a proxy passed the request on", name)
		require.Empty(t, (&Guard{Hosts: []string{"store.example"}}).Refusal(r), name)
		require.False(t, Local(r), name)
	}
}

func TestLocal(t *testing.T) {
	for client, host := range map[string]string{"127.0.0.1:1": "localhost:8788", "[::1]:1": "127.0.0.1"} {
		r := asked("GET", host)
		r.RemoteAddr = client
		require.True(t, Local(r), client)
	}
	for client, host := range map[string]string{"192.0.2.1:1": "localhost", "127.0.0.1:1": "evil.example", "": "localhost", "@": "localhost"} {
		r := asked("GET", host)
		r.RemoteAddr = client
		require.False(t, Local(r), client)
	}
}

func TestWrap(t *testing.T) {
	served := 0
	h := (&Guard{}).Wrap(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { served++ }))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, asked("POST", "localhost", "Origin", "http://evil.example"))
	require.Equal(t, []any{403, 0}, []any{w.Code, served})
	require.Equal(t, "nosniff", w.Header().Get("X-Content-Type-Options"))
	require.True(t, strings.HasSuffix(w.Body.String(), "-hosts and \"evil.example\".\n"), w.Body.String())
	h.ServeHTTP(httptest.NewRecorder(), asked("POST", "localhost"))
	require.Equal(t, 1, served)
}
