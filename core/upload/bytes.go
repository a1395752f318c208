package upload

// most bounds every number of an encoded machine, so that sums of them do not
// overflow. Milliseconds since 1970 and the bytes of any object are far below.
const most = 1 << 60

// writer puts an encoded machine together: numbers of 7 bits to the byte, the
// lowest first.
type writer struct{ b []byte }

func (w *writer) uint(n uint64) {
	for n >= 0x80 {
		w.b = append(w.b, byte(n)|0x80)
		n >>= 7
	}
	w.b = append(w.b, byte(n))
}

func (w *writer) int(n int) { w.uint(uint64(n)) }

// long is a number that may be negative.
func (w *writer) long(n int64) { w.uint(uint64(n<<1 ^ n>>63)) }

func (w *writer) text(s string) {
	w.int(len(s))
	w.b = append(w.b, s...)
}

// bools are up to 8 flags in a byte.
func (w *writer) bools(flags ...bool) {
	var b byte
	for i, f := range flags {
		if f {
			b |= 1 << i
		}
	}
	w.b = append(w.b, b)
}

// reader takes it apart. The first fault sticks: every later field is 0.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) byte() byte {
	if len(r.b) == 0 {
		r.bad = true
		return 0
	}
	c := r.b[0]
	r.b = r.b[1:]
	return c
}

func (r *reader) uint() (n uint64) {
	for shift := 0; shift < 64; shift += 7 {
		c := r.byte()
		n |= uint64(c&0x7F) << shift
		if c < 0x80 {
			return n
		}
	}
	r.bad = true
	return 0
}

// int is a number from 0 to limit.
func (r *reader) int(limit int) int {
	n := r.uint()
	if n > uint64(limit) {
		r.bad = true
		return 0
	}
	return int(n)
}

// size is a number from 0 to most.
func (r *reader) size() int64 {
	n := r.uint()
	if n > most {
		r.bad = true
		return 0
	}
	return int64(n)
}

func (r *reader) long() int64 {
	n := r.uint()
	v := int64(n>>1) ^ -int64(n&1)
	if v > most || v < -most {
		r.bad = true
		return 0
	}
	return v
}

// text is bounded by the bytes that are there.
func (r *reader) text() string { return string(r.bytes(r.int(len(r.b)))) }

func (r *reader) bytes(n int) []byte {
	if n > len(r.b) {
		r.bad = true
		return nil
	}
	b := r.b[:n]
	r.b = r.b[n:]
	return b
}

func (r *reader) bools(flags ...*bool) {
	b := r.byte()
	for i, f := range flags {
		*f = b&(1<<i) != 0
	}
	r.bad = r.bad || b>>len(flags) != 0
}
