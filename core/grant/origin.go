package grant

import (
	"strings"

	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/options"
)

// Origin is a pattern of the origins of pages, as browsers write them: in lower
// case, in ASCII, without a port that is the scheme's own. Make it with
// ParseOrigin; the zero value allows none.
type Origin struct {
	before, after string // around the star; without a star before is the whole origin
	star          star
}

type star uint8

const (
	noStar   star = iota
	anyPage       // "*"
	anyLabel      // "https://*.example.com": one label or more in front of that domain
	anyPort       // "http://localhost:*": that host on any port
)

// ParseOrigin reads what a person writes and makes of it what browsers send.
// fault says what is wrong with a pattern that no browser's origin could match,
// or that would match more than was meant, and names the right form.
func ParseOrigin(text string) (o Origin, fault string) {
	switch {
	case text == "*":
		return Origin{star: anyPage}, ""
	case text == "null":
		return o, "is null, the origin of any page in a sandbox: name the page's own, such as https://www.example.com"
	case strings.Count(text, "*") > 1:
		return o, "has more than one *"
	}
	scheme, rest, found := strings.Cut(text, "://")
	if !found {
		return o, "has no scheme" + right("https://"+pathless(text))
	}
	scheme = strings.ToLower(scheme)
	if fault := schemeFault(scheme, rest); fault != "" {
		return o, fault
	}
	authority := pathless(rest)
	if i := strings.LastIndexByte(authority, '@'); i >= 0 {
		return o, "names a user" + right(scheme+"://"+authority[i+1:])
	}
	if authority != rest {
		return o, "is an address and not an origin" + right(scheme+"://"+authority)
	}
	if scheme != "https" && scheme != "http" {
		return parseApp(scheme, authority)
	}
	return parseWeb(scheme, authority)
}

// right names the form that a pattern should have had.
func right(form string) string {
	if len(form) > 100 {
		return ""
	}
	return ": write " + form
}

// pathless is what stands in front of a path, query or fragment.
func pathless(s string) string {
	if i := strings.IndexAny(s, `/\?#`); i >= 0 {
		return s[:i]
	}
	return s
}

// schemeFault: pages have the schemes of the web, or those under which apps and
// extensions serve theirs (capacitor://, tauri://, chrome-extension://, …).
func schemeFault(scheme, rest string) string {
	switch scheme {
	case "http", "https":
		return ""
	case "wss":
		return "has a scheme that pages do not have" + right("https://"+pathless(rest))
	case "ws":
		return "has a scheme that pages do not have" + right("http://"+pathless(rest))
	case "file", "data", "blob", "about", "javascript":
		return "never matches: pages of " + scheme + ": have the origin null"
	}
	for i := range len(scheme) {
		c := scheme[i]
		letter := 'a' <= c && c <= 'z'
		if !letter && (i == 0 || !digit(c) && c != '+' && c != '-' && c != '.') {
			return "has a scheme that is none: write https:// or http://"
		}
	}
	if meant := options.Meant(scheme, []string{"https", "http"}); strings.Contains(meant, "Did you mean") {
		return "has a scheme that pages do not have" + meant
	}
	if scheme == "" {
		return "has no scheme" + right("https://"+pathless(rest))
	}
	return ""
}

// parseApp reads the origin of an app's or an extension's pages. Their hosts
// are names of the system's own and know no star.
func parseApp(scheme, host string) (o Origin, fault string) {
	host = strings.ToLower(host)
	name, port, given := strings.Cut(host, ":")
	if name == "" || !hostBytes(name) || given && !legalPort(port) {
		return o, "must name the app, as its pages' location.origin does: write " + scheme + "://localhost"
	}
	return Origin{before: scheme + "://" + host}, ""
}

func parseWeb(scheme, authority string) (o Origin, fault string) {
	host, port := authority, ""
	if i := strings.LastIndexByte(authority, ':'); i >= 0 && !strings.HasSuffix(authority, "]") {
		host, port = authority[:i], authority[i+1:]
		if port != "" && port != "*" && !legalPort(port) {
			return o, "has a port that is none: 1 to 65535, or * for any"
		}
	}
	host, wild := strings.CutPrefix(host, "*.")
	host, fault = canonicalHost(host)
	if fault != "" {
		return o, fault
	}
	if wild && (!strings.Contains(host, ".") || isIPv4(host)) {
		return o, "has a * for all of " + host + ", whoever has them: name a domain, as in https://*.example.com"
	}
	if n, _ := decimal.ParseUint(port); n > 0 {
		port = decimal.String(int64(n)) // without zeros in front
	}
	if scheme == "https" && port == "443" || scheme == "http" && port == "80" {
		port = ""
	}
	switch {
	case port == "*":
		return Origin{before: scheme + "://" + host, star: anyPort}, ""
	case port != "":
		host += ":" + port
	}
	if wild {
		return Origin{before: scheme + "://", after: "." + host, star: anyLabel}, ""
	}
	return Origin{before: scheme + "://" + host}, ""
}

func legalPort(s string) bool {
	n, ok := decimal.ParseUint(s)
	return ok && n >= 1 && n <= 65535
}

// Any reports whether pages of all origins match.
func (o Origin) Any() bool { return o.star == anyPage }

// String is the pattern as it is compared.
func (o Origin) String() string {
	switch o.star {
	case anyPage:
		return "*"
	case anyLabel:
		return o.before + "*" + o.after
	case anyPort:
		return o.before + ":*"
	}
	return o.before
}

// Allows compares the pattern with what a browser sent.
func (o Origin) Allows(origin string) bool {
	switch o.star {
	case anyPage:
		return true
	case anyPort:
		rest, found := strings.CutPrefix(origin, o.before)
		port, given := strings.CutPrefix(rest, ":")
		return found && (rest == "" || given && legalPort(port))
	case anyLabel:
		if len(origin) <= len(o.before)+len(o.after) || !strings.HasPrefix(origin, o.before) ||
			!strings.HasSuffix(origin, o.after) {
			return false
		}
		labels := origin[len(o.before) : len(origin)-len(o.after)]
		return hostBytes(labels) && labels == strings.ToLower(labels) && !strings.HasPrefix(labels, ".") &&
			!strings.HasSuffix(labels, ".") && !strings.Contains(labels, "..")
	}
	return origin != "" && origin == o.before
}

// OriginAllowed reports whether a page's origin is in a list.
func OriginAllowed(list []Origin, origin string) bool {
	for _, o := range list {
		if o.Allows(origin) {
			return true
		}
	}
	return false
}
