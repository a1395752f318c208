//go:build !nokeys

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
		return malformed(wrongDialect)
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

// reading is the answer to a reply that is a success; none for an operation that
// there is not.
func reading(op request.Op, d *dialect.Dialect, part int, reply *request.Reply) (*abi.Writer, *wire.Error) {
	switch op {
	case request.UploadPart:
		x, err := wire.ReadUploadPart(d, part, reply)
		return ok(x.ETag, x.CRC64, x.RequestID), err
	case request.PutObject:
		x, err := wire.ReadPutObject(d, reply)
		return ok(x.ETag, x.CRC64, x.VersionID, x.RequestID), err
	case request.Initiate:
		x, err := wire.ReadInitiate(d, reply)
		return ok(x.Bucket, x.Key, x.UploadID, x.RequestID), err
	case request.ListParts:
		x, err := wire.ReadListParts(d, reply)
		return partsPage(&x), err
	case request.Complete:
		x, err := wire.ReadComplete(d, reply)
		return ok(x.ETag, x.Location, x.CRC64, x.VersionID, x.RequestID), err
	case request.Abort:
		x, err := wire.ReadAbort(d, reply)
		return ok(x.RequestID), err
	case request.ListUploads:
		x, err := wire.ReadListUploads(d, reply)
		return uploadsPage(&x), err
	case request.HeadObject:
		x, err := wire.ReadHeadObject(d, reply)
		return object(&x), err
	}
	return nil, nil
}

func partsPage(x *wire.PartsPage) *abi.Writer {
	w := ok()
	w.Flag(x.Truncated)
	w.Int(int64(x.NextMarker))
	w.Int(int64(len(x.Parts)))
	for i := range x.Parts {
		p := &x.Parts[i]
		w.Int(int64(p.Number))
		w.Text(p.ETag)
		w.Int(p.Size)
		w.Text(p.CRC64)
	}
	return w
}

func uploadsPage(x *wire.UploadsPage) *abi.Writer {
	w := ok()
	w.Flag(x.Truncated)
	w.Texts(x.NextKeyMarker, x.NextUploadIDMarker)
	w.Int(int64(len(x.Uploads)))
	for i := range x.Uploads {
		u := &x.Uploads[i]
		w.Texts(u.Key, u.UploadID, u.Initiated)
	}
	return w
}

func object(x *wire.Object) *abi.Writer {
	w := ok()
	w.Int(x.Size)
	w.Texts(x.ETag, x.CRC64, x.VersionID, x.RequestID)
	return w
}

// storeFault is the answer to a reply that is a failure.
func storeFault(e *wire.Error) []byte {
	var w abi.Writer
	w.Texts(abi.Store, e.Op.String())
	w.Int(int64(e.Part))
	w.Int(int64(e.Status))
	w.Texts(e.Code, e.Message, e.RequestID, e.Retry.String(), e.Advice)
	w.Flag(e.Stored)
	w.Int(e.ServerTime)
	w.Int(e.RetryAfter)
	return w.Message()
}
