package abi

import (
	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/request"
)

// Reader takes a message apart. The first fault sticks: every later field is
// empty, so the caller reads all fields and asks Done once.
type Reader struct {
	rest []byte
	bad  bool
}

// NewReader reads message, which it does not copy.
func NewReader(message []byte) *Reader {
	return &Reader{rest: message, bad: len(message) > MaxMessage}
}

// Bytes is the next field; it shares memory with the message.
func (r *Reader) Bytes() []byte {
	if r.bad || len(r.rest) < 4 {
		r.bad = true
		return nil
	}
	b := r.rest
	n := uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
	b = b[4:]
	if uint64(n) > uint64(len(b)) {
		r.bad = true
		return nil
	}
	r.rest = b[n:]
	return b[:n:n]
}

// Text is the next field as a string of its own.
func (r *Reader) Text() string { return string(r.Bytes()) }

// Flag is the next field: "1" or "".
func (r *Reader) Flag() bool {
	b := r.Bytes()
	if len(b) > 1 || len(b) == 1 && b[0] != '1' {
		r.bad = true
	}
	return !r.bad && len(b) == 1
}

// Int is the next field as a number.
func (r *Reader) Int() int64 {
	n, ok := decimal.Parse(r.Text())
	r.bad = r.bad || !ok
	return n
}

// Number is the next field as a count, a part number or a status: 0 to 2^31-1,
// so that it fits the int of WebAssembly.
func (r *Reader) Number() int {
	n := r.Int()
	if n < 0 || n > 1<<31-1 {
		r.bad = true
		return 0
	}
	return int(n)
}

// Uint64 is the next field as a number without sign, for a CRC-64.
func (r *Reader) Uint64() uint64 {
	n, ok := decimal.ParseUint(r.Text())
	r.bad = r.bad || !ok
	return n
}

// List is a list of text fields; nil for an empty one.
func (r *Reader) List() []string {
	n := r.Count(1)
	if n == 0 {
		return nil
	}
	list := make([]string, n)
	for i := range list {
		list[i] = r.Text()
	}
	return list
}

// Pairs is a list of pairs; nil for an empty one.
func (r *Reader) Pairs() []request.Pair {
	n := r.Count(2)
	if n == 0 {
		return nil
	}
	pairs := make([]request.Pair, n)
	for i := range pairs {
		pairs[i].Name = r.Text()
		pairs[i].Value = r.Text()
	}
	return pairs
}

// Count is the number of items of a list that have so many fields each. It is
// bounded by the bytes that are really there, of which a field takes four, so a
// caller can make room for as many.
func (r *Reader) Count(fields int) int {
	n := r.Number()
	if n > len(r.rest)/(4*fields) {
		r.bad = true
		return 0
	}
	return n
}

// Fail marks the message as faulty: a field is well formed but senseless.
func (r *Reader) Fail() { r.bad = true }

// Done reports whether the message was whole and everything in it has been read.
func (r *Reader) Done() bool { return !r.bad && len(r.rest) == 0 }
