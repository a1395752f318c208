package module

import (
	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/wire"
	"github.com/partway/partway/wasm/abi"
)

// read says what a reply means.
func read(r *abi.Reader) []byte {
	op := request.OpByName(r.Text())
	d, known := dialect.ByName(r.Text())
	part, status := r.Number(), r.Number()
	reply := &request.Reply{Status: status, Headers: r.Pairs(), Body: r.Bytes()}
	if !r.Done() {
		return malformed(wrongFields)
	}
	if !known {
		return malformed("there is no such dialect")
	}
	w, err := reading(op, d, part, reply)
	if err != nil {
		return storeFault(err)
	}
	if w == nil {
		return malformed(wrongFields)
	}
	return w.Message()
}

// reading is the answer to a reply that is a success. It writes no answer for
// an operation that this module's page does not perform.
func reading(op request.Op, d *dialect.Dialect, part int, reply *request.Reply) (*abi.Writer, *wire.Error) {
	switch op {
	case request.UploadPart:
		x, err := wire.ReadUploadPart(d, part, reply)
		return ok(x.ETag, x.CRC64, x.RequestID), err
	case request.PutObject:
		x, err := wire.ReadPutObject(d, reply)
		return ok(x.ETag, x.CRC64, x.VersionID, x.RequestID), err
	}
	return readingWithKeys(op, d, reply)
}
