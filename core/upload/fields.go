package upload

import "github.com/partway/partway/core/plan"

// persistent is what outlives a page, beside texts and parts. It holds no pointer, because it is serialized by copying
// its memory; bump format when you change it.
type persistent struct {
	plan             plan.Plan
	limitMs, stallMs int64
	window, parallel int
	strays           int
	sum              Sum
	blind            bool
	uncertain        bool // a Complete or PutObject was sent whose outcome is not known
	maybeEarlier     bool // the object may be there, by an earlier try
	noUpload         bool // the store said that it does not know the upload
}

// transient is what else a machine knows. It holds no pointer either; see Encode.
type transient struct {
	state State

	paused, offline bool
	abortPending    bool // OrderAbort came while an upload ID was on its way
	time            timeline
	entropy         entropy
	slots           slots
	keys            keys
	rate            rate
	requests        int // the last Request

	marker      int  // part number after which the list is read on
	objectMade  bool // the store said that the object is there
	anonymous   bool // the answer that said so showed nothing of the store's own
	noList      bool // these keys may not ListParts
	partsCut    bool // parts were cut on the way, and may come after an Abort
	abortedOnce bool // an Abort has succeeded
	unsaved     bool // what a snapshot holds has changed
	inquiries   int  // times that the outcome of a completion was unknown
	restarts    int  // times that the upload was begun anew
	relists     int  // times that the list was asked for what the store does not show
	lastError   lastError
	shown       Progress
}
