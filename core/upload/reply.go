package upload

import (
	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/wire"
)

// handleReply takes in an answer. One that nobody waits for is late or repeated.
func (m *Machine) handleReply(e *Event) {
	i := m.tasks.find(e.Request)
	if i < 0 || e.Outcome == nil {
		return
	}
	o := e.Outcome
	m.noteOpaque(o.Opaque != "")
	op := m.tasks[i].op
	if op == request.UploadPart {
		m.readPart(i, o)
		return
	}
	if !m.endTask(i, o.Err) {
		return
	}
	switch op {
	case request.Initiate:
		m.begun(o)
	case request.ListParts:
		m.readPage(o)
	case request.Complete:
		m.completed(o)
	case request.Abort:
		m.abortOver(true)
	case request.PutObject:
		m.readPut(o)
	case request.HeadObject:
		if !m.hasSigner() { // whose signer asks
			m.judge(o)
		}
	}
}

// endTask removes a task whose request succeeded, and deals with the error of one that did not. It reports which.
func (m *Machine) endTask(i int, err *wire.Error) (succeeded bool) {
	t := &m.tasks[i]
	if err != nil {
		m.endRequest(t, verdictOf(err))
		m.handleError(t, err)
		return false
	}
	if m.blind {
		_, size := m.span(t)
		m.rate.add(size - t.sent)
	}
	m.endRequest(t, VerdictGood)
	m.tasks.remove(i)
	m.tasks.gotFurther()
	m.keys.accepted()
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

func (m *Machine) handleFailed(e *Event) {
	i := m.tasks.find(e.Request)
	if i < 0 {
		return
	}
	t := &m.tasks[i]
	if e.Reason == ReasonNetwork || e.Reason >= reasons {
		m.unanswered(t)
		return
	}
	m.endRequest(t, VerdictUnused)
	switch e.Reason {
	case ReasonUnreadable:
		m.fileChanged()
	case ReasonUnsigned:
		if !m.remedy(t, 0) {
			m.renewalOver()
		}
	default:
		m.renewalOver()
	}
}

// stalled cancels a request on which nothing moves.
func (m *Machine) stalled(i int) {
	t := &m.tasks[i]
	m.emit(ActionCancel).Request = t.request
	m.unanswered(t)
}

func (m *Machine) unanswered(t *task) {
	m.endRequest(t, VerdictLost)
	m.handleError(t, m.noReply(t))
}

// noReply is the error of a request that brought no answer.
func (m *Machine) noReply(t *task) *wire.Error {
	e := &wire.Error{Op: t.op, Part: t.part, Code: wire.NoReply, Retry: dialect.Again}
	if t.op == request.Complete && !m.hasSigner() {
		e.Retry = dialect.Ask
	}
	return e
}

// handleProgress counts bytes that were handed to the network.
func (m *Machine) handleProgress(e *Event) {
	i := m.tasks.find(e.Request)
	if i < 0 {
		return
	}
	t := &m.tasks[i]
	_, size := m.span(t)
	m.rate.add(t.progress(e.Bytes, size, m.time.now))
}
