package upload

import (
	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/wire"
)

// replied takes in an answer. One that nobody waits for is late or repeated.
func (m *Machine) replied(e *Event) {
	i := m.find(e.Request)
	if i < 0 || e.Outcome == nil {
		return
	}
	o := e.Outcome
	m.opaqueIf(o.Opaque != "")
	op := m.lanes[i].op
	if op == request.UploadPart {
		m.readPart(i, o)
		return
	}
	if !m.good(i, o.Err) {
		return
	}
	switch op {
	case request.Initiate:
		m.began(o)
	case request.ListParts:
		m.readPage(o)
	case request.Complete:
		m.completed(o)
	case request.Abort:
		m.abortOver(true)
	case request.PutObject:
		m.putStored(o)
	case request.HeadObject:
		if !m.signed() { // whose signer asks
			m.judge(o)
		}
	}
}

// good ends a lane whose request succeeded, and deals with one that did not.
func (m *Machine) good(i int, err *wire.Error) bool {
	l := &m.lanes[i]
	if err != nil {
		m.over(l, verdictOf(err))
		m.fault(i, err)
		return false
	}
	if m.blind {
		_, size := m.span(l)
		m.rate.add(size - l.sent)
	}
	m.over(l, VerdictGood)
	m.closeLane(i)
	m.succeeded()
	return true
}

func verdictOf(e *wire.Error) Verdict {
	switch {
	case e.Retry == dialect.Slower:
		return VerdictSlow
	case e.Status == 0 || e.Code == wire.NotFromStore || e.Code == wire.Truncated:
		return VerdictLost
	}
	return VerdictGood
}

func (m *Machine) notReplied(e *Event) {
	i := m.find(e.Request)
	if i < 0 {
		return
	}
	l := &m.lanes[i]
	switch e.Reason {
	case ReasonUnreadable:
		m.over(l, VerdictUnused)
		m.fileChanged()
	case ReasonUnsigned:
		m.over(l, VerdictUnused)
		if !m.remedy(l, 0, false) {
			m.renewalOver()
		}
	case ReasonRefused:
		m.over(l, VerdictUnused)
		m.renewalOver()
	default:
		m.lost(i)
	}
}

// stalled cuts a request on which nothing moves.
func (m *Machine) stalled(i int) {
	m.emit(ActionCancel).Request = m.lanes[i].request
	m.lost(i)
}

func (m *Machine) lost(i int) {
	l := &m.lanes[i]
	m.over(l, VerdictLost)
	m.fault(i, m.unanswered(l))
}

// progressed counts bytes that were handed to the network.
func (m *Machine) progressed(e *Event) {
	i := m.find(e.Request)
	if i < 0 {
		return
	}
	l := &m.lanes[i]
	_, size := m.span(l)
	if sent := min(e.Bytes, size); sent > l.sent {
		m.rate.add(sent - l.sent)
		l.sent, l.moved, l.probe = sent, m.time.clock, false
	}
}

// special is what an error means to one operation only. It reports whether
// that was all.
func (m *Machine) special(l *lane, e *wire.Error) bool {
	switch l.op {
	case request.UploadPart, request.ListParts:
		if e.Retry == dialect.Restart {
			m.uploadGone()
			return true
		}
	case request.PutObject:
		return m.putRefused(e)
	case request.Complete:
		return m.notCompleted(e)
	case request.HeadObject:
		if !m.signed() && e.Status == 404 && m.state == Asking {
			m.notOurs()
			return true
		}
	}
	return false
}
