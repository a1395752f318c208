package options

import (
	"strings"

	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/internal/text"
)

// parseIPv4 takes four decimal numbers without leading zeros, the one spelling
// that browsers leave as it is.
func parseIPv4(s string) (ip [4]byte, ok bool) {
	n := 0
	for _, part := range strings.Split(s, ".") {
		v, ok := decimal.ParseUint(part)
		if !ok || v > 255 || n == 4 || len(part) > 1 && part[0] == '0' {
			return ip, false
		}
		ip[n] = byte(v)
		n++
	}
	return ip, n == 4
}

// parseIPv6 reads an address without brackets, zone and embedded IPv4, and
// returns it as browsers write it into the Host header (RFC 5952).
func parseIPv6(s string) (canonical string, ok bool) {
	head, tail, short := strings.Cut(s, "::")
	left, okLeft := groups(head)
	right, okRight := groups(tail)
	n := len(left) + len(right)
	if !okLeft || !okRight || n > 8 || short == (n == 8) {
		return "", false
	}
	var all [8]uint16
	copy(all[:], left)
	copy(all[8-len(right):], right)
	return writeIPv6(all), true
}

// groups reads hexadecimal numbers with colons between them; none from "".
func groups(s string) (list []uint16, ok bool) {
	if s == "" {
		return nil, true
	}
	for _, group := range strings.Split(s, ":") {
		if group == "" || len(group) > 4 || len(list) == 8 || !hex(group) {
			return nil, false
		}
		v := uint16(0)
		for _, c := range []byte(group) {
			v = v<<4 | uint16(c&15) + uint16(c>>6)*9
		}
		list = append(list, v)
	}
	return list, true
}

func writeIPv6(all [8]uint16) string {
	from, to := zeros(all)
	var b []byte
	for i := 0; i < 8; i++ {
		if i == from {
			b = append(b, "::"...)
			i = to - 1
			continue
		}
		if i > 0 && i != to {
			b = append(b, ':')
		}
		group := strings.TrimLeft(text.Hex([]byte{byte(all[i] >> 8), byte(all[i])}), "0")
		if group == "" {
			group = "0"
		}
		b = append(b, group...)
	}
	return string(b)
}

// zeros is the first longest run of at least two zeros, as [from, to); -1, -1
// for none.
func zeros(all [8]uint16) (from, to int) {
	from, to = -1, -1
	for i := 0; i < 8; i++ {
		j := i
		for j < 8 && all[j] == 0 {
			j++
		}
		if j-i >= 2 && j-i > to-from {
			from, to = i, j
		}
		if j > i {
			i = j
		}
	}
	return from, to
}
