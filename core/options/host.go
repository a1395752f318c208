package options

import (
	"strings"

	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/request"
)

// origin is an endpoint taken apart: where requests go, without the bucket.
type origin struct {
	scheme string // "https" or "http"
	name   string // lower case, without port; IPv6 in brackets
	port   string // ":8788", or empty for the scheme's own
	base   string // path in front of everything: "" or "/oss"
	ip     bool
}

// loopback reports whether requests to a host, with or without a port, stay on
// this machine. Browsers treat such origins as secure without TLS.
func loopback(host string) bool {
	if i := strings.LastIndexByte(host, ':'); i >= 0 && !strings.HasSuffix(host, "]") {
		host = host[:i]
	}
	ip, isIP := parseIPv4(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || host == "[::1]" || isIP && ip[0] == 127
}

// parse reads a host or a URL, as browsers will. It returns what is wrong, in
// words that follow the value; empty for nothing.
func (o *origin) parse(value string) (fault string) {
	o.scheme = "https"
	host := value
	if scheme, after, found := cutAt(value, "://"); found {
		o.scheme, host = request.Lower(scheme), after
		if o.scheme != "https" && o.scheme != "http" {
			return "must begin with https:// or http://."
		}
	}
	if i := strings.IndexByte(host, '/'); i >= 0 {
		host, o.base = host[:i], trimRight(host[i:], '/')
	}
	if !legalBase(o.base) {
		return `has a path that browsers or stores would change: use letters, digits, "-", ".", "_" and "~".`
	}
	if host, fault = o.takePort(host); fault != "" {
		return fault
	}
	return o.takeName(request.Lower(host))
}

func legalBase(base string) bool {
	if base == "" {
		return true
	}
	for _, segment := range split(base[1:], '/') {
		if segment == "" || segment == "." || segment == ".." || !only(segment, "-._~") {
			return false
		}
	}
	return true
}

// takePort cuts the port off. The scheme's own is dropped, as browsers drop it
// from the Host header that is signed.
func (o *origin) takePort(host string) (name, fault string) {
	i := strings.LastIndexByte(host, ':')
	if i < 0 || strings.HasSuffix(host, "]") {
		return host, ""
	}
	port, ok := decimal.ParseUint(host[i+1:])
	if !ok || port == 0 || port > 65535 {
		return host, "has a port that is not a number from 1 to 65535."
	}
	if o.scheme == "https" && port != 443 || o.scheme == "http" && port != 80 {
		o.port = ":" + decimal.String(int64(port))
	}
	return host[:i], ""
}

func (o *origin) takeName(name string) (fault string) {
	o.name, o.ip = name, true
	if len(name) > 1 && name[0] == '[' {
		if name[len(name)-1] != ']' || !legalIPv6(name[1:len(name)-1]) {
			return "has an IPv6 address that is not in its shortest form."
		}
		return ""
	}
	if _, ok := parseIPv4(name); ok {
		return ""
	}
	o.ip = false
	if !legalHost(name) {
		return "is not a host name: labels of a-z, 0-9 and \"-\" with dots between them. Names beyond ASCII go in their xn-- form."
	}
	return ""
}

// legalHost refuses names that end in a number as well: browsers read those as
// IPv4 addresses.
func legalHost(name string) bool {
	if len(name) > 253 {
		return false
	}
	last := ""
	for _, label := range split(name, '.') {
		if label == "" || len(label) > 63 || !only(label, "-_") || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		last = label
	}
	return !digits(last) && !strings.HasPrefix(last, "0x")
}
