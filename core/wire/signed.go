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

// ReadSigned reads the store's answer to a signed PUT: UploadPart, or PutObject
// with part 0.
func ReadSigned(op request.Op, part int, r *request.Reply) (o Outcome) {
	after := ""
	for _, h := range r.Headers {
		switch {
		case h.Value == "":
		case request.EqualFold(h.Name, "etag"):
			o.ETag = h.Value
		case request.EqualFold(h.Name, "retry-after"):
			after = h.Value
		case request.EndsFold(h.Name, "-"+dialect.CRC64Name):
			o.CRC64 = h.Value
		case request.EndsFold(h.Name, "-"+dialect.RequestIDName):
			o.Named = true
		}
	}
	o.Opaque = Opaque(r)
	o.Named = o.Named || o.ETag != "" || o.CRC64 != ""
	code := between(string(r.Body), "<Code>", "</Code>")
	switch {
	case r.Status == 200 && code == "" && (len(r.Body) == 0 || o.Named):
		if op == request.UploadPart && o.ETag == "" {
			o.Err = signedError(op, part, 200, ETagNotExposed, "")
			o.Err.Retry = dialect.Never
		}
		return o
	case code == "" && !o.Named && len(r.Body) > 0:
		code = NotFromStore
	}
	o.Err = signedError(op, part, r.Status, code, after)
	switch {
	case r.Status == 401 || r.Status == 403:
		o.Err.Retry = dialect.Resign // the URL's time is over, most likely
	case r.Status == 404 && op == request.UploadPart:
		o.Err.Retry = dialect.Restart
	case dialect.Damaged(code):
		o.Err.Retry = dialect.Again
	}
	return o
}

// ReadSigner reads the signer's answer to anything else. Of its JSON the page
// hands on these values, as names and values of headers:
//
//	uploadId: partSize, put: verify, etag: crc64, code: retry, stored: seconds to wait
//
// and for each part that is listed
//
//	PartNumber: Size, ETag: CRC64
func ReadSigner(op request.Op, r *request.Reply) (o Outcome) {
	h := r.Headers
	if len(h) < 5 {
		h = make([]request.Pair, 5)
	}
	o.UploadID, o.PartSize = h[0].Name, number(h[0].Value)
	o.Put, o.Verify = h[1].Name == "true", h[1].Value
	o.ETag, o.CRC64 = h[2].Name, h[2].Value
	for parts := h[5:]; len(parts) > 1; parts = parts[2:] {
		o.Parts = append(
			o.Parts,
			Part{
				Number: int(number(parts[0].Name)),
				Size:   number(parts[0].Value),
				ETag:   parts[1].Name,
				CRC64:  parts[1].Value,
			},
		)
	}
	code := h[3].Name
	switch {
	case r.Status != 200:
	case op == request.Initiate && o.UploadID == "":
		code = Malformed
	default:
		return o
	}
	o.Err = signedError(op, 0, r.Status, code, h[4].Value)
	o.Err.Retry = dialect.RetryByName(h[3].Value, o.Err.Retry)
	o.Err.Stored = h[4].Name == "true"
	return o
}

// number is a number that a page was told, 0 for none.
func number(s string) int64 {
	n, _ := decimal.Parse(s)
	return max(0, n)
}

// signedError reacts by the status alone.
func signedError(op request.Op, part, status int, code, after string) *Error {
	e := &Error{Op: op, Part: part, Status: status, Retry: dialect.RetryByStatus(status), RetryAfter: number(after)}
	if isCode(code) {
		e.Code = code
	}
	if e.RetryAfter > maxRetryAfter {
		e.RetryAfter = 0
	}
	return e
}

// isCode: nothing but letters, digits and dots, so that nothing else can hide in it.
func isCode(s string) bool {
	for i := range len(s) {
		if c := s[i]; c != '.' && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') {
			return false
		}
	}
	return len(s) <= maxName
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
