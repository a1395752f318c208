package wire

import (
	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/internal/escape"
	"github.com/partway/partway/core/options"
	"github.com/partway/partway/core/request"
)

// Initiated is a multipart upload that has begun.
type Initiated struct {
	Bucket, Key string // as the store names them; empty if it does not
	UploadID    string // never empty, to be treated as opaque
	RequestID   string
}

// Initiate begins a multipart upload. What is to be stored with the object is
// said here, not with the parts.
func Initiate(o *options.Options) *request.Request {
	r := build(o, request.Initiate, "POST", request.Pair{Name: "uploads"})
	addContentType(o, r)
	return r
}

// ReadInitiate reads the upload ID.
func ReadInitiate(d *dialect.Dialect, r *request.Reply) (out Initiated, err *Error) {
	a := answer{dialect: d, op: request.Initiate, reply: r}
	h, err := a.document("InitiateMultipartUploadResult", "Bucket Key UploadId EncodingType", "", "")
	if err != nil {
		return out, err
	}
	id := trim(h.values[2])
	if id == "" {
		return out, a.missing("UploadId")
	}
	out = Initiated{Bucket: trim(h.values[0]), Key: h.values[1], UploadID: id, RequestID: a.requestID()}
	if trim(h.values[3]) != "" { // "url" is the only encoding there is
		out.Key = escape.Unescape(out.Key)
	}
	return out, nil
}
