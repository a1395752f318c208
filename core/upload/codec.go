package upload

// codec writes a machine as bytes, or reads it: each field is named once, for
// both directions. Numbers have 7 bits to the byte, the lowest first. A fault
// while reading sticks: every later field is 0.
type codec struct {
	b       []byte // what was written, or is still to be read
	reading bool
	bad     bool
}

// most bounds the numbers that are read, so that sums of them do not overflow.
// Milliseconds since 1970 and the bytes of any object are far below.
const most = 1 << 60

func (c *codec) byte(p *byte) {
	switch {
	case !c.reading:
		c.b = append(c.b, *p)
	case len(c.b) == 0:
		c.bad, *p = true, 0
	default:
		*p, c.b = c.b[0], c.b[1:]
	}
}

func (c *codec) uint(p *uint64) {
	n := *p
	if !c.reading {
		for ; n >= 0x80; n >>= 7 {
			c.b = append(c.b, byte(n)|0x80)
		}
		c.b = append(c.b, byte(n))
		return
	}
	*p = 0
	for shift := 0; shift < 64; shift += 7 {
		var b byte
		c.byte(&b)
		*p |= uint64(b&0x7F) << shift
		if b < 0x80 {
			return
		}
	}
	c.bad, *p = true, 0
}

// long is a number that may be negative.
func (c *codec) long(fields ...*int64) {
	for _, p := range fields {
		n := uint64(*p<<1 ^ *p>>63)
		c.uint(&n)
		*p = int64(n>>1) ^ -int64(n&1)
		if *p > most || *p < -most {
			c.bad, *p = true, 0
		}
	}
}

// int is a number from 0 to limit.
func (c *codec) int(limit int, fields ...*int) {
	for _, p := range fields {
		n := uint64(*p)
		c.uint(&n)
		if n > uint64(limit) {
			c.bad, n = true, 0
		}
		*p = int(n)
	}
}

// small is a number of a type with so many values.
func (c *codec) small(p *byte, values byte) {
	c.byte(p)
	if *p >= values {
		c.bad, *p = true, 0
	}
}

// text is bounded by the bytes that are there.
func (c *codec) text(fields ...*string) {
	for _, p := range fields {
		n := len(*p)
		c.int(1<<30, &n)
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

// digest is 16 bytes.
func (c *codec) digest(p *[16]byte) {
	switch {
	case !c.reading:
		c.b = append(c.b, p[:]...)
	case len(c.b) < len(p):
		c.bad = true
	default:
		c.b = c.b[copy(p[:], c.b):]
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
	c.bad = c.bad || b>>len(flags) != 0
}
