package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const store = "http://localhost:9001"

// serving returns a handler over a folder that holds some of a page's files,
// files no page has, and a link that leads out of it.
func serving(t *testing.T) http.Handler {
	t.Helper()
	outside := t.TempDir()
	folder := filepath.Join(outside, "web")
	require.NoError(t, os.MkdirAll(filepath.Join(folder, "sub.js"), 0o755))
	for name, content := range map[string]string{
		"web/index.html":   "<!doctype html>",
		"web/partway.js":   "export {}",
		"web/partway.wasm": "\x00asm",
		"web/notes.txt":    "not for the page",
		"secret.json":      "outside",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(outside, name), []byte(content), 0o644))
	}
	require.NoError(t, os.Symlink("../secret.json", filepath.Join(folder, "link.json")))
	root, err := os.OpenRoot(folder)
	require.NoError(t, err)
	t.Cleanup(func() { root.Close() })
	h, err := newHandler(root.FS(), store, nil, false, io.Discard)
	require.NoError(t, err)
	return h
}

func get(h http.Handler, method, path string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://localhost:8787/", nil)
	r.URL.Path, r.RemoteAddr = path, "127.0.0.1:40000"
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestFiles(t *testing.T) {
	h := serving(t)
	for _, row := range []struct {
		path, wantType, wantBody string
	}{
		{"/", "text/html; charset=utf-8", "<!doctype html>"},
		{"/index.html", "text/html; charset=utf-8", "<!doctype html>"},
		{"/partway.js", "text/javascript; charset=utf-8", "export {}"},
		{"/partway.wasm", "application/wasm", "\x00asm"},
	} {
		w := get(h, http.MethodGet, row.path)
		require.Equal(t, http.StatusOK, w.Code, row.path)
		require.Equal(t, row.wantType, w.Header().Get("Content-Type"), row.path)
		require.Equal(t, row.wantBody, w.Body.String(), row.path)
		require.Equal(t, "no-cache", w.Header().Get("Cache-Control"), row.path)
	}
}

func TestNothingElseIsServed(t *testing.T) {
	h := serving(t)
	for _, path := range []string{
		"/missing.js", "/notes.txt", "/sub.js", "/sub.js/", "//partway.js", "/../secret.json", "/./partway.js",
		"/sub.js/../../secret.json", "/link.json", "/partway.js/", "/..", "/a\x00.js",
	} {
		require.Equal(t, http.StatusNotFound, get(h, http.MethodGet, path).Code, path)
	}
	require.Equal(t, http.StatusMethodNotAllowed, get(h, http.MethodPost, "/").Code)
	require.Empty(t, get(h, http.MethodHead, "/").Body.String())
}

func TestEveryReplyHasThePolicy(t *testing.T) {
	h := serving(t)
	want := "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; " +
		"connect-src 'self' http://localhost:9001 http://*.localhost:9001; worker-src 'self'; " +
		"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	for _, path := range []string{"/", "/config.json", "/missing.js"} {
		w := get(h, http.MethodGet, path)
		require.Equal(t, want, w.Header().Get("Content-Security-Policy"), path)
		require.Equal(t, "nosniff", w.Header().Get("X-Content-Type-Options"), path)
	}
}

func TestConfigNamesTheStore(t *testing.T) {
	w := get(serving(t), http.MethodGet, "/config.json")
	require.Equal(t, "application/json", w.Header().Get("Content-Type"))
	var got config
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &got))
	for _, dialect := range []string{"oss", "cos", "s3"} {
		require.Equal(t, store+"/"+dialect, got.Endpoints[dialect])
		require.NotEmpty(t, got.Buckets[dialect])
		require.NotEmpty(t, got.Regions[dialect])
	}
}

func TestStoreMustBeAnOrigin(t *testing.T) {
	for _, bad := range []string{"", "localhost:9001", "http://", "http://localhost:9001/", "http://x/oss", "http://x; script-src *", "::"} {
		_, err := newHandler(os.DirFS(t.TempDir()), bad, nil, false, io.Discard)
		require.Error(t, err, bad)
	}
}

// The signer takes POST, and answers for the three targets of the store.
func TestSignerIsMounted(t *testing.T) {
	h := serving(t)
	w := get(h, http.MethodGet, "/healthz")
	require.JSONEq(
		t,
		`{"ok":true,"targets":[{"name":"cos","dialect":"cos"},{"name":"oss","dialect":"oss"},{"name":"s3","dialect":"s3"}]}`,
		w.Body.String(),
	)
	require.Equal(t, http.StatusBadRequest, get(h, http.MethodPost, "/s3/multipart").Code)
	require.Equal(t, http.StatusNotFound, get(h, http.MethodGet, "/s3/other").Code)

	r := httptest.NewRequest(
		http.MethodPost,
		"http://signer.example/s3/multipart",
		strings.NewReader(`{"filename":"a","size":1}`),
	)
	w = httptest.NewRecorder()
	h.ServeHTTP(w, r)
	require.Equal(t, http.StatusForbidden, w.Code, "it asks nobody who they are, so it serves this machine only")
}

// The keys of the signer's store are public, so a page elsewhere gets nothing: no upload, and nothing to read.
func TestForeignersAreRefused(t *testing.T) {
	h := serving(t)
	begin := func(change func(*http.Request)) *httptest.ResponseRecorder {
		r := httptest.NewRequest(
			http.MethodPost, "http://localhost:8787/s3/multipart", strings.NewReader(`{"filename":"a","size":1,"target":"s3"}`),
		)
		r.RemoteAddr = "127.0.0.1:40000"
		r.Header.Set("Content-Type", "text/plain")
		change(r)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	for name, change := range map[string]func(*http.Request){
		"a page elsewhere":       func(r *http.Request) { r.Header.Set("Origin", "http://evil.example") },
		"a page without origin":  func(r *http.Request) { r.Header.Set("Origin", "null") },
		"a request elsewhere":    func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
		"a name that leads here": func(r *http.Request) { r.Host = "evil.example:8787" },
		"by a proxy":             func(r *http.Request) { r.Header.Set("Via", "1.1 proxy") },
	} {
		w := begin(change)
		require.Equal(t, http.StatusForbidden, w.Code, name)
		require.NotContains(t, w.Body.String(), "uploadId", name)
	}
	require.NotEqual(t, http.StatusForbidden, begin(func(*http.Request) {}).Code)
	link := httptest.NewRequest(http.MethodGet, "http://localhost:8787/", nil)
	for name, value := range map[string]string{"Site": "cross-site", "Mode": "navigate", "Dest": "document"} {
		link.Header.Set("Sec-Fetch-"+name, value)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, link)
	require.Equal(t, http.StatusOK, w.Code, "a link to the page")
}

func TestHostsMayBeListed(t *testing.T) {
	h, err := newHandler(os.DirFS(t.TempDir()), store, []string{"app.example"}, false, io.Discard)
	require.NoError(t, err)
	for origin, want := range map[string]string{"https://app.example": "https://app.example", "https://evil.example": ""} {
		r := httptest.NewRequest(http.MethodOptions, "http://localhost:8787/s3/multipart", nil)
		r.Header.Set("Origin", origin)
		r.Header.Set("Access-Control-Request-Method", "POST")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		require.Equal(t, want, w.Header().Get("Access-Control-Allow-Origin"))
	}
}
