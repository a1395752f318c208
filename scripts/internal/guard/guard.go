// Package guard keeps development servers to the machine they run on. Their keys are public, so a signature says
// nothing about who asks: what does is the address that was asked for and the page that asks.
package guard

import (
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Guard says whom a server answers. The zero value answers this machine only. Safe for concurrent use.
type Guard struct {
	// Hosts are names or addresses beyond this machine's own, in lower case and without a port: the server may be
	// reached by them, and pages on them may ask.
	Hosts []string
	// Links lets a link on any page open a page of this server. It is for servers whose pages do nothing by
	// themselves.
	Links bool
}

// ParseHosts reads a list with commas, such as the value of a flag.
func ParseHosts(list string) []string {
	var hosts []string
	for _, host := range strings.Split(list, ",") {
		if host = strings.ToLower(strings.TrimSpace(host)); host != "" {
			hosts = append(hosts, host)
		}
	}
	return hosts
}

// Refusal says why a request must not be answered, in a sentence for the developer; empty: it may be.
//
// A name that is not this machine's is how a page gets around its origin: its owner lets the name lead here once the
// page is loaded (DNS rebinding).
func (g *Guard) Refusal(r *http.Request) string {
	if host := nameOf(r.Host); !g.knows(host) {
		return g.advice("it was asked for by the host "+strconv.Quote(host), host)
	}
	if name := Forwarded(r.Header); name != "" && len(g.Hosts) == 0 {
		return g.advice("the header "+name+" says that a proxy passed the request on", "the proxy's public name")
	}
	origins := r.Header.Values("Origin")
	for _, origin := range origins {
		if host := hostOf(origin); !g.knows(host) {
			return g.advice("a page of the origin "+strconv.Quote(origin)+" asks", host)
		}
	}
	// Without an Origin: an image, a script, a frame or a link. Pages of one machine may have different sites
	// (localhost and 127.0.0.1), but then what they send to be read has an Origin.
	if len(origins) == 0 && r.Header.Get("Sec-Fetch-Site") == "cross-site" && !g.opens(r) {
		return g.advice("a page of another site asks (Sec-Fetch-Site)", "")
	}
	return ""
}

func (g *Guard) advice(why, host string) string {
	text := "This server answers its own machine only, because its keys are public, and " + why + "."
	if host != "" {
		text += " To allow that, start it with -hosts and " + strconv.Quote(host) + "."
	}
	return text
}

func (g *Guard) knows(host string) bool { return Loopback(host) || slices.Contains(g.Hosts, host) }

// opens reports whether a link opens a page in a tab, which is no more than the user could type.
func (g *Guard) opens(r *http.Request) bool {
	return g.Links && (r.Method == http.MethodGet || r.Method == http.MethodHead) &&
		r.Header.Get("Sec-Fetch-Mode") == "navigate" && r.Header.Get("Sec-Fetch-Dest") == "document"
}

// Wrap answers with 403 and the reason in place of next what must not be answered.
func (g *Guard) Wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if why := g.Refusal(r); why != "" {
			http.Error(w, why, http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// Local reports whether a client on this very machine asks for it by one of the machine's own names.
func Local(r *http.Request) bool {
	client, _, err := net.SplitHostPort(r.RemoteAddr)
	return err == nil && net.ParseIP(client).IsLoopback() && Loopback(nameOf(r.Host)) && Forwarded(r.Header) == ""
}

// Loopback reports whether a host without a port is this machine: localhost and what is below it, which browsers
// never look up, and the addresses that lead back.
func Loopback(host string) bool {
	host = strings.ToLower(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || net.ParseIP(host).IsLoopback()
}

// forwarding are the headers by which proxies say for whom they ask, beside X-Forwarded-….
var forwarding = []string{"Forwarded", "Via", "X-Real-Ip", "X-Client-Ip", "X-Cluster-Client-Ip", "True-Client-Ip",
	"Cf-Connecting-Ip", "Fastly-Client-Ip", "X-Envoy-External-Address", "X-Original-Host", "X-Original-Url",
	"X-Original-Forwarded-For", "Cdn-Loop"}

// Forwarded is the name of a header that shows that a proxy passed the request on; empty: none does.
func Forwarded(h http.Header) string {
	for name := range h {
		if strings.HasPrefix(name, "X-Forwarded-") || slices.Contains(forwarding, name) {
			return name
		}
	}
	return ""
}

// nameOf is a Host header without its port, in lower case.
func nameOf(host string) string { return strings.ToLower((&url.URL{Host: host}).Hostname()) }

// hostOf is the host of an origin; empty for "null" and what is no origin.
func hostOf(origin string) string {
	u, err := url.Parse(origin)
	if err != nil || u.Opaque != "" || u.User != nil || u.Path != "" || u.RawQuery != "" || u.Fragment != "" {
		return ""
	}
	return strings.ToLower(u.Hostname())
}
