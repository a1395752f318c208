package grant

// The numbers of RFC 3492, section 5.
const (
	punyBase, punyLeast, punyMost   = 36, 1, 26
	punySkew, punyDamp, punyInitial = 38, 700, 72
)

// punycode writes a label in ASCII (RFC 3492). The label is in lower case and
// composed, so that this is all that browsers do with it.
func punycode(label []rune) string {
	var out []byte
	for _, r := range label {
		if r < 0x80 {
			out = append(out, byte(r))
		}
	}
	basic := len(out)
	if basic > 0 {
		out = append(out, '-')
	}
	next, delta, bias, done := rune(0x80), 0, punyInitial, basic
	for done < len(label) {
		smallest := rune(0x7fffffff)
		for _, r := range label {
			if r >= next && r < smallest {
				smallest = r
			}
		}
		delta += int(smallest-next) * (done + 1)
		next = smallest
		for _, r := range label {
			if r < next {
				delta++
			}
			if r != next {
				continue
			}
			out = punycodeNumber(out, delta, bias)
			bias = adapt(delta, done+1, done == basic)
			delta = 0
			done++
		}
		delta++
		next++
	}
	return string(out)
}

func punycodeNumber(out []byte, n, bias int) []byte {
	for k := punyBase; ; k += punyBase {
		t := min(max(k-bias, punyLeast), punyMost)
		if n < t {
			return append(out, punycodeDigit(n))
		}
		out = append(out, punycodeDigit(t+(n-t)%(punyBase-t)))
		n = (n - t) / (punyBase - t)
	}
}

func adapt(delta, points int, first bool) (bias int) {
	if first {
		delta /= punyDamp
	} else {
		delta /= 2
	}
	delta += delta / points
	for delta > (punyBase-punyLeast)*punyMost/2 {
		delta /= punyBase - punyLeast
		bias += punyBase
	}
	return bias + (punyBase-punyLeast+1)*delta/(delta+punySkew)
}

func punycodeDigit(d int) byte {
	if d < 26 {
		return byte('a' + d)
	}
	return byte('0' + d - 26)
}

// mapped reports whether browsers may write a character as another, or as none
// (https://www.unicode.org/reports/tr46/, 2026-12-01): marks that could be
// composed, forms for compatibility, what is invisible. Node's URL, asked for
// every character, maps no other one but to lower case.
func mapped(r rune) bool {
	if r == 0xb7 || r == 0x200c || r == 0x200d {
		return false
	}
	for _, span := range mappedSpans {
		if span[0] <= r && r <= span[1] {
			return true
		}
	}
	return unsafeRune(r, "")
}

// mappedSpans are coarse: a host with another character of theirs can still be
// written in ASCII, which the error says how to get.
var mappedSpans = [...][2]rune{
	{0x80, 0xbf}, {0xd7, 0xd7}, {0xf7, 0xf7}, {0x130, 0x130}, {0x132, 0x133}, {0x13f, 0x140}, {0x149, 0x149},
	{0x17f, 0x17f}, {0x1c4, 0x1cc}, {0x1f1, 0x1f3}, {0x2b0, 0x2b8}, {0x2d8, 0x2e4}, {0x300, 0x37e}, {0x387, 0x387},
	{0x3d0, 0x3d6}, {0x3f0, 0x3f9}, {0x587, 0x587}, {0x958, 0x95f}, {0x9dc, 0x9df}, {0xa33, 0xa36}, {0xa59, 0xa5e},
	{0xb5c, 0xb5d}, {0xe33, 0xe33}, {0xeb3, 0xeb3}, {0xedc, 0xedd}, {0xf0c, 0xfb9}, {0x10fc, 0x11ff}, {0x13a0, 0x13fd},
	{0x180b, 0x180f}, {0x1ab0, 0x1aff}, {0x1c80, 0x1c88}, {0x1d00, 0x1dff}, {0x1e9a, 0x1e9e}, {0x1f70, 0x2bff},
	{0x2c7c, 0x2c7d}, {0x2d6f, 0x2d6f}, {0x2e80, 0x3004}, {0x3036, 0x303a}, {0x3099, 0x309c}, {0x309f, 0x309f},
	{0x30ff, 0x30ff}, {0x3130, 0x33ff}, {0xa69c, 0xa69d}, {0xa770, 0xa770}, {0xa7f2, 0xa7f9}, {0xab5c, 0xabbf},
	{0xe000, 0xffff}, {0x10780, 0x107ba}, {0x1bca0, 0x1bca3}, {0x1d000, 0x1d7ff}, {0x1e030, 0x1e06d}, {0x1ee00, 0x1eeff},
	{0x1f100, 0x1f2ff}, {0x1fbf0, 0x1fbf9}, {0x2f800, 0x2fa1f}, {0xe0000, 0x10ffff},
}
