package signer

import (
	"net/http"
	"strings"

	"github.com/partway/partway/core/grant"
)

// header is a request header. syumai/workers splits values at commas, so they
// are put together again.
func (c *call) header(name string) string { return strings.Join(c.r.Header.Values(name), ",") }

// host is the host that the client named.
func (c *call) host() string {
	if c.r.URL.Host != "" { // in a Worker the URL is whole
		return c.r.URL.Host
	}
	return c.r.Host
}

// allowOrigin lets pages in whose origin some target has; the page that this
// very host serves is one of them. What is no page has no origin.
func (c *call) allowOrigin() *failure {
	h := c.w.Header()
	h.Set("Vary", "Origin")
	origin := c.header("Origin")
	if origin == "" {
		return nil
	}
	for _, t := range c.targets {
		if c.originFits(t) {
			h.Set("Access-Control-Allow-Origin", origin)
			h.Set("Access-Control-Expose-Headers", "X-Request-Id, Retry-After")
			return nil
		}
	}
	return refuse(
		http.StatusForbidden,
		"OriginNotAllowed",
		"pages of this origin may not use the signer; name it in the configuration's origins",
	)
}

// originFits reports whether the request's page may use a target.
func (c *call) originFits(t *target) bool {
	origin := c.header("Origin")
	return origin == "" || grant.OriginAllowed(t.origins, origin) || origin == c.ownOrigin()
}

// ownOrigin is the origin of this host's own pages, as browsers write it.
func (c *call) ownOrigin() string {
	own, fault := grant.ParseOrigin(c.scheme() + "://" + c.host())
	if fault != "" {
		return ""
	}
	return own.String()
}

// scheme is what the client spoke to this host, as the host itself knows it: a
// header that says so may be anybody's.
func (c *call) scheme() string {
	secure := c.r.TLS != nil || c.r.URL.Scheme == "https"
	if c.env.Secure != nil {
		secure = c.env.Secure(c.r)
	}
	if secure {
		return "https"
	}
	return "http"
}

// AllowRequests sets what a preflight is answered with, beside the origin.
func AllowRequests(h http.Header) {
	h.Set("Access-Control-Allow-Methods", "GET, POST, DELETE")
	h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type")
}

// preflight answers OPTIONS; which target it is about only the request tells.
func (c *call) preflight() int {
	h := c.w.Header()
	AllowRequests(h)
	h.Set("Access-Control-Max-Age", "7200")
	c.note.Route = "preflight"
	c.w.WriteHeader(http.StatusNoContent)
	return http.StatusNoContent
}
