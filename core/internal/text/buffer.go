package text

// Buffer collects text. Where a program for a page puts strings together, one
// call with all the pieces is half the code of a chain of appends or pluses,
// each of which the compiler expands where it stands.
type Buffer []byte

// Add appends the parts.
//
//go:noinline
func (b *Buffer) Add(parts ...string) {
	for _, p := range parts {
		*b = append(*b, p...)
	}
}

// String is what was added.
func (b *Buffer) String() string { return string(*b) }

// Cat is the parts, one after the other.
//
//go:noinline
func Cat(parts ...string) string {
	size := 0
	for _, p := range parts {
		size += len(p)
	}
	b := make(Buffer, 0, size)
	b.Add(parts...)
	return b.String()
}
