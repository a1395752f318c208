package main

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/partway/partway/scripts/internal/guard"
)

// weather passes on what the page says shall go wrong at the local store. The
// store itself takes that from programs only; this server's own page is the one
// page that may. It is there only with -weather.
type weather struct {
	control string // URL of the store's control
	client  *http.Client
}

// controlPath is misbehave.ControlPath, which is the store's own.
const controlPath = "/_partway/faults"

// maxWeather bounds the settings, in bytes.
const maxWeather = 64 << 10

func newWeather(store *url.URL) *weather {
	return &weather{store.String() + controlPath, &http.Client{
		Timeout: 5 * time.Second,
		// Nothing but the store itself is told.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

func (h *weather) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case !ownPage(r):
		http.Error(w, "The weather is made by this server's own page, on this machine.", http.StatusForbidden)
	case r.Method != http.MethodPost:
		w.Header().Set("Allow", "POST")
		http.Error(w, "only POST", http.StatusMethodNotAllowed)
	case r.Header.Get("Content-Type") != "application/json":
		http.Error(w, "the Content-Type must be application/json", http.StatusUnsupportedMediaType)
	default:
		h.pass(w, r)
	}
}

func (h *weather) pass(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxWeather))
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		http.Error(w, "too much weather", http.StatusRequestEntityTooLarge)
		return
	}
	if err != nil {
		http.Error(w, "the settings did not arrive whole", http.StatusBadRequest)
		return
	}
	// A program asks, so that nothing of the page's is passed on but the body.
	reply, err := h.client.Post(h.control, "application/json", bytes.NewReader(body))
	if err != nil {
		http.Error(w, "the store does not answer", http.StatusBadGateway)
		return
	}
	defer reply.Body.Close()
	w.WriteHeader(reply.StatusCode)
	io.Copy(w, io.LimitReader(reply.Body, maxWeather)) // the page may be gone; there is nobody to tell
}

// ownPage reports whether a page of this server asks, on this machine and by
// one of its names. Browsers send Origin with every POST.
func ownPage(r *http.Request) bool {
	return guard.Local(r) && r.Header.Get("Origin") == "http://"+r.Host
}
