package wire

import (
	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/options"
	"github.com/partway/partway/core/request"
)

// Aborted is an upload that is not there any more.
type Aborted struct{ RequestID string }

// Abort removes an upload and its parts. Parts that are on their way at that
// moment may survive it: end them first, or abort again after them.
func Abort(o *options.Options, uploadID string) *request.Request {
	return build(o, request.Abort, "DELETE", request.Pair{Name: "uploadId", Value: uploadID})
}

// ReadAbort takes an upload that is already gone for success.
func ReadAbort(d *dialect.Dialect, r *request.Reply) (Aborted, *Error) {
	a := answer{dialect: d, op: request.Abort, reply: r}
	out := Aborted{RequestID: a.requestID()}
	if r.Status == 204 {
		return out, nil
	}
	if err := a.bodyless(); err != nil && err.Code != "NoSuchUpload" {
		return Aborted{}, err
	}
	return out, nil
}
