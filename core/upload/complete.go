package upload

import (
	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/wire"
)

const (
	mostRounds   = 8 // of asking what became of a completion
	mostRestarts = 2 // of the whole upload
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
		if !m.config.Plan.Put && !m.missing && !m.noList {
			return request.ListParts
		}
	}
	return request.HeadObject
}

// readComplete: a 200 is the beginning of an answer, not yet a success.
func (m *Machine) readComplete(i int, r *request.Reply) {
	done, err := wire.ReadComplete(m.config.Dialect, r)
	if r.Status == 200 && !m.has(readsSuccess) {
		err = nil
	}
	if !m.good(i, err) {
		return
	}
	m.closing, m.made = false, true
	m.result = Result{ETag: done.ETag, Location: done.Location, CRC64: done.CRC64, VersionID: done.VersionID,
		RequestID: done.RequestID, Callback: append([]byte(nil), done.Callback...)}
	m.judgeWhole(m.compareWhole(done.CRC64, done.ETag, -1))
}

// judgeWhole ends a completion that the store has confirmed.
func (m *Machine) judgeWhole(v verdict) {
	switch v {
	case agree:
		m.finish(true, WhyNot)
	case differ:
		m.cause = cause{code: CodeChecksumMismatch, op: request.Complete}
		if m.config.Plan.Put {
			m.cause.op = request.PutObject
		}
		m.fail(CodeChecksumMismatch)
	default:
		m.move(stored)
	}
}

// notCompleted is what the errors of Complete mean.
func (m *Machine) notCompleted(e *wire.Error) bool {
	switch {
	case e.Stored:
		m.made = true
		m.fail(e.Code)
	case e.Retry != dialect.Ask:
		return false
	default:
		m.missing = e.Status == 404
		m.unclear()
	}
	return true
}

// unclear asks the store what it has.
func (m *Machine) unclear() {
	if !m.has(asksAfterLoss) {
		m.finish(true, WhyNot)
		return
	}
	if m.rounds++; m.rounds > mostRounds && m.has(boundsTries) {
		m.completionUnknown()
		return
	}
	if m.missing && !m.has(looksWhenGone) {
		m.closing = false
		m.fail(CodeUploadGone)
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
	if m.state == Verifying {
		m.finishUnseen(WhyNoAnswer)
		return
	}
	m.fail(CodeCompletionUnknown)
}

// judge reads what HeadObject says of the object.
func (m *Machine) judge(o *wire.Object) {
	v := m.compareWhole(o.CRC64, o.ETag, o.Size)
	if m.stranger() && v != agree && (o.Size != m.config.Plan.Size || o.RequestID != "" || o.ETag != "") {
		m.notStored() // of this size there is nothing, or CORS rules do not hide what the first answer lacked
		return
	}
	if v == agree || m.state == Verifying {
		m.note(o)
	}
	switch {
	case v == agree:
		m.agreed()
	case m.state == Asking:
		m.notOurs()
	case v == differ:
		m.judgeWhole(differ)
	default:
		m.finish(false, m.whyNot(o.CRC64, o.ETag))
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
	case m.config.Plan.Put:
		m.fail(CodeCompletionUnknown)
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
	case m.config.Plan.Put || m.missing:
		m.completionUnknown()
	default:
		m.completeAgain()
	}
}

// note keeps what HeadObject adds to the answer of a completion.
func (m *Machine) note(o *wire.Object) {
	r := &m.result
	if r.ETag == "" {
		r.ETag = o.ETag
	}
	if r.CRC64 == "" {
		r.CRC64 = o.CRC64
	}
	if r.VersionID == "" {
		r.VersionID = o.VersionID
	}
	if r.RequestID == "" {
		r.RequestID = o.RequestID
	}
}
