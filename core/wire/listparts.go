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
func ListParts(o *options.Options, uploadID string, marker int) *request.Request {
	query := []request.Pair{{Name: "uploadId", Value: uploadID}}
	if marker > 0 {
		query = append(query, request.Pair{Name: "part-number-marker", Value: decimal.String(int64(marker))})
	}
	return build(o, request.ListParts, "GET", listEncoding(o, query)...)
}

// ReadListParts reads one page. A part without number, ETag or size is a
// fault of the whole page: the list decides what is not sent again.
func ReadListParts(d *dialect.Dialect, r *request.Reply) (page PartsPage, err *Error) {
	a := answer{dialect: d, op: request.ListParts, reply: r}
	h, err := a.document(
		"ListPartsResult",
		"IsTruncated NextPartNumberMarker",
		"Part",
		"PartNumber ETag Size HashCrc64ecma",
	)
	if err != nil {
		return page, err
	}
	most, last := int64(d.Limits.MaxParts), 0
	parts := make([]Part, len(h.rows))
	for i, cells := range h.rows {
		p := Part{
			Number: int(bounded(cells[0], most)),
			ETag:   trim(cells[1]),
			Size:   bounded(cells[2], maxInt64),
			CRC64:  checksum(cells[3]),
		}
		switch {
		case p.Number <= last:
			return page, a.missing("PartNumber")
		case p.ETag == "":
			return page, a.missing("ETag")
		case p.Size < 0:
			return page, a.missing("Size")
		}
		parts[i], last = p, p.Number
	}
	page = PartsPage{Parts: parts, RequestID: a.requestID()}
	if truth(h.values[0]) {
		// A marker that stands still would make a caller ask for ever.
		if last == 0 {
			return PartsPage{}, a.missing("Part")
		}
		page.Truncated = true
		page.NextMarker = max(int(bounded(h.values[1], most)), last)
	}
	return page, nil
}
