package text

// Trim takes the characters of cut, which are ASCII, off both ends of s.
func Trim(s, cut string) string {
	for s != "" && Has(cut, s[0]) {
		s = s[1:]
	}
	for s != "" && Has(cut, s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	return s
}

// Has reports whether a byte is in a text.
func Has(s string, c byte) bool {
	for i := range len(s) {
		if s[i] == c {
			return true
		}
	}
	return false
}
