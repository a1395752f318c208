package upload

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
	inquiries   int  // times that the outcome of a completion was unknown
	restarts    int  // times that the upload was restarted
	relists     int  // times that the list was asked for what the store does not show
	lastError   lastError
	shown       Progress
}
