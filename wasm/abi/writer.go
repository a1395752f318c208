package abi

import (
	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/request"
)

// Writer puts a message together. The zero value is an empty message.
type Writer struct{ b []byte }

// Message is what has been written; it is the Writer's own memory.
func (w *Writer) Message() []byte { return w.b }

// Text writes a text field.
func (w *Writer) Text(s string) {
	w.length(len(s))
	w.b = append(w.b, s...)
}

// Texts writes text fields, one after the other. It is no list.
func (w *Writer) Texts(fields ...string) {
	for _, f := range fields {
		w.Text(f)
	}
}

// Bytes writes a field of any bytes.
func (w *Writer) Bytes(p []byte) {
	w.length(len(p))
	w.b = append(w.b, p...)
}

// Flag writes "1" or "".
func (w *Writer) Flag(set bool) {
	if set {
		w.Text("1")
	} else {
		w.Text("")
	}
}

// Int writes a number.
func (w *Writer) Int(n int64) { w.Text(decimal.String(n)) }

// Ints writes numbers, one after the other. It is no list.
func (w *Writer) Ints(numbers ...int64) {
	for _, n := range numbers {
		w.Int(n)
	}
}

// Uint64 writes a number without sign.
func (w *Writer) Uint64(n uint64) { w.Bytes(decimal.AppendUint(nil, n)) }

// List writes a list of text fields.
func (w *Writer) List(items []string) {
	w.Int(int64(len(items)))
	w.Texts(items...)
}

// Pairs writes a list of pairs.
func (w *Writer) Pairs(pairs []request.Pair) {
	w.Int(int64(len(pairs)))
	for _, p := range pairs {
		w.Texts(p.Name, p.Value)
	}
}

func (w *Writer) length(n int) {
	w.b = append(w.b, byte(n), byte(n>>8), byte(n>>16), byte(n>>24))
}
