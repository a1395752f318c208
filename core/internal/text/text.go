// Package text writes bytes as hexadecimal and base64, as signatures, ETags
// and digests need them, without the packages of encoding and their errors.
package text

const (
	lowerHex = "0123456789abcdef"
	alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
)

// Hex is b in lower-case hexadecimal.
func Hex(b []byte) string {
	out := make([]byte, 0, 2*len(b))
	for _, c := range b {
		out = append(out, lowerHex[c>>4], lowerHex[c&15])
	}
	return string(out)
}

// Base64 is b in the standard alphabet with padding (RFC 4648, section 4).
func Base64(b []byte) string {
	out := make([]byte, (len(b)+2)/3*4)
	for i := range out {
		// The i-th character holds the bits from 6i on: of this byte and the next.
		at, shift := i*6/8, 10-i*6%8
		if at >= len(b) {
			out[i] = '='
			continue
		}
		v := uint16(b[at]) << 8
		if at+1 < len(b) {
			v |= uint16(b[at+1])
		}
		out[i] = alphabet[v>>shift&63]
	}
	return string(out)
}

// Base64Decode is the reverse of Base64 and accepts nothing that Base64 would
// not write: no white space, no missing padding, no stray bits.
func Base64Decode(s string) ([]byte, bool) {
	if len(s)%4 != 0 {
		return nil, false
	}
	out := make([]byte, 0, len(s)/4*3)
	for ; len(s) > 4; s = s[4:] {
		v, ok := quad(s[:4])
		if !ok {
			return nil, false
		}
		out = append(out, byte(v>>16), byte(v>>8), byte(v))
	}
	if s == "" {
		return out, true
	}
	return lastQuad(out, s)
}

// lastQuad decodes the four characters that may end in padding.
func lastQuad(out []byte, s string) ([]byte, bool) {
	keep, fill := 3, ""
	if s[3] == '=' {
		keep, fill = 2, "A"
		if s[2] == '=' {
			keep, fill = 1, "AA"
		}
	}
	v, ok := quad(s[:4-len(fill)] + fill)
	if !ok || v<<(8*(1+keep)) != 0 {
		return nil, false
	}
	return append(out, byte(v>>16), byte(v>>8), byte(v))[:len(out)+keep], true
}

func quad(s string) (v uint32, ok bool) {
	for i := 0; i < 4; i++ {
		d := digit(s[i])
		if d > 63 {
			return 0, false
		}
		v = v<<6 | uint32(d)
	}
	return v, true
}

// digit is the value of one character, above 63 for one outside the alphabet.
func digit(c byte) byte {
	switch {
	case 'A' <= c && c <= 'Z':
		return c - 'A'
	case 'a' <= c && c <= 'z':
		return c - 'a' + 26
	case '0' <= c && c <= '9':
		return c - '0' + 52
	case c == '+':
		return 62
	case c == '/':
		return 63
	}
	return 255
}
