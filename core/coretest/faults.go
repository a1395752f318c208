package coretest

import (
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/upload"
)

// anywhere are the faults that any request can have.
var anywhere = []fault{
	loseRequest,
	stallRequest,
	loseReply,
	stallReply,
	lateReply,
	repeatReply,
	slowDown,
	tooMany,
	internalError,
	strangeReply,
	refuseKeys,
}

// particular are those that only some have.
var particular = [...][]fault{
	request.Initiate:   {errorAfterwards, errorIn200, cutReply},
	request.UploadPart: {emptyReply, damageBody, damageBody, hideHeaders, wrongSum, errorAfterwards},
	request.ListParts:  {cutReply, errorIn200},
	request.Complete:   {errorAfterwards, errorIn200, cutReply, loseReply, stallReply, losePart},
	request.Abort:      {errorAfterwards},
	request.PutObject:  {emptyReply, damageBody, hideHeaders, wrongSum, errorAfterwards},
	request.HeadObject: {hideHeaders, emptyReply},
}

// faultFor draws what goes wrong with a request.
func (w *world) faultFor(c *call) fault {
	a := &c.action
	part := a.Part
	if a.Op == request.PutObject {
		part = 1
	}
	if part > 0 && part == w.schedule.poison {
		w.spoil2(part)
		return damageBody
	}
	if part > 0 && part == w.schedule.stubborn && w.sinceFail > 0 && w.stubborn < 14 {
		w.stubborn++
		w.sinceFail = 0
		return loseRequest
	}
	if !w.interferes(&w.streak) {
		return noFault
	}
	f := anywhere[w.below(len(anywhere))]
	if own := particular[a.Op]; w.percent(50) {
		f = own[w.below(len(own))]
	}
	w.reckon(a, part, f)
	return f
}

// reckon notes what an upload cannot be expected to survive.
func (w *world) reckon(a *upload.Action, part int, f fault) {
	if a.Op == request.Complete && (f == stallRequest || f == stallReply) {
		w.stalled++
	}
	switch {
	case f == losePart:
		// before the parts are looked at
		w.losePart()
		w.unclear++
	case f == emptyReply && a.Op != request.HeadObject:
		w.strangers++
		w.excuse("somebody else answered for the store")
	case f == hideHeaders && a.Op == request.PutObject:
		w.excuse("the store may have seemed to be somebody else")
	case (f == hideHeaders || f == emptyReply) && a.Op == request.HeadObject:
		w.unclear += 2
	case f == damageBody || f == wrongSum:
		w.spoil2(part)
	case a.Op == request.Complete && f != slowDown && f != tooMany && f != refuseKeys && f != repeatReply:
		w.unclear++
	}
}

func (w *world) spoil2(part int) {
	if w.spoiled[part]++; w.spoiled[part] == 2 {
		w.excuse("a part was spoiled twice")
	}
}

// losePart: the store has an old part, or none, where it had confirmed one.
func (w *world) losePart() {
	for _, u := range w.store.uploads {
		p := &u.parts[w.between(1, maxParts)]
		*p = storedPart{}
	}
}
