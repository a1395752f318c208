package wire

import (
	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/options"
	"github.com/partway/partway/core/request"
)

// Part is a part that the store has.
type Part struct {
	Number    int    // from 1
	ETag      string // as the store wrote it, quotes included
	Size      int64  // bytes; 0 in the answer to UploadPart, which does not tell
	CRC64     string // CRC-64/XZ, decimal; empty if the store told none
	RequestID string // empty in lists
}

// UploadPart sends one part. The driver supplies the bytes and must not let
// the browser add a Content-Type: the bytes go as a Blob without a type.
func UploadPart(o *options.Options, uploadID string, part int) *request.Request {
	r := build(o, request.UploadPart, "PUT",
		request.Pair{Name: "partNumber", Value: decimal.String(int64(part))},
		request.Pair{Name: "uploadId", Value: uploadID})
	r.Part = part
	return r
}

// ReadUploadPart reads the part's ETag, without which an upload cannot be
// completed.
func ReadUploadPart(d *dialect.Dialect, part int, r *request.Reply) (out Part, err *Error) {
	a := answer{dialect: d, op: request.UploadPart, part: part, reply: r}
	etag := a.header("etag")
	if err = a.bodyless(); err != nil {
		// OSS in sequential mode: the part is there from an earlier attempt.
		if etag = err.partETag; etag == "" {
			return out, err
		}
	}
	if bareETag(etag) == "" {
		err = a.own(ETagNotExposed, adviceExpose)
		err.Retry = dialect.Never // sent again, it would be hidden again
		return out, err
	}
	return Part{Number: part, ETag: etag, CRC64: a.crc64(), RequestID: a.requestID()}, nil
}

// SameETag compares two ETags as entity tags mean it: quotes, a weak mark and
// the letter case of hexadecimal digits do not count.
func SameETag(a, b string) bool { return request.EqualFold(bareETag(a), bareETag(b)) }

func bareETag(s string) string {
	if len(s) > 2 && s[:2] == "W/" {
		s = s[2:]
	}
	if len(s) >= 2 && s[0] == '"' && s[len(s)-1] == '"' {
		s = s[1 : len(s)-1]
	}
	return s
}
