package upload

import "unsafe"

// codec writes a machine as bytes, or reads it: each field is named once, for both directions. Most are serialized by
// copying their memory, which takes a tenth of the code and the time that encoding each number takes. An error while
// reading sticks: every later field is 0.
type codec struct {
	b       []byte // what was written, or what is still to be read
	reading bool
	bad     bool
}

// raw copies memory that holds no pointer.
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

// count writes how many items follow, n, or reads it. Each takes at least a byte, so that a wrong number cannot make
// the reader allocate more than it was given.
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
