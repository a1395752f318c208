package misbehave

import (
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"

	"github.com/partway/partway/scripts/internal/guard"
	"github.com/partway/partway/scripts/store/internal/server"
)

// ControlPath takes Settings by POST, and lists the requests seen by GET
// (?after=<number> leaves out those up to that number). Only programs on this
// machine are answered, and no page.
const ControlPath = "/_partway/faults"

// maxSettings bounds their JSON, in bytes.
const maxSettings = 1 << 20

func (s *Store) control(w http.ResponseWriter, r *http.Request) {
	if !guard.Local(r) || fromPage(r) {
		http.Error(w, "Faults are set by programs on this machine only.", http.StatusForbidden)
		return
	}
	switch r.Method {
	case http.MethodGet:
		after, _ := strconv.Atoi(r.URL.Query().Get("after"))
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(struct { // the client may be gone; there is nobody to tell
			Seen []Request `json:"seen"`
		}{s.Seen(after)})
	case http.MethodPost:
		settings, err := readSettings(r)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		s.Set(settings)
		w.WriteHeader(http.StatusNoContent)
	default:
		w.Header().Set("Allow", "GET, POST")
		http.Error(w, "Use GET or POST.", http.StatusMethodNotAllowed)
	}
}

// fromPage reports whether a page caused the request. Browsers send no Origin
// with a plain GET, such as that of an image, but say from which site it comes;
// "none" is the person who types the address.
func fromPage(r *http.Request) bool {
	site := r.Header.Get("Sec-Fetch-Site")
	return r.Header.Get("Origin") != "" || (site != "" && site != "none")
}

func readSettings(r *http.Request) (settings Settings, err error) {
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "application/json" {
		return settings, fmt.Errorf("the Content-Type must be application/json")
	}
	d := json.NewDecoder(io.LimitReader(r.Body, maxSettings))
	d.DisallowUnknownFields()
	if err := d.Decode(&settings); err != nil {
		return settings, err
	}
	for i := range settings.Rules {
		if err := settings.Rules[i].check(); err != nil {
			return settings, fmt.Errorf("rule %d: %w", i+1, err)
		}
	}
	if settings.CORS != nil {
		if err := settings.CORS.Check(); err != nil {
			return settings, err
		}
	}
	if err := (server.Policy{Deny: settings.Deny}).Check(); err != nil {
		return settings, err
	}
	if err := server.CheckOptions(settings.Ignore); err != nil {
		return settings, err
	}
	if settings.Moved && settings.Region == "" {
		return settings, fmt.Errorf("moved needs a region")
	}
	if settings.OutageMs < 0 || settings.BytesPerSecond < 0 {
		return settings, fmt.Errorf("outageMs and bytesPerSecond must not be negative")
	}
	return settings, nil
}
