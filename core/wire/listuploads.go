package wire

import (
	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/internal/escape"
	"github.com/partway/partway/core/options"
	"github.com/partway/partway/core/request"
)

// Upload is a multipart upload that was begun and neither completed nor
// aborted.
type Upload struct {
	Key, UploadID string
	Initiated     string // date as the store writes it, which varies; not for parsing
}

// UploadsPage is one page of a bucket's uploads, at most 1,000.
type UploadsPage struct {
	Uploads            []Upload // by key, then upload ID
	Truncated          bool     // there is another page
	NextKeyMarker      string
	NextUploadIDMarker string
	RequestID          string
}

// ListUploads asks which uploads are open for keys that begin with prefix. The
// markers come from the page before; both are empty for the first.
func ListUploads(o *options.Options, prefix, keyMarker, uploadIDMarker string) *request.Request {
	query := given([]request.Pair{{Name: "uploads"}}, "prefix", prefix)
	query = given(query, "key-marker", keyMarker)
	if keyMarker != "" { // ignored without a key
		query = given(query, "upload-id-marker", uploadIDMarker)
	}
	r := build(o, request.ListUploads, "GET", listEncoding(o, query)...)
	r.Target.Key = "" // the bucket is asked
	return r
}

// ReadListUploads reads one page. Keys are unescaped if ListUploads asked for
// escaped ones, whatever the answer says about it: COS spells that element in
// three ways.
func ReadListUploads(d *dialect.Dialect, r *request.Reply) (page UploadsPage, err *Error) {
	a := answer{dialect: d, op: request.ListUploads, reply: r}
	h, err := a.document(
		"ListMultipartUploadsResult",
		"IsTruncated NextKeyMarker NextUploadIdMarker",
		"Upload",
		"Key UploadId Initiated",
	)
	if err != nil {
		return page, err
	}
	uploads := make([]Upload, len(h.rows))
	for i, cells := range h.rows {
		u := Upload{Key: listed(d, cells[0]), UploadID: trim(cells[1]), Initiated: clean(cells[2], maxName)}
		switch {
		case u.Key == "":
			return page, a.missing("Key")
		case u.UploadID == "":
			return page, a.missing("UploadId")
		}
		uploads[i] = u
	}
	page = UploadsPage{Uploads: uploads, RequestID: a.requestID()}
	if truth(h.values[0]) {
		// Without a place to go on from, a caller would read the first page for ever.
		page.Truncated = true
		page.NextKeyMarker, page.NextUploadIDMarker = listed(d, h.values[1]), trim(h.values[2])
		if page.NextKeyMarker == "" {
			return UploadsPage{}, a.missing("NextKeyMarker")
		}
	}
	return page, nil
}

// listed is a key of a list.
func listed(d *dialect.Dialect, key string) string {
	if d.ListEncoding {
		return escape.Unescape(key)
	}
	return key
}
