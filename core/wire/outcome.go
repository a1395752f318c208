package wire

import (
	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/request"
)

// Outcome is what an answer comes to, for whoever decides what happens next.
// The fields that an operation has are named; what the answer did not tell is
// empty.
type Outcome struct {
	Err *Error // nil: success

	UploadID   string // Initiate; never empty where that succeeded
	PartSize   int64  // Initiate by a signer, which also plans: bytes, 0 for an empty object
	Put        bool   // likewise: one PutObject is best
	Verify     string // likewise: what the store's checksums are, as options.Options.Verify
	ETag       string // UploadPart, PutObject, Complete, HeadObject
	CRC64      string // the same; also of an UploadPart whose ETag is hidden
	Size       int64  // HeadObject; -1 if not told
	Parts      []Part // ListParts
	NextMarker int    // ListParts: where the next page begins; 0 if this was the last

	Named  bool   // something of the store's own is to be seen: an ETag, a request ID, a checksum
	Opaque string // the header that says that the store's ETags are no MD5; empty for none
}

// Read reads the answer to any operation of an upload but ListUploads. Part is 0 where the
// operation has none.
func Read(d *dialect.Dialect, op request.Op, part int, r *request.Reply) (o Outcome) {
	var id string
	switch op {
	case request.Initiate:
		var x Initiated
		x, o.Err = ReadInitiate(d, r)
		o.UploadID = x.UploadID
	case request.UploadPart:
		var x Part
		x, o.Err = ReadUploadPart(d, part, r)
		o.ETag, o.CRC64 = x.ETag, x.CRC64
		if o.Err != nil && o.Err.Code == ETagNotExposed {
			o.CRC64, _ = r.Header(d.CRC64)
		}
	case request.ListParts:
		var x PartsPage
		x, o.Err = ReadListParts(d, r)
		o.Parts, o.NextMarker = x.Parts, x.NextMarker
	case request.Complete:
		var x Completed
		x, o.Err = ReadComplete(d, r)
		o.ETag, o.CRC64 = x.ETag, x.CRC64
	case request.Abort:
		_, o.Err = ReadAbort(d, r)
	case request.PutObject:
		var x Stored
		x, o.Err = ReadPutObject(d, r)
		o.ETag, o.CRC64, id = x.ETag, x.CRC64, x.RequestID
	case request.HeadObject:
		var x Object
		x, o.Err = ReadHeadObject(d, r)
		o.ETag, o.CRC64, o.Size, id = x.ETag, x.CRC64, x.Size, x.RequestID
	}
	o.Named = o.ETag != "" || o.CRC64 != "" || id != ""
	o.Opaque = Opaque(r)
	return o
}

// Opaque is the header, with its value, that makes the ETag of an answer no MD5;
// empty if there is none.
func Opaque(r *request.Reply) string {
	for _, h := range r.Headers {
		if dialect.OpaqueETag(h) {
			line := h.Name + ": " + h.Value
			return line[:min(len(line), maxName)]
		}
	}
	return ""
}
