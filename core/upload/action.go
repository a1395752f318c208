package upload

import "github.com/partway/partway/core/request"

// Action is something the driver must do. Its Kind says which of the other fields are set.
type Action struct {
	Kind    ActionKind
	Request int        // from 1; never used twice in a machine's life
	Op      request.Op // what to send, or to renew for
	Part    int        // part number, from 1; 0 where there is none
	Offset  int64      // bytes [Offset, Offset+Size) of the file
	Size    int64
	Args    []string // of core.Client.Build; to a signer only Complete has one, the checksum that the object must have
	At      int64    // milliseconds, in the clock of Event.Now
	Count   int
	Verdict Verdict
	Must    bool
	Result  *Result
	Failure *Failure
}

// ActionKind says what to do.
type ActionKind uint8

// What a driver can be told.
const (
	// ActionNone: nothing more until the next event.
	ActionNone ActionKind = iota
	// ActionSend: build, sign and send Op with Args, or have the signer do it. UploadPart and PutObject have the file's
	// bytes [Offset, Offset+Size) as body. Exactly one EventReply or EventFailed with this Request is expected, and
	// EventProgress before it.
	ActionSend
	// ActionCancel: cancel Request. No event is expected.
	ActionCancel
	// ActionHash: compute the checksum of the file's bytes [Offset, Offset+Size) and answer with EventHashed or
	// EventHashFailed for Part.
	ActionHash
	// ActionRenew: get new keys or, where Config.Window is not 0, URLs of Count parts from Part on. Part is 0 if they
	// are for Op, which carries no part. Answered by EventRenewed or EventRenewFailed. There is one renewal at a time:
	// another ActionRenew means that the one before has taken too long.
	ActionRenew
	// ActionClock: the store's clock is At milliseconds ahead of that of Event.Now. Sign by the store's.
	ActionClock
	// ActionTimer: send EventTime at At; 0: cancel it. It replaces the timer before.
	ActionTimer
	// ActionSave: store Machine.Snapshot in place of the one before. With Must it has to be durable before the next
	// action is performed. Without, several may be stored as one; if one is lost, a part is sent again.
	ActionSave
	// ActionForget: remove the stored snapshot.
	ActionForget
	// ActionWant: the upload could use Count requests at a time, including those it has. Each EventSlot grants one
	// more; ActionRelease gives it back.
	ActionWant
	// ActionRelease: a request that had a slot is over. Verdict, and Size, the bytes that it moved, tell whether there
	// should be more or fewer at a time.
	ActionRelease
	// ActionDone: the upload is stored, as Result says. The last action.
	ActionDone
	// ActionFail: the upload has ended without success, as Failure says. The last action.
	ActionFail
)

// Verdict is how a request went, for whoever decides how many requests run at a time.
type Verdict uint8

// The verdicts.
const (
	VerdictUnused Verdict = iota // no request was made, or it says nothing about the network
	VerdictGood                  // answered
	VerdictSlow                  // the store asked for fewer requests
	VerdictLost                  // not answered
)

// Result is a success. What the store said of the object is in its answers to Complete or PutObject, and to a
// HeadObject after that.
type Result struct {
	Verified bool // the store's checksum of the whole object agreed with the file's
	Why      Why  // if not, what kept it from being compared
	Strays   int  // as in a Failure
}

// Why says what kept a checksum from being compared.
type Why uint8

// The reasons. WhyNot goes with Verified.
const (
	WhyNot       Why = iota // it was compared
	WhyNone                 // with these options the store reports nothing that can be compared
	WhyHidden               // the bucket's CORS rules hide the header: expose it
	WhyForbidden            // the keys may not ask for the object: allow HeadObject
	WhyNoAnswer             // the store did not answer the question
)

// Presence says what is known about something in the store.
type Presence uint8

// What may be known.
const (
	Absent  Presence = iota // it is not there
	Present                 // it is there
	Unknown                 // a request that would have changed it had no answer
)

// Failure is the end of an upload that did not succeed.
type Failure struct {
	Code   string // one of this package's, or the store's
	Op     request.Op
	Part   int
	Status int  // HTTP status of the answer that was the cause; 0: there was none
	Retry  bool // starting again may succeed

	UploadID string   // of the upload that is left, if one is
	Upload   Presence // whether the store still has parts of this upload
	Object   Presence // whether the whole object is stored all the same
	Strays   int      // more uploads that may be left: we never learned their IDs, or could not remove them
}
