package upload

import (
	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/wire"
)

const (
	mostRounds   = 8 // of asking what became of a completion
	mostRestarts = 2 // of the whole upload
	mostLooks    = 30
)

// operation is what the state asks the store, in all states but those with
// lanes of their own.
func (m *Machine) operation() request.Op {
	switch m.state {
	case Listing:
		return request.ListParts
	case Beginning:
		return request.Initiate
	case Completing:
		return request.Complete
	case Discarding, Aborting:
		return request.Abort
	case Asking:
		if m.signed() || !m.plan.Put && !m.missing && !m.noList {
			return request.ListParts
		}
	}
	return request.HeadObject
}

// completed: the store has made the object, or the signer has seen it.
func (m *Machine) completed(o *wire.Outcome) {
	m.closing, m.made = false, true
	v := m.compareWhole(o.CRC64, o.ETag, -1)
	if v == unknown && m.signed() {
		m.finish(false, m.whyNot(o))
		return
	}
	m.judgeWhole(v)
}

// judgeWhole ends a completion that the store has confirmed.
func (m *Machine) judgeWhole(v verdict) {
	switch v {
	case agree:
		m.finish(true, WhyNot)
	case differ:
		m.cause = cause{op: request.Complete}
		if m.plan.Put {
			m.cause.op = request.PutObject
		}
		m.fail(checksumMismatch)
	default:
		m.move(stored)
	}
}

// notCompleted is what the errors of Complete mean.
func (m *Machine) notCompleted(e *wire.Error) bool {
	switch {
	case e.Stored:
		m.made = true
		m.failAs(e.Code)
	case e.Retry == dialect.Restart && m.signed():
		m.restart() // the signer has looked for the object, too
	case e.Retry != dialect.Ask:
		return false
	case m.plan.Put && m.signed():
		m.putGone()
	default:
		m.missing = e.Status == 404
		m.unclear()
	}
	return true
}

// unclear asks the store what it has.
func (m *Machine) unclear() {
	if m.rounds++; m.rounds > mostRounds {
		m.completionUnknown()
		return
	}
	m.move(unclear)
}

// completeAgain completes once more, after a pause that grows with the rounds.
func (m *Machine) completeAgain() {
	m.move(stillOpen)
	m.open(request.Complete, 0)
	m.lanes[0].due = m.time.clock + m.jitter(backoff(baseMs, m.rounds))
}

func (m *Machine) completionUnknown() {
	if !m.signed() && m.state == Verifying {
		m.finishUnseen(WhyNoAnswer)
		return
	}
	m.fail(completionUnknown)
}

// judge reads what HeadObject says of the object.
func (m *Machine) judge(o *wire.Outcome) {
	v := m.compareWhole(o.CRC64, o.ETag, o.Size)
	switch {
	case m.stranger() && v != agree && (o.Size != m.plan.Size || o.Named):
		m.notStored() // of this size there is nothing, or CORS rules do not hide what the first answer lacked
	case v == agree:
		m.agreed()
	case m.state == Asking:
		m.notOurs()
	case v == differ:
		m.judgeWhole(differ)
	default:
		m.finish(false, m.whyNot(o))
	}
}

// agreed: the object is this file, whoever made it. If the upload may be open
// nevertheless, that is said.
func (m *Machine) agreed() {
	if m.state == Asking && m.uploadID != "" && !m.missing {
		m.strays++
	}
	m.made, m.closing = true, false
	m.finish(true, WhyNot)
}

// notOurs: what is stored under the name, if anything, is not this upload's as
// far as can be told.
func (m *Machine) notOurs() {
	switch {
	case m.plan.Put:
		m.fail(completionUnknown)
	case m.missing:
		m.restart()
	default:
		m.completeAgain()
	}
}

// headUnavailable: the keys may not ask for the object.
func (m *Machine) headUnavailable() {
	switch {
	case m.state == Verifying:
		m.finishUnseen(WhyForbidden)
	case m.plan.Put || m.missing:
		m.completionUnknown()
	default:
		m.completeAgain()
	}
}
