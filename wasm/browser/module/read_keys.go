//go:build !nokeys

package module

import (
	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/wire"
	"github.com/partway/partway/wasm/abi"
)

// readingWithKeys reads the replies that only a page with keys gets: its signer
// gets them otherwise.
func readingWithKeys(op request.Op, d *dialect.Dialect, reply *request.Reply) (*abi.Writer, *wire.Error) {
	switch op {
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
