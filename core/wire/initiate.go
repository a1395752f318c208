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
	Encryption  []request.Pair // encryption headers that the store echoes
}

// Initiate begins a multipart upload. What is to be stored with the object is
// said here, not with the parts.
func Initiate(o *options.Options) request.Request {
	return withContentType(o, build(o, request.Initiate, "POST", request.Pair{Name: "uploads"}))
}

// ReadInitiate reads the upload ID.
func ReadInitiate(d *dialect.Dialect, r request.Reply) (Initiated, *Error) {
	a := answer{dialect: d, op: request.Initiate, reply: &r}
	out := Initiated{RequestID: a.requestID(), Encryption: a.encryption()}
	escaped := false
	err := a.document("InitiateMultipartUploadResult", func(e element) {
		switch e.name {
		case "Bucket":
			out.Bucket = e.text
		case "Key":
			out.Key = e.exact
		case "UploadId", "UploadID":
			out.UploadID = e.text
		case "EncodingType":
			escaped = request.EqualFold(e.text, "url")
		}
	})
	if err == nil && out.UploadID == "" {
		err = a.missing("UploadId")
	}
	if err != nil {
		return Initiated{}, err
	}
	if escaped {
		out.Key = escape.Unescape(out.Key)
	}
	return out, nil
}
