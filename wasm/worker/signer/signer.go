package signer

import (
	"context"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Signer is an http.Handler. Make it with New.
type Signer struct {
	*Config
	env      Env
	keys     keyCache
	claiming sync.Mutex
}

// New makes the handler of a configuration.
func New(config *Config, env Env) *Signer { return &Signer{Config: config, env: env} }

// call is one request on its way.
type call struct {
	*Signer
	ctx  context.Context
	r    *http.Request
	w    http.ResponseWriter
	id   string // request ID
	now  time.Time
	user string
	note note
}

// ServeHTTP implements http.Handler.
func (s *Signer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var random [8]byte
	s.env.Entropy(random[:])
	c := &call{Signer: s, ctx: r.Context(), r: r, w: w, id: hex.EncodeToString(random[:]), now: s.env.Now()}
	c.note = note{ID: c.id, Method: known(r.Method)}
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Request-Id", c.id)
	c.log(c.serve())
}

// serve answers, and returns the status for the log.
func (c *call) serve() int {
	if f := c.allowOrigin(); f != nil {
		return c.fail(f)
	}
	if c.r.Method == http.MethodOptions {
		return c.preflight()
	}
	if c.public && !c.local() {
		return c.fail(refuse(http.StatusInternalServerError, "ConfigurationInvalid", "the secret in seal is one that "+
			"anybody may know, which is good for this machine only: make one with openssl rand -base64 32"))
	}
	to, f := findRoute(c.r.Method, c.r.URL.Path)
	if f != nil {
		return c.fail(f)
	}
	c.note.Route = to.name
	if len(c.r.URL.RawQuery) > maxQuery {
		return c.fail(
			refuse(
				http.StatusRequestURITooLong,
				"QueryTooLong",
				"the query is longer than "+strconv.Itoa(maxQuery)+" bytes",
			),
		)
	}
	if !to.open {
		if c.user, f = c.identify(); f != nil {
			return c.fail(f)
		}
	}
	answer, f := to.run(c, to.id, to.last)
	if f != nil {
		return c.fail(f)
	}
	return c.answer(http.StatusOK, answer)
}

// maxQuery is more than a sealed ID's key and a hundred part numbers take.
const maxQuery = 8 << 10

// route is what a path and a method mean.
type route struct {
	name     string
	open     bool // for anybody, or by a ticket
	id, last string
	run      func(c *call, id, last string) (any, *failure)
}

// routes by their form: the path behind /s3/ with {} for what varies.
var routes = map[string]map[string]route{
	"params":    {http.MethodGet: {name: "params", run: (*call).form}},
	"multipart": {http.MethodPost: {name: "begin", run: (*call).begin}},
	"multipart/{}": {
		http.MethodGet:    {name: "list", run: (*call).list},
		http.MethodDelete: {name: "abort", run: (*call).abort},
	},
	"multipart/{}/batch":    {http.MethodGet: {name: "batch", run: (*call).batch}},
	"multipart/{}/complete": {http.MethodPost: {name: "complete", run: (*call).complete}},
	"multipart/{}/{}":       {http.MethodGet: {name: "part", run: (*call).part}},
	"sign":                  {http.MethodPost: {name: "sign", run: (*call).sign}},
	"direct/{}": {
		http.MethodPost: {
			name: "direct",
			open: true,
			run:  (*call).direct,
		}, http.MethodGet: {name: "direct", open: true, run: (*call).direct},
		http.MethodDelete: {name: "direct", open: true, run: (*call).direct},
	},
	"/healthz": {http.MethodGet: {name: "health", open: true, run: (*call).health}},
}

// findRoute takes any path in front of /s3/ and /healthz.
func findRoute(method, path string) (route, *failure) {
	form, id, last := "", "", ""
	if i := strings.LastIndex(path, "/s3/"); i >= 0 {
		segments := strings.Split(path[i+len("/s3/"):], "/")
		form = segments[0]
		if len(segments) > 1 {
			id, form = segments[1], form+"/{}"
		}
		if len(segments) > 2 {
			last = segments[2]
			if last == "batch" || last == "complete" {
				form += "/" + last
			} else {
				form += "/{}"
			}
		}
		if len(segments) > 3 {
			form = ""
		}
	} else if strings.HasSuffix(path, "/healthz") {
		form = "/healthz"
	}
	methods, found := routes[form]
	if !found {
		return route{}, refuse(http.StatusNotFound, "NoSuchRoute", "there is no such route")
	}
	to, found := methods[method]
	if !found {
		f := refuse(http.StatusMethodNotAllowed, "MethodNotAllowed", "this route takes another method")
		for m := range methods {
			f.allow = append(f.allow, m)
		}
		return route{}, f
	}
	to.id, to.last = id, last
	return to, nil
}

// health says which targets there are, and nothing of their keys.
func (c *call) health(_, _ string) (any, *failure) {
	type entry struct {
		Name    string `json:"name"`
		Dialect string `json:"dialect"`
	}
	var targets []entry
	for _, t := range c.targets {
		targets = append(targets, entry{t.name, t.row.Name})
	}
	return map[string]any{"ok": true, "targets": targets}, nil
}
