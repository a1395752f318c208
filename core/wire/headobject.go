package wire

import (
	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/options"
	"github.com/partway/partway/core/request"
)

// Object is what a store tells about an object.
type Object struct {
	Size      int64  // bytes; -1 if the reply does not say
	ETag      string // empty if the bucket's CORS rules hide it
	CRC64     string // CRC-64/XZ, decimal; empty if the store told none
	VersionID string // empty without versioning
	RequestID string // empty if hidden
}

// HeadObject asks about the object.
func HeadObject(o *options.Options) *request.Request {
	return build(o, request.HeadObject, "HEAD")
}

// ReadHeadObject reads the headers; there is no body, in failures neither.
func ReadHeadObject(d *dialect.Dialect, r *request.Reply) (Object, *Error) {
	a := answer{dialect: d, op: request.HeadObject, reply: r}
	if err := a.bodyless(); err != nil {
		return Object{}, err
	}
	return Object{
		Size: bounded(a.header("content-length"), maxInt64), ETag: a.header("etag"),
		CRC64: a.crc64(), VersionID: a.versionID(), RequestID: a.requestID(),
	}, nil
}
