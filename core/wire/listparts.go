package wire

import (
	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/options"
	"github.com/partway/partway/core/request"
)

// PartsPage is one page of an upload's parts, at most 1,000.
type PartsPage struct {
	Parts      []Part // in the store's order, ascending
	Truncated  bool   // there is another page
	NextMarker int    // marker for it; greater than every number here
	RequestID  string
}

// ListParts asks which parts are there whose number is greater than marker.
func ListParts(o *options.Options, uploadID string, marker int) request.Request {
	query := []request.Pair{{Name: "uploadId", Value: uploadID}}
	if marker > 0 {
		query = append(query, request.Pair{Name: "part-number-marker", Value: decimal.String(int64(marker))})
	}
	return build(o, request.ListParts, "GET", listEncoding(o, query)...)
}

// ReadListParts reads one page. A part without number, ETag or size is a
// fault of the whole page: the list decides what is not sent again.
func ReadListParts(d *dialect.Dialect, r request.Reply) (PartsPage, *Error) {
	a := answer{dialect: d, op: request.ListParts, reply: &r}
	list := partsReader{limit: d.Limits.MaxParts}
	err := a.document("ListPartsResult", list.take)
	if err == nil && list.broken != "" {
		err = a.missing(list.broken)
	}
	if err != nil {
		return PartsPage{}, err
	}
	list.page.RequestID = a.requestID()
	return list.page, nil
}

// partsReader puts a page together from elements as they close.
type partsReader struct {
	page   PartsPage
	part   Part // the one that is open
	sized  bool
	limit  int
	broken string // first element that was missing or wrong
}

func (l *partsReader) take(e element) {
	if e.parent == "Part" {
		l.field(e)
		return
	}
	switch e.name {
	case "Part":
		l.partEnds()
	case "IsTruncated":
		l.page.Truncated = request.EqualFold(e.text, "true")
	case "NextPartNumberMarker":
		n, _ := bounded(e.text, int64(l.limit))
		l.page.NextMarker = int(n)
	case "ListPartsResult":
		l.pageEnds()
	}
}

func (l *partsReader) field(e element) {
	switch e.name {
	case "PartNumber":
		n, _ := bounded(e.text, int64(l.limit))
		l.part.Number = int(n)
	case "ETag":
		l.part.ETag = e.text
	case "Size":
		l.part.Size, l.sized = bounded(e.text, maxInt64)
	case "HashCrc64ecma":
		l.part.CRC64 = checksum(e.text)
	}
}

func (l *partsReader) partEnds() {
	last := 0
	if n := len(l.page.Parts); n > 0 {
		last = l.page.Parts[n-1].Number
	}
	switch {
	case l.part.Number <= last:
		l.breaks("PartNumber")
	case l.part.ETag == "":
		l.breaks("ETag")
	case !l.sized:
		l.breaks("Size")
	}
	l.page.Parts = append(l.page.Parts, l.part)
	l.part, l.sized = Part{}, false
}

// pageEnds makes sure that a next page is really further on: a marker that
// stands still would make a caller ask for ever.
func (l *partsReader) pageEnds() {
	if !l.page.Truncated {
		l.page.NextMarker = 0
		return
	}
	if n := len(l.page.Parts); n > 0 {
		l.page.NextMarker = max(l.page.NextMarker, l.page.Parts[n-1].Number)
	} else {
		l.breaks("Part")
	}
}

func (l *partsReader) breaks(name string) {
	if l.broken == "" {
		l.broken = name
	}
}
