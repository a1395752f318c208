package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// told is a store that writes down what its control is told.
func told(t *testing.T) (origin string, bodies *[]string) {
	t.Helper()
	bodies = &[]string{}
	store := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil || r.URL.Path != controlPath || r.Header.Get("Origin") != "" ||
			strings.Contains(string(body), "wrong") {
			http.Error(w, "no such rule", http.StatusBadRequest)
			return
		}
		*bodies = append(*bodies, string(body))
		w.WriteHeader(http.StatusNoContent)
	}))
	t.Cleanup(store.Close)
	return store.URL, bodies
}

func TestWeather(t *testing.T) {
	const own = "http://localhost:8787"
	for _, row := range []struct {
		name, method, host, client, origin, kind, body string
		want                                           int
	}{
		{"its own page", "POST", "localhost:8787", "127.0.0.1:1", own, "application/json", "{}", 204},
		{"by an address", "POST", "127.0.0.1:8787", "127.0.0.1:1", "http://127.0.0.1:8787", "application/json", "{}", 204},
		{"what the store refuses", "POST", "localhost:8787", "127.0.0.1:1", own, "application/json", "wrong", 400},
		{"another page", "POST", "localhost:8787", "127.0.0.1:1", "http://localhost:9999", "application/json", "{}", 403},
		{"no page", "POST", "localhost:8787", "127.0.0.1:1", "", "application/json", "{}", 403},
		{"a name that leads here", "POST", "evil.example:8787", "127.0.0.1:1", "http://evil.example:8787", "application/json", "{}", 403},
		{"another machine", "POST", "localhost:8787", "192.0.2.1:1", own, "application/json", "{}", 403},
		{"a form", "POST", "localhost:8787", "127.0.0.1:1", own, "text/plain", "{}", 415},
		{"a look", "GET", "localhost:8787", "127.0.0.1:1", own, "application/json", "", 405},
		{"far too much", "POST", "localhost:8787", "127.0.0.1:1", own, "application/json", strings.Repeat(" ", maxWeather+1), 413},
		{"as much as may be", "POST", "localhost:8787", "127.0.0.1:1", own, "application/json", strings.Repeat(" ", maxWeather), 204},
	} {
		origin, bodies := told(t)
		h, err := newHandler(os.DirFS(t.TempDir()), origin, nil, true, io.Discard)
		require.NoError(t, err)
		r := httptest.NewRequest(row.method, "/weather", strings.NewReader(row.body))
		r.Host, r.RemoteAddr = row.host, row.client
		r.Header.Set("Content-Type", row.kind)
		if row.origin != "" {
			r.Header.Set("Origin", row.origin)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		require.Equal(t, row.want, w.Code, row.name)
		require.Equal(t, row.want == 204, len(*bodies) == 1, row.name)
	}
}

func TestWeatherDoesNotFollowRedirects(t *testing.T) {
	origin, bodies := told(t)
	for _, status := range []int{http.StatusFound, http.StatusTemporaryRedirect} {
		store := httptest.NewServer(http.RedirectHandler(origin+controlPath, status))
		u, err := url.Parse(store.URL)
		require.NoError(t, err)
		w := httptest.NewRecorder()
		newWeather(u).pass(w, httptest.NewRequest(http.MethodPost, "/weather", strings.NewReader("{}")))
		store.Close()
		require.Equal(t, status, w.Code)
	}
	require.Empty(t, *bodies)
}

func TestNoWeatherUnlessAskedFor(t *testing.T) {
	origin, bodies := told(t)
	for _, with := range []bool{false, true} {
		h, err := newHandler(os.DirFS(t.TempDir()), origin, nil, with, io.Discard)
		require.NoError(t, err)
		require.Equal(t, with, strings.Contains(get(h, http.MethodGet, "/config.json").Body.String(), `"weather":true`))
		if !with {
			require.Equal(t, http.StatusMethodNotAllowed, get(h, http.MethodPost, "/weather").Code)
		}
	}
	require.Empty(t, *bodies)
}
