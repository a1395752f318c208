package text

// Index is where word first begins in s, or -1. That of package strings is made
// for long texts and costs a page 1 KB.
func Index(s, word string) int {
	for i := 0; i+len(word) <= len(s); i++ {
		if s[i:i+len(word)] == word {
			return i
		}
	}
	return -1
}
