package wire

import (
	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/request"
)

// Error is a reply that is no success. No field holds a secret, a signature or
// a query string.
type Error struct {
	Op     request.Op
	Part   int // part number; 0 where the operation has none
	Status int // HTTP status; 0: nothing came back

	// Code is the store's, one of ours (below), or empty when neither says
	// more than the status.
	Code      string
	Message   string // the store's words, cut and cleaned; may be empty
	RequestID string // for the vendor's support; empty if there was none or CORS rules hide it

	Retry      dialect.Retry
	Advice     string // one sentence; may be empty
	Stored     bool   // the object is stored all the same: a callback failed, or its answer hides the ETag
	ServerTime int64  // the store's clock, Unix seconds; 0: the reply does not tell
	RetryAfter int64  // seconds that the store asks to wait; 0: it does not

	partETag string // of a part that the store has already
}

// Codes that no store says.
const (
	NoReply        = "NoReply"        // nothing came back at all
	NotFromStore   = "NotFromStore"   // somebody else answered: a proxy, a login page
	Truncated      = "Truncated"      // the answer ends in its middle
	Malformed      = "Malformed"      // the answer lacks what it must have
	ETagNotExposed = "ETagNotExposed" // what was sent is stored, but its ETag cannot be read
)

// Error is "uploadPart 3: SignatureDoesNotMatch (403, request 5F…): advice".
func (e *Error) Error() string {
	s := e.Op.String()
	if e.Part > 0 {
		s += " " + decimal.String(int64(e.Part))
	}
	if e.Code != "" {
		s += ": " + e.Code
	} else {
		s += ": failed"
	}
	if e.Status != 0 {
		s += " (" + decimal.String(int64(e.Status))
		if e.RequestID != "" {
			s += ", request " + e.RequestID
		}
		s += ")"
	}
	switch {
	case e.Advice != "":
		s += ": " + e.Advice
	case e.Message != "":
		s += ": " + e.Message
	}
	return s
}
