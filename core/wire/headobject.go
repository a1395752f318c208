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

// HeadObject asks about the object; asks are parameters of options.Options.Asks.
func HeadObject(o *options.Options, asks ...request.Pair) *request.Request {
	return build(o, request.HeadObject, "HEAD", asks...)
}

// ReadHeadObject reads the headers; there is no body, in failures neither.
func ReadHeadObject(d *dialect.Dialect, r *request.Reply) (Object, *Error) {
	a := answer{dialect: d, op: request.HeadObject, reply: r}
	if err := a.bodyless(); err != nil {
		a.adviseRegion(err)
		return Object{}, err
	}
	return Object{
		Size: bounded(a.header("content-length"), maxInt64), ETag: a.header("etag"),
		CRC64: a.crc64(), VersionID: a.versionID(), RequestID: a.requestID(),
	}, nil
}

// adviseRegion names the bucket's region, which S3 and COS tell in a header: the
// only place where there is no body.
func (a *answer) adviseRegion(e *Error) {
	region := cleanName(a.header(a.dialect.BucketRegion))
	if region == "" || len(a.reply.Body) > 0 {
		return
	}
	switch e.Status {
	case 301, 307, 400: // for HEAD, S3 says 400 where it says 301 otherwise
		row, _ := a.dialect.Code("PermanentRedirect")
		e.Retry, e.Advice = row.Retry, row.Advice
	case 403:
	default:
		return
	}
	e.Advice += "; the bucket is in " + region
}
