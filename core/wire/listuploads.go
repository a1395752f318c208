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
func ListUploads(o *options.Options, prefix, keyMarker, uploadIDMarker string) request.Request {
	query := given([]request.Pair{{Name: "uploads"}}, "prefix", prefix)
	query = given(query, "key-marker", keyMarker)
	if keyMarker != "" { // ignored without a key
		query = given(query, "upload-id-marker", uploadIDMarker)
	}
	return bucketLevel(build(o, request.ListUploads, "GET", listEncoding(o, query)...))
}

// ReadListUploads reads one page. Keys are unescaped if ListUploads asked for
// escaped ones, whatever the answer says about it: COS spells that element in
// three ways.
func ReadListUploads(d *dialect.Dialect, r request.Reply) (UploadsPage, *Error) {
	a := answer{dialect: d, op: request.ListUploads, reply: &r}
	list := uploadsReader{escaped: d.ListEncoding}
	err := a.document("ListMultipartUploadsResult", list.take)
	if err == nil && list.broken != "" {
		err = a.missing(list.broken)
	}
	if err != nil {
		return UploadsPage{}, err
	}
	list.page.RequestID = a.requestID()
	return list.page, nil
}

// uploadsReader puts a page together from elements as they close.
type uploadsReader struct {
	page    UploadsPage
	upload  Upload // the one that is open
	escaped bool
	broken  string // first element that was missing
}

func (l *uploadsReader) take(e element) {
	if e.parent == "Upload" {
		switch e.name {
		case "Key":
			l.upload.Key = l.key(e)
		case "UploadId", "UploadID":
			l.upload.UploadID = e.text
		case "Initiated":
			l.upload.Initiated = clean(e.text, maxName)
		}
		return
	}
	switch e.name {
	case "Upload":
		l.uploadEnds()
	case "IsTruncated":
		l.page.Truncated = request.EqualFold(e.text, "true")
	case "NextKeyMarker":
		l.page.NextKeyMarker = l.key(e)
	case "NextUploadIdMarker", "NextUploadIDMarker":
		l.page.NextUploadIDMarker = e.text
	case "ListMultipartUploadsResult":
		l.pageEnds()
	}
}

func (l *uploadsReader) key(e element) string {
	if l.escaped {
		return escape.Unescape(e.exact)
	}
	return e.exact
}

func (l *uploadsReader) uploadEnds() {
	switch {
	case l.upload.Key == "":
		l.breaks("Key")
	case l.upload.UploadID == "":
		l.breaks("UploadId")
	}
	l.page.Uploads = append(l.page.Uploads, l.upload)
	l.upload = Upload{}
}

// pageEnds refuses "there is more" without a place to go on from, which would
// make a caller read the first page for ever.
func (l *uploadsReader) pageEnds() {
	if !l.page.Truncated {
		l.page.NextKeyMarker, l.page.NextUploadIDMarker = "", ""
	} else if l.page.NextKeyMarker == "" {
		l.breaks("NextKeyMarker")
	}
}

func (l *uploadsReader) breaks(name string) {
	if l.broken == "" {
		l.broken = name
	}
}
