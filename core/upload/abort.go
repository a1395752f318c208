package upload

import (
	"github.com/partway/partway/core/plan"
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/wire"
)

// sweepMs is the pause before a second abort: parts that were on their way
// when their requests were cut may have come after the first.
//
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html (2026-11-22)
const sweepMs = 1_000

// abort ends the upload by the user's order.
func (m *Machine) abort() {
	m.paused = false
	switch {
	case m.state == Aborting || m.stopping:
	case m.state == Beginning && m.deciding():
		m.stopping = true // the ID on its way is needed to remove the upload
		m.lanes[0].moved = m.time.clock
	case m.uploadID == "" || m.made:
		m.end(abortFree, orderedAbort)
	default:
		m.move(abortNow)
	}
}

// stopped ends an upload that was aborted and will get no ID.
func (m *Machine) stopped() bool {
	if m.deciding() {
		return false
	}
	m.end(abortFree, orderedAbort)
	return true
}

// began takes in the upload ID. It is stored before a byte is sent.
func (m *Machine) began(o *wire.Outcome) {
	m.uploadID = o.UploadID
	if m.signed() && !m.planned(o) {
		m.cause = cause{op: request.Initiate, status: 200}
		m.failAs(wire.Malformed)
		return
	}
	m.save(true)
	switch {
	case m.stopping:
		m.stopping = false
		m.move(abortNow)
	case m.plan.Put:
		m.move(begunSmall)
	default:
		m.move(begun)
	}
}

// planned takes in how a signer cuts the object; false if that cannot be.
func (m *Machine) planned(o *wire.Outcome) bool {
	p, ok := plan.Cut(m.plan.Size, o.PartSize, o.Put)
	if !ok {
		return false
	}
	m.sum = SumByName(o.Verify)
	if p != m.plan {
		m.plan = p
		m.parts = make([]part, p.Parts)
	}
	return true
}

// abortOver goes on after the last try to remove the upload.
func (m *Machine) abortOver(removed bool) {
	if removed && m.cutParts && !m.swept {
		m.swept = true
		m.open(request.Abort, 0)
		m.lanes[0].due = m.time.clock + sweepMs
		return
	}
	if m.state == Discarding {
		if !removed {
			m.strays++
		}
		m.move(discarded)
		m.anew(false)
		return
	}
	m.missing = removed
	m.end(aborted, orderedAbort)
}
