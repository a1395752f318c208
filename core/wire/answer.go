package wire

import (
	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/internal/xml"
	"github.com/partway/partway/core/request"
)

// answer is a reply together with what it answers.
type answer struct {
	dialect *dialect.Dialect
	op      request.Op
	part    int
	reply   *request.Reply
}

func (a *answer) header(name string) string {
	if name == "" { // this store has no such header
		return ""
	}
	v, _ := a.reply.Header(name)
	return v
}

func (a *answer) requestID() string { return clean(a.header(a.dialect.RequestID), maxName) }
func (a *answer) crc64() string     { return checksum(a.header(a.dialect.CRC64)) }

// versionID is empty for "null", which a bucket says whose versioning is
// suspended.
func (a *answer) versionID() string {
	if v := a.header(a.dialect.Version); v != "null" {
		return v
	}
	return ""
}

// Encryption are the headers by which a store confirms how it encrypts.
func Encryption(d *dialect.Dialect, r *request.Reply) (found []request.Pair) {
	prefix := d.Prefix + "server-side-encryption"
	for _, h := range r.Headers {
		if len(h.Name) >= len(prefix) && request.EqualFold(h.Name[:len(prefix)], prefix) {
			found = append(found, h)
		}
	}
	return found
}

// bodyless judges a reply whose news is in its headers. An error document is
// looked for nevertheless, and so is somebody else's page.
func (a *answer) bodyless() *Error {
	if a.reply.Status != 200 {
		return a.failure()
	}
	if len(a.reply.Body) == 0 {
		return nil
	}
	if isErrorRoot(gather(a.reply.Body, "", "", "", "").root) {
		return a.failure()
	}
	if a.header("etag") == "" && a.header(a.dialect.RequestID) == "" {
		return a.own(NotFromStore, adviceNotStore)
	}
	return nil
}

// document reads a 200 whose root must be root.
func (a *answer) document(root, names, row, fields string) (h harvest, err *Error) {
	if a.reply.Status != 200 {
		return h, a.failure()
	}
	h = gather(a.reply.Body, root, names, row, fields)
	switch {
	case isErrorRoot(h.root):
		err = a.failure()
	case h.fault == xml.Truncated && (h.root == "" || h.root == root):
		err = a.own(Truncated, adviceTruncated)
	case h.root != root && a.header(a.dialect.RequestID) == "":
		err = a.own(NotFromStore, adviceNotStore)
	case h.root != root || h.fault != xml.None:
		err = a.own(Malformed, adviceMalformed)
	}
	return h, err
}

// missing is a document without an element that it must have.
func (a *answer) missing(name string) *Error {
	e := a.own(Malformed, adviceMalformed)
	e.Message = "no usable " + name + " in the answer"
	return e
}

// truth reads the booleans of XML, which COS's page prints in capitals.
func truth(s string) bool { return request.EqualFold(trim(s), "true") }

// bounded is a number from 0 to limit written in digits only, else -1.
func bounded(s string, limit int64) int64 {
	n, ok := decimal.Parse(trim(s))
	if !ok || n < 0 || n > limit {
		return -1
	}
	return n
}
