package server

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

// What comes from elsewhere is not served, well signed as it may be: the keys are public.
func TestForeignersAreRefused(t *testing.T) {
	h := newHarness(t)
	foreign := map[string]func(*http.Request){
		"a page elsewhere":       func(r *http.Request) { r.Header.Set("Origin", "http://evil.example") },
		"a page without origin":  func(r *http.Request) { r.Header.Set("Origin", "null") },
		"a link elsewhere":       func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
		"a name that leads here": func(r *http.Request) { r.Host = "evil.example" },
	}
	require.Equal(t, 200, h.send(req{method: "PUT", dialect: "s3", key: "mine", body: "mine"}).StatusCode)
	id := h.initiate("s3", "mine")
	for name, change := range foreign {
		for _, q := range []req{
			{method: "PUT", key: "theirs", body: "<script>alert(1)</script>"},
			{method: "POST", body: "x"},
			{method: "POST", key: "theirs", query: pairs("uploads", "")},
			{method: "PUT", key: "mine", query: pairs("partNumber", "1", "uploadId", id), body: "x"},
			{method: "GET", query: pairs("uploads", "")},
			{method: "GET", key: "mine"},
			{method: "HEAD", key: "mine"},
			{method: "DELETE", key: "mine"},
			{method: "DELETE", key: "mine", query: pairs("uploadId", id)},
			{method: "OPTIONS", key: "mine"},
		} {
			q.dialect, q.after, q.presigned = "s3", change, true
			r := h.send(q)
			require.Equal(t, 403, r.StatusCode, "%s: %s", name, q.method)
			require.Empty(t, r.Header.Get("Access-Control-Allow-Origin"))
			require.NotContains(t, r.body, "mine")
		}
	}
	require.Equal(t, "mine", h.send(req{method: "GET", dialect: "s3", key: "mine"}).body)
	require.Equal(t, 404, h.send(req{method: "GET", dialect: "s3", key: "theirs"}).StatusCode)
	require.Equal(t, 204, h.send(req{method: "DELETE", dialect: "s3", key: "mine", query: pairs("uploadId", id)}).StatusCode)
}

// An object is data, whatever it says it is; so is an error.
func TestNothingRunsAsAPageOfTheStore(t *testing.T) {
	h := newHarness(t)
	for _, dialect := range []string{"oss", "cos", "s3"} {
		html := pairs("content-type", "text/html", "content-security-policy", "script-src *")
		require.Equal(t, 200, h.send(req{method: "PUT", dialect: dialect, key: "a.html", headers: html, body: "<p>"}).StatusCode)
		html = pairs("response-content-type", "text/html", "response-content-security-policy", "script-src *")
		for _, q := range []req{
			{method: "GET", key: "a.html", query: html},
			{method: "HEAD", key: "a.html"},
			{method: "GET", key: "missing.html"},
			{method: "GET", key: "a.html", unsigned: true},
			{method: "GET", key: "a.html", after: func(r *http.Request) { r.Host = "evil.example" }},
		} {
			q.dialect = dialect
			r := h.send(q)
			require.Equal(t, []string{"sandbox"}, r.Header.Values("Content-Security-Policy"), "%d", r.StatusCode)
			require.Equal(t, []string{"nosniff"}, r.Header.Values("X-Content-Type-Options"), "%d", r.StatusCode)
		}
	}
}
