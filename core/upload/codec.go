package upload

import "unsafe"

// codec writes a machine as bytes, or reads it: each field is named once, for
// both directions, and most are written as they lie in memory, which is a tenth
// of the code that numbers of any length take, and a tenth of the time. A fault
// while reading sticks: every later field is 0.
type codec struct {
	b       []byte // what was written, or is still to be read
	reading bool
	bad     bool
}

// raw is memory without pointers.
func (c *codec) raw(p unsafe.Pointer, size uintptr) {
	field := unsafe.Slice((*byte)(p), size)
	switch {
	case !c.reading:
		c.b = append(c.b, field...)
	case len(c.b) < len(field):
		c.bad, c.b = true, nil
		clear(field)
	default:
		c.b = c.b[copy(field, c.b):]
	}
}

// count is how many items follow: n, or what is read, of which each takes a
// byte at least.
func (c *codec) count(n int) int {
	count := uint32(n)
	c.raw(unsafe.Pointer(&count), unsafe.Sizeof(count))
	if c.reading && uint64(count) > uint64(len(c.b)) {
		c.bad, count = true, 0
	}
	return int(count)
}

func (c *codec) text(p *string) {
	n := c.count(len(*p))
	if c.reading {
		*p, c.b = string(c.b[:n]), c.b[n:]
	} else {
		c.b = append(c.b, *p...)
	}
}
