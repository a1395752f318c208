package main

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/partway/partway/scripts/internal/guard"
)

// contentTypes are the files a page is made of. Anything else in the folder is
// not served. WebAssembly.compileStreaming insists on application/wasm.
var contentTypes = map[string]string{
	".css":  "text/css; charset=utf-8",
	".html": "text/html; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".json": "application/json",
	".map":  "application/json", // of the debug build
	".svg":  "image/svg+xml",
	".wasm": "application/wasm",
}

type handler struct {
	files   fs.FS
	policy  string
	config  []byte
	signer  http.Handler
	weather http.Handler // nil: there is none
}

// newHandler serves the files, /config.json, the signer and, where it is asked
// for, /weather. Lines of the signer's log go to log. The files' FS must not
// lead out of its folder. The store is an origin such as http://localhost:8788.
// hosts are names beside this machine's own that are answered too.
func newHandler(files fs.FS, store string, hosts []string, withWeather bool, log io.Writer) (http.Handler, error) {
	origin, err := url.Parse(store)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	if origin.Scheme == "" || origin.Host == "" || store != origin.Scheme+"://"+origin.Host {
		return nil, fmt.Errorf("store: %q is not an origin like http://localhost:8788", store)
	}
	config, err := pageConfig(origin, withWeather)
	if err != nil {
		return nil, err
	}
	signer, err := newSigner(origin, hosts, log)
	if err != nil {
		return nil, err
	}
	h := &handler{files: files, policy: contentSecurityPolicy(origin), config: config, signer: signer}
	if withWeather {
		h.weather = newWeather(origin)
	}
	around := guard.Guard{Hosts: hosts, Links: true}
	return around.Wrap(h), nil
}

// contentSecurityPolicy allows what an upload needs and nothing more. The store
// is also reached by the bucket's name in front of its host.
func contentSecurityPolicy(store *url.URL) string {
	hostStyle := store.Scheme + "://*." + store.Host
	return strings.Join([]string{
		"default-src 'none'",
		"script-src 'self' 'wasm-unsafe-eval'",
		"style-src 'self'",
		"img-src 'self'",
		"connect-src 'self' " + store.String() + " " + hostStyle,
		"worker-src 'self'",
		"base-uri 'none'",
		"form-action 'none'",
		"frame-ancestors 'none'",
	}, "; ")
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, "/s3/") || r.URL.Path == "/healthz" {
		h.signer.ServeHTTP(w, r)
		return
	}
	header := w.Header()
	header.Set("Content-Security-Policy", h.policy)
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
	// Files change with every build: keep them, but ask before using them.
	header.Set("Cache-Control", "no-cache")

	if r.URL.Path == "/weather" && h.weather != nil {
		h.weather.ServeHTTP(w, r)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		header.Set("Allow", "GET, HEAD")
		http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(r.URL.Path, "/")
	switch name {
	case "":
		h.file(w, r, "index.html")
	case "config.json":
		header.Set("Content-Type", contentTypes[".json"])
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(h.config))
	default:
		h.file(w, r, name)
	}
}

func (h *handler) file(w http.ResponseWriter, r *http.Request, name string) {
	contentType, served := contentTypes[path.Ext(name)]
	if !served || !fs.ValidPath(name) {
		http.NotFound(w, r)
		return
	}
	file, err := h.files.Open(name)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	defer file.Close()
	info, err := file.Stat()
	content, seeks := file.(io.ReadSeeker)
	if err != nil || !info.Mode().IsRegular() || !seeks {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", contentType)
	http.ServeContent(w, r, "", info.ModTime(), content)
}
