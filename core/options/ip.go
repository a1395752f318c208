package options

import "github.com/partway/partway/core/decimal"

// parseIPv4 takes four decimal numbers without leading zeros, the one spelling
// that browsers leave as it is.
func parseIPv4(s string) (ip [4]byte, ok bool) {
	n := 0
	for _, part := range split(s, '.') {
		v, ok := decimal.ParseUint(part)
		if !ok || v > 255 || n == 4 || len(part) > 1 && part[0] == '0' {
			return ip, false
		}
		ip[n] = byte(v)
		n++
	}
	return ip, n == 4
}

// legalIPv6 takes addresses without zone and embedded IPv4, in lower case and
// without leading zeros. Zeros are to be shortened as browsers do (RFC 5952),
// which is not checked here.
func legalIPv6(s string) bool {
	colons, short, digits := 0, 0, 0
	for i := range len(s) {
		switch c := s[i]; {
		case c == ':':
			if colons++; digits == 0 {
				short++ // "::"; at the beginning, its first colon as well
			}
			digits = 0
		case '0' <= c && c <= '9' || 'a' <= c && c <= 'f':
			if digits++; digits > 4 || digits == 2 && s[i-1] == '0' {
				return false
			}
		default:
			return false
		}
	}
	if short > 0 && s[0] == ':' {
		short--
	}
	return colons == 7 && short == 0 && digits > 0 && s[0] != ':' ||
		colons > 1 && colons < 8 && short == 1 && (s[0] != ':' || s[1] == ':') && (digits > 0 || s[len(s)-2] == ':')
}
