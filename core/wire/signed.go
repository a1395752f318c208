package wire

import (
	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/internal/text"
	"github.com/partway/partway/core/request"
)

// A page whose signer holds the keys speaks to the store in signed PUTs only;
// all else the signer does for it. Such a page loads none of the rows, the XML
// and the codes, but what is below.

// damaged are the codes of a 400 that the same request need not get again.
const damaged = " RequestTimeout IncompleteBody BadDigest InvalidDigest InvalidCRC64 EntitySizeNotMatch XAmzContentSHA256Mismatch "

// ReadSigned reads the store's answer to a signed PUT: UploadPart, or PutObject
// with part 0.
func ReadSigned(op request.Op, part int, r *request.Reply) (o Outcome) {
	for _, h := range r.Headers {
		switch {
		case h.Value == "":
		case request.EqualFold(h.Name, "etag"):
			o.ETag = h.Value
		case hasSuffix(h.Name, "-hash-crc64ecma"):
			o.CRC64 = h.Value
		case hasSuffix(h.Name, "-request-id"):
			o.Named = true
		case hasSuffix(h.Name, "-customer-algorithm"), hasSuffix(h.Name, "-server-side-encryption") && text.Index(h.Value, "aws:kms") == 0:
			o.Opaque = true
		}
	}
	o.Named = o.Named || o.ETag != "" || o.CRC64 != ""
	code := between(string(r.Body), "<Code>", "</Code>")
	switch {
	case r.Status == 200 && code == "" && (len(r.Body) == 0 || o.Named):
		if op == request.UploadPart && o.ETag == "" {
			o.Err = signedError(op, part, r, ETagNotExposed)
			o.Err.Retry = dialect.Never
		}
		return o
	case code == "" && !o.Named && len(r.Body) > 0:
		code = NotFromStore
	}
	o.Err = signedError(op, part, r, code)
	switch {
	case r.Status == 401 || r.Status == 403:
		o.Err.Retry = dialect.Resign // the URL's time is over, most likely
	case r.Status == 404 && op == request.UploadPart:
		o.Err.Retry = dialect.Restart
	case code != "" && text.Index(damaged, " "+code+" ") >= 0:
		o.Err.Retry = dialect.Again
	}
	return o
}

// ReadSigner reads the signer's answer to anything else. Its JSON comes as
// pairs of names and values, an array's elements one after the other.
func ReadSigner(op request.Op, r *request.Reply) (o Outcome) {
	code, retry, stored := "", "", false
	for _, h := range r.Headers {
		n, _ := decimal.Parse(h.Value)
		listed := &Part{}
		if len(o.Parts) > 0 {
			listed = &o.Parts[len(o.Parts)-1]
		}
		switch h.Name {
		case "uploadId":
			o.UploadID = h.Value
		case "partSize":
			o.PartSize = n
		case "put":
			o.Put = h.Value == "true"
		case "verify":
			o.Verify = h.Value
		case "etag":
			o.ETag = h.Value
		case "crc64":
			o.CRC64 = h.Value
		case "PartNumber":
			o.Parts = append(o.Parts, Part{Number: int(min(n, 1<<30))})
		case "Size":
			listed.Size = n
		case "ETag":
			listed.ETag = h.Value
		case "CRC64":
			listed.CRC64 = h.Value
		case "code":
			code = h.Value
		case "retry":
			retry = h.Value
		case "stored":
			stored = true
		}
	}
	if r.Status == 200 {
		if op == request.Initiate && o.UploadID == "" {
			o.Err = signedError(op, 0, r, Malformed)
		}
		return o
	}
	o.Err = signedError(op, 0, r, code)
	o.Err.Retry = dialect.RetryByName(retry, o.Err.Retry)
	o.Err.Stored = stored
	return o
}

// signedError reacts by the status alone.
func signedError(op request.Op, part int, r *request.Reply, code string) *Error {
	after, _ := r.Header("retry-after")
	e := &Error{Op: op, Part: part, Status: r.Status, Code: cleanName(code), RetryAfter: max(0, bounded(after, maxRetryAfter))}
	switch {
	case r.Status == 429 || r.Status == 503:
		e.Retry = dialect.Slower
	case r.Status < 400 || r.Status >= 500 || r.Status == 408:
		e.Retry = dialect.Again
	}
	return e
}

func hasSuffix(s, suffix string) bool {
	return len(s) >= len(suffix) && request.EqualFold(s[len(s)-len(suffix):], suffix)
}

// between is what stands between two texts, empty if they are not there.
func between(s, before, after string) string {
	from := text.Index(s, before)
	if from < 0 {
		return ""
	}
	s = s[from+len(before):]
	return s[:max(0, text.Index(s, after))]
}
