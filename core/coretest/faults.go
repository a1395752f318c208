package coretest

import (
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/upload"
)

// faultsOfAny are the faults that any request can have.
var faultsOfAny = []fault{
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

// faultsOf are those that only some operations have.
var faultsOf = [...][]fault{
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
		w.noteDamage(part)
		return damageBody
	}
	if part > 0 && part == w.schedule.stubborn && w.sinceFail > 0 && w.stubborn < 14 {
		w.stubborn++
		w.sinceFail = 0
		return loseRequest
	}
	if !w.injects(&w.streak) {
		return noFault
	}
	f := faultsOfAny[w.below(len(faultsOfAny))]
	if own := faultsOf[a.Op]; w.percent(50) {
		f = own[w.below(len(own))]
	}
	w.noteFault(a, part, f)
	return f
}

// noteFault notes what the upload need not survive.
func (w *world) noteFault(a *upload.Action, part int, f fault) {
	if a.Op == request.Complete && (f == stallRequest || f == stallReply) {
		w.stalled++
	}
	switch {
	case f == losePart:
		// before the parts are looked at
		w.losePart()
		w.unclear++
	case f == emptyReply && a.Op != request.HeadObject:
		w.foreign++
		w.excuse("somebody else answered for the store")
	case f == hideHeaders && a.Op == request.PutObject:
		w.excuse("the store may have seemed to be somebody else")
	case (f == hideHeaders || f == emptyReply) && a.Op == request.HeadObject:
		w.unclear += 2
	case f == damageBody || f == wrongSum:
		w.noteDamage(part)
	case a.Op == request.Complete && f != slowDown && f != tooMany && f != refuseKeys && f != repeatReply:
		w.unclear++
	}
}

func (w *world) noteDamage(part int) {
	if w.damaged[part]++; w.damaged[part] == 2 {
		w.excuse("a part was damaged twice")
	}
}

// losePart has the store lose a part that it had confirmed.
func (w *world) losePart() {
	for _, u := range w.store.uploads {
		p := &u.parts[w.between(1, maxParts)]
		*p = storedPart{}
	}
}
