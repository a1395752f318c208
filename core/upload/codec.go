package upload

import "unsafe"

// codec writes a machine as bytes, or reads it: each field is named once, for
// both directions. Numbers have 7 bits to the byte, the lowest first. A fault
// while reading sticks: every later field is 0.
type codec struct {
	b       []byte // what was written, or is still to be read
	reading bool
	bad     bool
}

// most bounds the numbers that are read, so that sums of them do not overflow.
// Milliseconds and the bytes of any object are far below.
const most = 1 << 60

func (c *codec) byte(p *byte) { c.raw(unsafe.Pointer(p), 1) }

// raw is memory without pointers as it lies. It must have a fixed size: a text
// or number of the snapshot that another build reads does not.
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

// long are numbers from 0 on.
func (c *codec) long(fields ...*int64) {
	for _, p := range fields {
		n := uint64(*p)
		if c.reading {
			n = 0
		}
		for shift := 0; ; shift += 7 {
			b := byte(n>>shift) & 0x7F
			if !c.reading && n>>shift > 0x7F {
				b |= 0x80
			}
			c.byte(&b)
			if c.reading && shift < 63 {
				n |= uint64(b&0x7F) << shift
			}
			if b < 0x80 || shift > 63 {
				break
			}
		}
		if n > most {
			c.bad, n = true, 0
		}
		*p = int64(n)
	}
}

// int are numbers from 0 to 2^30.
func (c *codec) int(fields ...*int) {
	for _, p := range fields {
		n := int64(*p)
		c.long(&n)
		if n > 1<<30 {
			c.bad, n = true, 0
		}
		*p = int(n)
	}
}

// text is bounded by the bytes that are there.
func (c *codec) text(fields ...*string) {
	for _, p := range fields {
		n := len(*p)
		c.int(&n)
		switch {
		case !c.reading:
			c.b = append(c.b, *p...)
		case n > len(c.b):
			c.bad, *p = true, ""
		default:
			*p, c.b = string(c.b[:n]), c.b[n:]
		}
	}
}

// bools are up to 8 flags in a byte.
func (c *codec) bools(flags ...*bool) {
	var b byte
	for i, f := range flags {
		if *f {
			b |= 1 << i
		}
	}
	c.byte(&b)
	for i, f := range flags {
		*f = b&(1<<i) != 0
	}
}
