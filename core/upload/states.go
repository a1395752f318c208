package upload

// State is where an upload stands. Whether it is paused, offline or waiting to try again is told apart from it, because
// any state can be all of that.
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
	onStart        Trigger = iota // a new upload of parts
	onStartSmall                  // a new upload in one request
	onResume                      // a restored one
	onProven                      // the parts sent before are this file's
	onFileDiffers                 // they are another file's
	onDiscarded                   // the old upload is removed, or cannot be
	onBegun                       // the store gave an upload ID
	onBegunSmall                  // the same, and the signer wants one request
	onListed                      // every page of the list was read
	onETagsHidden                 // parts are stored whose ETags or checksums were not shown
	onAllStored                   // nothing is left to send
	onUnclear                     // the outcome is unknown, or the store misses a part
	onStillOpen                   // the upload has all its parts and was not completed
	onPartsMissing                // the upload exists, but not all its parts
	onGone                        // neither the upload nor the object exists
	onStored                      // the object exists, but no checksum of it was told
	onAgreed                      // the object exists, and its checksum agrees or cannot be had
	onFailed                      // for good
	onAbort                       // the user's order; there is an upload to remove
	onAbortNothing                // the user's order; there is nothing to remove
	onRemoved                     // the upload is removed, or cannot be

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
	{Idle, onStart, Beginning},
	{Idle, onStartSmall, Putting},
	{Idle, onResume, Proving},
	{Idle, onAbortNothing, Aborted},
	{Idle, onAbort, Aborting},

	{Proving, onProven, Listing},
	{Proving, onFileDiffers, Discarding},
	{Proving, onFailed, Failed},
	{Proving, onAbort, Aborting},

	{Listing, onListed, Sending},
	{Listing, onGone, Beginning},
	{Listing, onUnclear, Asking},
	{Listing, onFailed, Failed},
	{Listing, onAbort, Aborting},

	{Discarding, onDiscarded, Beginning},
	{Discarding, onFailed, Failed},
	{Discarding, onAbort, Aborting},

	{Beginning, onBegun, Sending},
	{Beginning, onBegunSmall, Putting},
	{Beginning, onFailed, Failed},
	{Beginning, onAbortNothing, Aborted},
	{Beginning, onAbort, Aborting},

	{Sending, onETagsHidden, Listing},
	{Sending, onAllStored, Completing},
	{Sending, onGone, Beginning},
	{Sending, onUnclear, Asking},
	{Sending, onFailed, Failed},
	{Sending, onAbort, Aborting},

	{Putting, onAllStored, Completing},
	{Putting, onAgreed, Done},
	{Putting, onStored, Verifying},
	{Putting, onUnclear, Asking},
	{Putting, onFailed, Failed},
	{Putting, onAbortNothing, Aborted},
	{Putting, onAbort, Aborting},

	{Completing, onAgreed, Done},
	{Completing, onStored, Verifying},
	{Completing, onUnclear, Asking},
	{Completing, onPartsMissing, Putting},
	{Completing, onGone, Beginning},
	{Completing, onFailed, Failed},
	{Completing, onAbort, Aborting},
	{Completing, onAbortNothing, Aborted},

	{Asking, onAgreed, Done},
	{Asking, onStillOpen, Completing},
	{Asking, onPartsMissing, Sending},
	{Asking, onGone, Beginning},
	{Asking, onFailed, Failed},
	{Asking, onAbort, Aborting},
	{Asking, onAbortNothing, Aborted},

	{Verifying, onAgreed, Done},
	{Verifying, onFailed, Failed},
	{Verifying, onAbortNothing, Aborted},

	{Aborting, onRemoved, Aborted},
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
