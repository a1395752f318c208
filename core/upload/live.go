package upload

import (
	"github.com/partway/partway/core/plan"
	"github.com/partway/partway/core/request"
)

// lasting is what outlives a page, beside texts and parts. Like live it holds no
// pointer, so that it can be put away and taken out again as it lies in memory.
// A change of it wants another format.
type lasting struct {
	plan             plan.Plan
	limitMs, stallMs int64
	window, parallel int
	strays           int
	sum              Sum
	blind            bool
	closing          bool // a Complete or PutObject was sent whose outcome is not known
	maybe            bool // the object may be there, by a try before this one
	missing          bool // the store said that it does not know the upload
}

// live is what else a machine knows.
type live struct {
	state State

	paused, offline bool
	stopping        bool // OrderAbort came while an upload ID was on its way
	time            timeline
	slots           slots
	keys            keys
	rate            rate
	requests        int // the last Request

	marker   int  // part number after which the list is read on
	made     bool // the store said that the object is there
	nameless bool // and showed nothing of its own
	noList   bool // these keys may not ListParts
	noHead   bool // nor HeadObject
	cutParts bool // parts were cut on the way, and may come after an Abort
	swept    bool // an Abort has succeeded once
	dirty    bool // what a snapshot holds has changed
	rounds   int  // times that an outcome was unclear
	restarts int  // times that the upload was begun anew
	looks    int  // times that the list was asked for what the store does not show
	cause    cause
	shown    Progress
}

// cause is the last failure, for the Failure that may come of it.
type cause struct {
	op           request.Op
	part, status int
}
