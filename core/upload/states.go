package upload

// State is where an upload stands. That it is paused, offline or waits to try
// again is said apart, because it may be so in any state.
type State uint8

// The states, in the order of an upload's life.
const (
	Idle       State = iota // not started
	Proving                 // resumed: hashing what an earlier session sent
	Listing                 // asking which parts the store has
	Discarding              // the file is another one: removing the old upload
	Beginning               // asking for an upload ID
	Sending                 // parts
	Putting                 // a small object, in one request
	Completing              // making the object of the parts
	Asking                  // its outcome is unknown: asking the store
	Verifying               // it is stored: asking for its checksum
	Aborting                // removing the upload
	Done                    // final: stored
	Failed                  // final
	Aborted                 // final

	states
)

var stateNames = [states]string{"idle", "proving", "listing", "discarding", "beginning", "sending", "putting",
	"completing", "asking", "verifying", "aborting", "done", "failed", "aborted"}

// String is the name that the JavaScript API uses.
func (s State) String() string { return stateNames[s] }

// Final reports whether nothing can follow.
func (s State) Final() bool { return s >= Done }

// Trigger is what moves an upload from one state to the next.
type Trigger uint8

// The triggers.
const (
	startNew   Trigger = iota // there is no upload yet
	startSmall                // nor need there be one
	startAgain                // a snapshot has one
	proven                    // the parts that were sent are this file's
	changed                   // they are not
	discarded                 // the old upload is gone, or will not go
	begun                     // the store gave an upload ID
	begunSmall                // and the signer says that one request is best
	listed                    // every page of the list was read
	hidden                    // the store has parts whose ETags it did not show
	allStored                 // nothing is left to send
	unclear                   // the outcome is unknown, or the store misses a part
	stillOpen                 // the upload is there and whole: not completed
	incomplete                // the upload is there, but parts are not
	gone                      // neither upload nor object
	stored                    // the object is there, its checksum not told
	agreed                    // and the checksum agrees, or cannot be had
	failed                    // for good
	abortNow                  // the user's order, with an upload to remove
	abortFree                 // the user's order, with nothing to remove
	aborted                   // the upload is gone, or will not go

	triggers
)

var triggerNames = [triggers]string{
	"start",
	"start small",
	"resume",
	"proven",
	"file differs",
	"discarded",
	"begun",
	"begun small",
	"listed",
	"ETags hidden",
	"all stored",
	"unclear",
	"still open",
	"parts missing",
	"gone",
	"stored",
	"agreed",
	"failed",
	"abort",
	"abort, nothing to remove",
	"removed or given up",
}

// String is a few words for diagrams.
func (t Trigger) String() string { return triggerNames[t] }

// Transition is one arrow.
type Transition struct {
	From State
	On   Trigger
	To   State
}

// Transitions is the whole life of an upload. What is not here cannot happen.
var Transitions = [...]Transition{
	{Idle, startNew, Beginning},
	{Idle, startSmall, Putting},
	{Idle, startAgain, Proving},
	{Idle, abortFree, Aborted},
	{Idle, abortNow, Aborting},

	{Proving, proven, Listing},
	{Proving, changed, Discarding},
	{Proving, failed, Failed},
	{Proving, abortNow, Aborting},

	{Listing, listed, Sending},
	{Listing, gone, Beginning},
	{Listing, unclear, Asking},
	{Listing, failed, Failed},
	{Listing, abortNow, Aborting},

	{Discarding, discarded, Beginning},
	{Discarding, failed, Failed},
	{Discarding, abortNow, Aborting},

	{Beginning, begun, Sending},
	{Beginning, begunSmall, Putting},
	{Beginning, failed, Failed},
	{Beginning, abortFree, Aborted},
	{Beginning, abortNow, Aborting},

	{Sending, hidden, Listing},
	{Sending, allStored, Completing},
	{Sending, gone, Beginning},
	{Sending, unclear, Asking},
	{Sending, failed, Failed},
	{Sending, abortNow, Aborting},

	{Putting, allStored, Completing},
	{Putting, agreed, Done},
	{Putting, stored, Verifying},
	{Putting, unclear, Asking},
	{Putting, failed, Failed},
	{Putting, abortFree, Aborted},
	{Putting, abortNow, Aborting},

	{Completing, agreed, Done},
	{Completing, stored, Verifying},
	{Completing, unclear, Asking},
	{Completing, incomplete, Putting},
	{Completing, gone, Beginning},
	{Completing, failed, Failed},
	{Completing, abortNow, Aborting},
	{Completing, abortFree, Aborted},

	{Asking, agreed, Done},
	{Asking, stillOpen, Completing},
	{Asking, incomplete, Sending},
	{Asking, gone, Beginning},
	{Asking, failed, Failed},
	{Asking, abortNow, Aborting},
	{Asking, abortFree, Aborted},

	{Verifying, agreed, Done},
	{Verifying, failed, Failed},
	{Verifying, abortFree, Aborted},

	{Aborting, aborted, Aborted},
}

// next is the state that a trigger leads to; ok is false if there is no arrow.
func next(from State, on Trigger) (to State, ok bool) {
	for i := range Transitions {
		if t := &Transitions[i]; t.From == from && t.On == on {
			return t.To, true
		}
	}
	return from, false
}
