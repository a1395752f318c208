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
	reply := request.Reply{Status: status, Headers: r.Pairs(), Body: r.Bytes()}
	if !r.Done() || op == request.NoOp {
		return malformed(wrongFields)
	}
	if !known {
		return malformed("there is no such dialect")
	}
	w, err := reading(op, d, part, reply)
	if err != nil {
		return storeFault(err)
	}
	return w.Message()
}

func reading(op request.Op, d *dialect.Dialect, part int, reply request.Reply) (*abi.Writer, *wire.Error) {
	switch op {
	case request.Initiate:
		x, err := wire.ReadInitiate(d, reply)
		return ok(x.Bucket, x.Key, x.UploadID, x.RequestID), err
	case request.UploadPart:
		x, err := wire.ReadUploadPart(d, part, reply)
		return ok(x.ETag, x.CRC64, x.RequestID), err
	case request.ListParts:
		x, err := wire.ReadListParts(d, reply)
		return partsPage(x), err
	case request.Complete:
		x, err := wire.ReadComplete(d, reply)
		return ok(x.ETag, x.Location, x.CRC64, x.VersionID, x.RequestID), err
	case request.Abort:
		x, err := wire.ReadAbort(d, reply)
		return ok(x.RequestID), err
	case request.ListUploads:
		x, err := wire.ReadListUploads(d, reply)
		return uploadsPage(x), err
	case request.PutObject:
		x, err := wire.ReadPutObject(d, reply)
		return ok(x.ETag, x.CRC64, x.VersionID, x.RequestID), err
	}
	x, err := wire.ReadHeadObject(d, reply)
	w := ok()
	w.Int(x.Size)
	w.Texts(x.ETag, x.CRC64, x.VersionID, x.RequestID)
	return w, err
}

func partsPage(x wire.PartsPage) *abi.Writer {
	w := ok()
	w.Flag(x.Truncated)
	w.Int(int64(x.NextMarker))
	w.Int(int64(len(x.Parts)))
	for _, p := range x.Parts {
		w.Int(int64(p.Number))
		w.Text(p.ETag)
		w.Int(p.Size)
		w.Text(p.CRC64)
	}
	return w
}

func uploadsPage(x wire.UploadsPage) *abi.Writer {
	w := ok()
	w.Flag(x.Truncated)
	w.Texts(x.NextKeyMarker, x.NextUploadIDMarker)
	w.Int(int64(len(x.Uploads)))
	for _, u := range x.Uploads {
		w.Texts(u.Key, u.UploadID, u.Initiated)
	}
	return w
}
