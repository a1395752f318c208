package upload

// comparison is what comes of comparing the file's checksum with the store's.
type comparison uint8

const (
	incomparable comparison = iota // one of the two is not known
	equal
	unequal
)

func equalIf(same bool) comparison {
	if same {
		return equal
	}
	return unequal
}
