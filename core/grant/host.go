package grant

import (
	"strings"

	"github.com/partway/partway/core/decimal"
)

// canonicalHost is a host as browsers write it, or what is wrong with it.
func canonicalHost(host string) (canonical, fault string) {
	if inner, found := strings.CutPrefix(host, "["); found {
		groups, ok := parseIPv6(strings.TrimSuffix(inner, "]"))
		if !ok || !strings.HasSuffix(inner, "]") {
			return "", "has an IPv6 address that is none: write it as in https://[::1]:8443"
		}
		return "[" + formatIPv6(groups) + "]", ""
	}
	switch {
	case host == "":
		return "", "names no host: write https://www.example.com"
	case strings.Contains(host, "*"):
		return "", "has a * that is no whole label in front of a domain: write https://*.example.com, or :* for any port"
	case strings.HasSuffix(host, "."):
		return "", "has a dot behind its host: write it without"
	}
	labels := strings.Split(host, ".")
	for i, label := range labels {
		if labels[i], fault = canonicalLabel(label); fault != "" {
			return "", fault
		}
	}
	host = strings.Join(labels, ".")
	// Browsers take a host whose last label is a number for an IPv4 address.
	if last := labels[len(labels)-1]; digit(last[0]) && numeric(last) && !isIPv4(host) {
		return "", "has an IPv4 address that browsers write in another way: four numbers from 0 to 255"
	}
	if len(host) > 253 {
		return "", "has a host of more than 253 characters"
	}
	return host, ""
}

// canonicalLabel is a label in lower case and ASCII.
func canonicalLabel(label string) (canonical, fault string) {
	if strings.ContainsFunc(label, func(r rune) bool { return r >= 0x80 && mapped(r) }) {
		return "", "has a letter that browsers write as another: copy the host from the page's location.origin"
	}
	label = strings.ToLower(label)
	if !isASCII(label) {
		label = "xn--" + punycode([]rune(label))
	}
	switch {
	case label == "" || len(label) > 63:
		return "", "has a label in its host that is empty or longer than 63 characters"
	case !hostBytes(label):
		return "", "has a character that hosts do not have"
	}
	return label, ""
}

// hostBytes reports whether a text is of what stands in hosts in ASCII.
func hostBytes(s string) bool {
	for i := range len(s) {
		c := s[i]
		if !digit(c) && !('a' <= c|0x20 && c|0x20 <= 'z') && c != '-' && c != '_' && c != '.' {
			return false
		}
	}
	return s != ""
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

// numeric takes decimal and hexadecimal numbers.
func numeric(s string) bool {
	if rest, hex := strings.CutPrefix(s, "0x"); hex {
		return strings.Trim(rest, "0123456789abcdef") == ""
	}
	return strings.Trim(s, "0123456789") == ""
}

// isIPv4 takes four numbers without zeros in front.
func isIPv4(host string) bool {
	parts := strings.Split(host, ".")
	for _, part := range parts {
		n, ok := decimal.ParseUint(part)
		if !ok || n > 255 || len(part) > 1 && part[0] == '0' {
			return false
		}
	}
	return len(parts) == 4
}

// parseIPv6 reads the eight groups of an address without a zone or an IPv4
// address in it.
func parseIPv6(s string) (groups [8]uint16, ok bool) {
	front, back, short := strings.Cut(s, "::")
	head, ok1 := ipv6Groups(front)
	tail, ok2 := ipv6Groups(back)
	n := len(head) + len(tail)
	if !ok1 || !ok2 || short && n > 7 || !short && n != 8 {
		return groups, false
	}
	copy(groups[:], head)
	copy(groups[8-len(tail):], tail)
	return groups, true
}

func ipv6Groups(s string) (groups []uint16, ok bool) {
	if s == "" {
		return nil, true
	}
	for _, part := range strings.Split(s, ":") {
		if part == "" || len(part) > 4 {
			return nil, false
		}
		var n uint16
		for i := range len(part) {
			if !hexDigit(part[i]) {
				return nil, false
			}
			c := part[i] | 0x20
			if digit(part[i]) {
				n = n<<4 | uint16(part[i]-'0')
			} else {
				n = n<<4 | uint16(c-'a'+10)
			}
		}
		groups = append(groups, n)
	}
	return groups, true
}

// formatIPv6 writes "::" for the first of the longest runs of zeros that has at
// least two (https://url.spec.whatwg.org/#concept-ipv6-serializer, 2026-12-01).
func formatIPv6(groups [8]uint16) string {
	from, length := -1, 1
	for i := 0; i < 8; i++ {
		end := i
		for end < 8 && groups[end] == 0 {
			end++
		}
		if end-i > length {
			from, length = i, end-i
		}
		i = max(i, end-1)
	}
	var b []byte
	for i := 0; i < 8; i++ {
		if i == from {
			b = append(b, "::"...)
			i += length - 1
			continue
		}
		if len(b) > 0 && b[len(b)-1] != ':' {
			b = append(b, ':')
		}
		b = appendHex(b, groups[i])
	}
	return string(b)
}

func appendHex(b []byte, n uint16) []byte {
	const digits = "0123456789abcdef"
	started := false
	for shift := 12; shift >= 0; shift -= 4 {
		d := n >> shift & 15
		if started = started || d != 0 || shift == 0; started {
			b = append(b, digits[d])
		}
	}
	return b
}
