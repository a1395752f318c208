package wire

import (
	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/options"
	"github.com/partway/partway/core/request"
)

// Stored is an object that one request stored.
type Stored struct {
	ETag      string // empty if the bucket's CORS rules hide it
	CRC64     string // CRC-64/XZ, decimal; empty if the store told none
	VersionID string // empty without versioning
	Callback  []byte // what the application server answered, where the store calls one; part of the reply's body
	RequestID string // empty if hidden
}

// PutObject stores a whole object at once; the driver supplies the bytes, in
// a form that makes the browser add no Content-Type of its own.
func PutObject(o *options.Options) *request.Request {
	r := build(o, request.PutObject, "PUT")
	addContentType(o, r)
	return r
}

// ReadPutObject reads what was stored.
func ReadPutObject(d *dialect.Dialect, r *request.Reply) (Stored, *Error) {
	a := answer{dialect: d, op: request.PutObject, reply: r}
	if err := a.bodyless(); err != nil {
		return Stored{}, err
	}
	return Stored{
		ETag: a.header("etag"), CRC64: a.crc64(), VersionID: a.versionID(),
		Callback: r.Body, RequestID: a.requestID(),
	}, nil
}
