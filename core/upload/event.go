package upload

import "github.com/partway/partway/core/wire"

// Event is something that happened, or an order of the user's. Its Kind says which fields are set beside Now and
// Entropy; all others are ignored.
type Event struct {
	Kind    EventKind
	Now     int64  // the driver's wall clock, milliseconds since 1970
	Entropy uint64 // 64 fresh random bits; they spread retries, so they need not be secret

	Request int           // as in the ActionSend
	Outcome *wire.Outcome // read during Handle, not kept
	Bytes   int64
	Part    int // part number, from 1
	Count   int
	Sum     string
	Until   int64
	Reason  Reason
}

// EventKind says what happened.
type EventKind uint8

// Facts, then orders. A fact about a request, part or renewal that the machine is not waiting for is ignored: late and
// repeated ones are normal.
const (
	// EventTime: the time of the last ActionTimer has come.
	EventTime EventKind = iota
	// EventReply: Request was answered, by whatever status. Outcome is what the answer means.
	EventReply
	// EventFailed: Request brought no answer, for Reason. A browser that ends a request by itself, whatever it calls
	// that, is ReasonNetwork.
	EventFailed
	// EventProgress: of Request's body, Bytes were handed to the network so far.
	EventProgress
	// EventHashed: Sum is the checksum of Part (1 for a whole object) by the algorithm of Config.Sum: a CRC in decimal,
	// MD5 in hexadecimal digits.
	EventHashed
	// EventHashFailed: Part could not be hashed, for Reason.
	EventHashFailed
	// EventRenewed: what ActionRenew asked for is there. It lasts until Until, in the clock of Now; 0: not known.
	// Signed URLs are those of the Count parts from Part on. Part is 0 for keys, and for URLs of an operation that is
	// no part.
	EventRenewed
	// EventRenewFailed: it is not, for Reason. ReasonRefused ends the upload; anything else is tried again.
	EventRenewFailed
	// EventSlot: the budget has granted one more request; see ActionWant.
	EventSlot
	// EventOffline and EventOnline: as the browser says. While offline nothing is sent, and what fails is not counted.
	EventOffline
	EventOnline
	// EventWoke: the page was frozen or the computer slept. The machine also notices by Now.
	EventWoke
	// EventFileChanged: the file is no longer what the upload began with, or can no longer be read.
	EventFileChanged

	// OrderStart begins a new upload or goes on with a restored one.
	OrderStart
	// OrderPause cuts the parts in flight and sends nothing until OrderResume. Other requests come to their end, so an
	// upload may even finish.
	OrderPause
	OrderResume
	// OrderAbort cuts what is in flight, removes the upload from the store and ends in a Failure with the code
	// CodeAborted.
	OrderAbort
)

// Reason says why there is no answer.
type Reason uint8

// The reasons. The zero value is the common one.
const (
	ReasonNetwork    Reason = iota // nothing came back
	ReasonUnreadable               // the file's bytes could not be read: it was changed, moved or removed
	ReasonUnsigned                 // there was no valid URL or key to send the request with
	ReasonRefused                  // final: whoever gives out URLs or keys says no
	reasons
)
