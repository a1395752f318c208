package server

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCORS(t *testing.T) {
	h := newHarness(t)
	preflight := func(origin, method, headers string) reply {
		return h.send(req{method: "OPTIONS", dialect: "oss", key: "k", unsigned: true, after: func(r *http.Request) {
			for name, value := range map[string]string{"Origin": origin, "Access-Control-Request-Method": method, "Access-Control-Request-Headers": headers} {
				if value != "" {
					r.Header.Set(name, value)
				}
			}
		}})
	}
	ok := preflight("http://page.example", "PUT", "authorization, x-oss-date")
	require.Equal(t, 200, ok.StatusCode)
	require.Equal(t, "http://page.example", ok.Header.Get("Access-Control-Allow-Origin"))
	require.Equal(t, "authorization, x-oss-date", ok.Header.Get("Access-Control-Allow-Headers"))
	require.Contains(t, ok.Header.Get("Access-Control-Expose-Headers"), "ETag")
	require.Equal(t, "600", ok.Header.Get("Access-Control-Max-Age"))

	for _, bad := range []reply{preflight("http://other.example", "PUT", ""), preflight("http://page.example", "PATCH", "")} {
		require.Equal(t, "403 AccessForbidden", bad.Status[:3]+" "+bad.text("Code"))
		require.True(t, strings.HasPrefix(bad.text("Message"), "CORSResponse:"))
		require.Empty(t, bad.Header.Get("Access-Control-Allow-Origin"))
	}
	require.Equal(t, 400, preflight("http://page.example", "", "").StatusCode)

	origin := func(o string) func(*http.Request) { return func(r *http.Request) { r.Header.Set("Origin", o) } }
	put := h.send(req{method: "PUT", dialect: "oss", key: "k", body: "x", after: origin("http://page.example")})
	require.Equal(t, "http://page.example", put.Header.Get("Access-Control-Allow-Origin"))
	failed := h.send(
		req{method: "PUT", dialect: "oss", key: "k", body: "x", unsigned: true, after: origin("http://page.example")},
	)
	require.Equal(t, 403, failed.StatusCode)
	require.Equal(
		t,
		"http://page.example",
		failed.Header.Get("Access-Control-Allow-Origin"),
		"errors can be read as well",
	)
	foreign := h.send(req{method: "PUT", dialect: "oss", key: "k", body: "x", after: origin("http://other.example")})
	require.Equal(t, 200, foreign.StatusCode)
	require.Empty(t, foreign.Header.Get("Access-Control-Allow-Origin"))
}
