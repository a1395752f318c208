package grant

import (
	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/request"
)

// Purpose says what a seal is good for; a seal for one is none for another.
type Purpose byte

// The purposes.
const (
	Upload Purpose = iota + 1 // an upload ID, carried by the user it was made for
	// Tickets are for one kind of request each, made by whoever has them.
	TicketBegin
	TicketList
	TicketComplete
	TicketAbort
)

// Unknown is the size of an upload that was begun without one.
const Unknown = -1

// Grant is what was allowed: one upload.
type Grant struct {
	Target   string // its name in the configuration
	User     string
	UploadID string         // the store's; empty for an object that one PUT stores
	Size     int64          // bytes that were announced, or Unknown
	Most     int64          // bytes that the object may have
	PartSize int64          // bytes of every part but the last; 0 while Size is Unknown
	Parts    int            // 0 while Size is Unknown
	ByTicket bool           // a ticket began it, and may have begun others for the same key
	Verify   string         // checksum that the client compares, as options.Verify names it
	Begun    int64          // Unix seconds, by the store's clock where it told
	Until    int64          // Unix seconds at which the seal ends
	Options  []request.Pair // of the object, chosen by the client and allowed
}

// Put reports whether one PUT stores the object.
func (g *Grant) Put() bool { return g.UploadID == "" && g.Parts == 1 }

// format is the first byte of a sealed grant.
const format = 2

// Bounds of what a client may have sealed: options, and bytes of their names
// and values.
const (
	maxOptions     = 64
	maxOptionBytes = 6 << 10
)

func (g *Grant) encode() []byte {
	b := field([]byte{format}, g.Target)
	b = field(b, g.User)
	b = field(b, g.UploadID)
	for _, n := range [...]int64{g.Size, g.Most, g.PartSize, int64(g.Parts), g.Begun, g.Until} {
		b = field(b, decimal.String(n))
	}
	b = append(field(b, g.Verify), flag(g.ByTicket))
	for _, p := range g.Options {
		b = field(field(b, p.Name), p.Value)
	}
	return b
}

func flag(set bool) byte {
	if set {
		return 1
	}
	return 0
}

// field appends a text behind its length, two bytes long.
func field(b []byte, s string) []byte {
	return append(append(b, byte(len(s)>>8), byte(len(s))), s...)
}

// decode reads what encode wrote. That its bytes are ours the seal has proven;
// the format may still be another version's.
func decode(b []byte) (g Grant, ok bool) {
	if len(b) == 0 || b[0] != format {
		return g, false
	}
	r := reader{b[1:], true}
	g.Target, g.User, g.UploadID = r.text(), r.text(), r.text()
	g.Size, g.Most, g.PartSize = r.number(), r.number(), r.number()
	g.Parts, g.Begun, g.Until = int(r.number()), r.number(), r.number()
	g.Verify, g.ByTicket = r.text(), r.flag()
	for r.ok && len(r.rest) > 0 && len(g.Options) < maxOptions {
		g.Options = append(g.Options, request.Pair{Name: r.text(), Value: r.text()})
	}
	return g, r.ok && len(r.rest) == 0
}

type reader struct {
	rest []byte
	ok   bool
}

func (r *reader) text() string {
	if len(r.rest) < 2 {
		r.ok = false
		return ""
	}
	n := int(r.rest[0])<<8 | int(r.rest[1])
	if len(r.rest) < 2+n {
		r.ok = false
		return ""
	}
	s := string(r.rest[2 : 2+n])
	r.rest = r.rest[2+n:]
	return s
}

func (r *reader) flag() bool {
	if len(r.rest) == 0 {
		r.ok = false
		return false
	}
	set := r.rest[0] != 0
	r.rest = r.rest[1:]
	return set
}

func (r *reader) number() int64 {
	n, ok := decimal.Parse(r.text())
	r.ok = r.ok && ok
	return n
}
