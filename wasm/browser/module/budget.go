package module

import (
	"github.com/partway/partway/core/upload"
	"github.com/partway/partway/wasm/abi"
)

// The events of a budget.
const (
	wants = iota
	releases
	ends
)

// budget tells the shared budget of a page what an upload wants or has done,
// and whose turn it is.
func budget(r *abi.Reader) []byte {
	b := &upload.Budget{}
	if kept := r.Bytes(); len(kept) > 0 {
		var err error
		if b, err = upload.DecodeBudget(kept); err != nil {
			return malformed(wrongState)
		}
	}
	event, id, n, size, now := r.Number(), r.Number(), r.Number(), r.Int(), r.Int()
	if !r.Done() || event > ends || event == releases && n > mostKind {
		return malformed(wrongFields)
	}
	switch event {
	case wants:
		b.Want(id, n)
	case releases:
		b.Release(id, upload.Verdict(n), size, now)
	case ends:
		b.Drop(id)
	}
	var granted []string
	for id, more := b.Next(now); more; id, more = b.Next(now) {
		granted = append(granted, number(id))
	}
	w := ok()
	w.Bytes(upload.EncodeBudget(b))
	w.Int(int64(b.Limit()))
	w.List(granted)
	return w.Message()
}
