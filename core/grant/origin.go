package grant

import "strings"

// OriginAllowed reports whether a page's origin is in a list. A pattern may
// hold one "*": "https://*.example.com", "http://localhost:*", or "*" for any.
// The star stands for no slash, so that it stays within the host.
func OriginAllowed(patterns []string, origin string) bool {
	for _, p := range patterns {
		before, after, star := strings.Cut(p, "*")
		if p == origin || p == "*" {
			return true
		}
		if star && len(origin) > len(before)+len(after) && strings.HasPrefix(origin, before) &&
			strings.HasSuffix(origin, after) &&
			!strings.ContainsAny(origin[len(before):len(origin)-len(after)], "/?#@\\ ") {
			return true
		}
	}
	return false
}

// OriginFault says what is wrong with a pattern; empty for nothing.
func OriginFault(p string) string {
	if p == "*" {
		return ""
	}
	host, secure := strings.CutPrefix(p, "https://")
	if !secure {
		var plain bool
		if host, plain = strings.CutPrefix(p, "http://"); !plain {
			return "must begin with https:// or http://, or be * for any page"
		}
	}
	switch {
	case host == "" || strings.ContainsAny(host, "/?#@\\ "):
		return "must be an origin: scheme, host and port, without a slash at the end"
	case strings.Count(p, "*") > 1:
		return "may hold one * only"
	case strings.HasSuffix(host, "*") && !strings.HasSuffix(host, ":*"):
		return "must not end in *, which would let in any domain that begins so"
	}
	return ""
}
