package wire

import (
	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/internal/hash"
	"github.com/partway/partway/core/internal/text"
	"github.com/partway/partway/core/internal/xml"
	"github.com/partway/partway/core/options"
	"github.com/partway/partway/core/request"
)

// Completed is an object that a multipart upload made.
type Completed struct {
	ETag      string // never empty; not the MD5 of the object
	Location  string // as the store says it, often with http; do not link to it
	CRC64     string // CRC-64/XZ of the whole object, decimal; empty if the store told none
	VersionID string // empty without versioning
	Callback  []byte // what the application server answered, where the store calls one; part of the reply's body
	RequestID string // never secret
}

// Complete makes the object of the parts, of which CheckParts must approve.
func Complete(o *options.Options, uploadID string, parts []Part) *request.Request {
	r := build(o, request.Complete, "POST", request.Pair{Name: "uploadId", Value: uploadID})
	r.Body = completeBody(parts)
	r.Headers = append(r.Headers, request.Pair{Name: "content-type", Value: "application/xml"})
	if o.Dialect.CompleteMD5 {
		sum := hash.MD5(r.Body)
		r.Headers = append(r.Headers, request.Pair{Name: "content-md5", Value: text.Base64(sum[:])})
	}
	return r
}

// completeBody is compact, because 10,000 parts come near the 1 MB at which
// private COS installations stop reading.
func completeBody(parts []Part) []byte {
	const root = "CompleteMultipartUpload>"
	b := append(make([]byte, 0, 64+100*len(parts)), "<"+root...)
	for i := range parts {
		b = append(b, "<Part>"+xml.Element("PartNumber", decimal.String(int64(parts[i].Number)))+
			xml.Element("ETag", quotedETag(parts[i].ETag))+"</Part>"...)
	}
	return append(b, "</"+root...)
}

// quotedETag is the form in which the vendors' SDKs send ETags back.
func quotedETag(s string) string {
	if len(s) > 0 && s[0] == '"' {
		return s
	}
	return `"` + s + `"`
}

// CheckParts refuses a list that the store would refuse, or worse, take: out
// of order, with a part twice, without one that must be there, without an ETag.
func CheckParts(d *dialect.Dialect, parts []Part) *options.Error {
	if len(parts) == 0 {
		return partsError("", "an upload is completed with at least one part")
	}
	last := 0
	for _, p := range parts {
		n := decimal.String(int64(p.Number))
		switch {
		case p.Number < 1 || p.Number > d.Limits.MaxParts:
			return partsError(n, "part numbers go from 1 to "+decimal.String(int64(d.Limits.MaxParts)))
		case p.Number == last:
			return partsError(n, "part "+n+" is listed twice")
		case p.Number < last:
			return partsError(n, "part "+n+" is listed after part "+decimal.String(int64(last))+"; the order must be ascending")
		case d.GapFreeParts && p.Number != last+1:
			return partsError(n, "part "+decimal.String(int64(last+1))+" is missing before part "+n)
		case bareETag(p.ETag) == "":
			return partsError(n, "part "+n+" has no ETag")
		}
		last = p.Number
	}
	return nil
}

func partsError(value, message string) *options.Error {
	return &options.Error{Option: "parts", Value: value, Message: "parts: " + message}
}

// ReadComplete reports success only for a 200 that carries the result and its
// ETag: the status is sent before the parts are merged. With a callback the
// body is the application server's JSON, and the ETag header stands for it.
func ReadComplete(d *dialect.Dialect, r *request.Reply) (out Completed, err *Error) {
	a := answer{dialect: d, op: request.Complete, reply: r}
	etag := a.header("etag")
	if d.CallbackStatus != 0 && r.Status == 200 && isJSON(r.Body) {
		if etag == "" {
			return out, a.callbackWithoutETag()
		}
		out.Callback = r.Body
	} else {
		h, err := a.document("CompleteMultipartUploadResult", "ETag Location", "", "")
		if err != nil {
			return out, err
		}
		etag, out.Location = trim(h.values[0]), trim(h.values[1])
	}
	if bareETag(etag) == "" {
		return Completed{}, a.missing("ETag")
	}
	out.ETag, out.CRC64, out.VersionID, out.RequestID = etag, a.crc64(), a.versionID(), a.requestID()
	return out, nil
}

// callbackWithoutETag: the page may not read the ETag. If it may read the
// request's ID, the store has answered and the object is there; else something
// in between can have, and only a look at the object tells.
func (a *answer) callbackWithoutETag() *Error {
	e := a.own(ETagNotExposed, adviceExposeObject)
	e.Stored = e.RequestID != ""
	if e.Retry = dialect.Ask; e.Stored {
		e.Retry = dialect.Never
	}
	return e
}
