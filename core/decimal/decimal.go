// Package decimal reads and writes decimal numbers. strconv does the same and
// costs a page kilobytes, most of them for errors that quote their input.
package decimal

// Append appends n.
func Append(b []byte, n int64) []byte {
	if n < 0 {
		return AppendUint(append(b, '-'), -uint64(n))
	}
	return AppendUint(b, uint64(n))
}

// AppendUint appends n.
func AppendUint(b []byte, n uint64) []byte {
	var digits [20]byte
	i := len(digits)
	for {
		i--
		digits[i] = '0' + byte(n%10)
		n /= 10
		if n == 0 {
			return append(b, digits[i:]...)
		}
	}
}

// String is n as text.
func String(n int64) string { return string(Append(nil, n)) }

// Parse reads a number of the form that Append writes, leading zeros allowed:
// no plus sign, no space. ok is false for anything else and for what an int64
// cannot hold; n is then 0.
func Parse(s string) (n int64, ok bool) {
	negative := len(s) > 0 && s[0] == '-'
	if negative {
		s = s[1:]
	}
	u, ok := ParseUint(s)
	switch {
	case !ok:
		return 0, false
	case negative && u <= 1<<63:
		return -int64(u), true
	case !negative && u < 1<<63:
		return int64(u), true
	}
	return 0, false
}

// ParseUint is Parse for numbers without a sign, up to 2^64-1.
func ParseUint(s string) (n uint64, ok bool) {
	for i := 0; i < len(s); i++ {
		d := uint64(s[i] - '0')
		if d > 9 || n > (1<<64-1-d)/10 {
			return 0, false
		}
		n = n*10 + d
	}
	return n, len(s) > 0
}
