package upload

import (
	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/wire"
)

// maxInquiries is how often the store is asked what became of a completion.
const maxInquiries = 8

// completed: the store has made the object, or the signer has seen it.
func (m *Machine) completed(o *wire.Outcome) {
	m.uncertain, m.objectMade = false, true
	c := m.compareWhole(o.CRC64, o.ETag, -1)
	if c == incomparable && m.hasSigner() {
		m.finish(false, m.whyIncomparable(o))
		return
	}
	m.judgeWhole(c)
}

// judgeWhole ends a completion that the store has confirmed.
func (m *Machine) judgeWhole(c comparison) {
	switch c {
	case equal:
		m.finish(true, WhyNot)
	case unequal:
		m.lastError = lastError{op: request.Complete}
		if m.plan.Put {
			m.lastError.op = request.PutObject
		}
		m.fail(causeChecksum)
	default:
		m.move(onStored)
	}
}

// notCompleted is what the errors of Complete mean. It reports whether that was all.
func (m *Machine) notCompleted(e *wire.Error) bool {
	switch {
	case e.Stored:
		m.objectMade = true
		m.failWith(e.Code)
	case e.Retry == dialect.Restart && m.hasSigner():
		m.restart() // the signer has looked for the object, too
	case e.Retry != dialect.Ask:
		return false
	case m.plan.Put && m.hasSigner():
		m.putGone()
	default:
		m.noUpload = e.Status == 404
		m.inquire()
	}
	return true
}

// inquire asks the store what it has.
func (m *Machine) inquire() {
	if m.inquiries++; m.inquiries > maxInquiries {
		m.completionUnknown()
		return
	}
	m.move(onUnclear)
}

// completeAgain completes once more, after a pause that grows with the inquiries.
func (m *Machine) completeAgain() {
	m.move(onStillOpen)
	m.tasks.add(request.Complete, 0)
	m.tasks[0].notBefore = m.time.now + m.entropy.pause(baseMs, m.inquiries)
}

func (m *Machine) completionUnknown() {
	if !m.hasSigner() && m.state == Verifying {
		m.finishUnseen(WhyNoAnswer)
		return
	}
	m.fail(causeUnknown)
}

// judge reads what HeadObject says of the object.
func (m *Machine) judge(o *wire.Outcome) {
	c := m.compareWhole(o.CRC64, o.ETag, o.Size)
	switch {
	case m.doubtsAnswer() && c != equal && (o.Size != m.plan.Size || o.Named):
		// There is no object of this size, or CORS rules do not hide what the first answer lacked.
		m.notStored()
	case c == equal:
		m.recognized()
	case m.state == Asking:
		m.notOurs()
	case c == unequal:
		m.judgeWhole(unequal)
	default:
		m.finish(false, m.whyIncomparable(o))
	}
}

// recognized: the object is this file, whoever made it. If the upload may be open nevertheless, that is said.
func (m *Machine) recognized() {
	if m.state == Asking && m.uploadID != "" && !m.noUpload {
		m.strays++
	}
	m.objectMade, m.uncertain = true, false
	m.finish(true, WhyNot)
}

// notOurs: as far as can be told, this upload did not make what is stored under the name, if anything is.
func (m *Machine) notOurs() {
	switch {
	case m.plan.Put:
		m.fail(causeUnknown)
	case m.noUpload:
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
	case m.plan.Put || m.noUpload:
		m.completionUnknown()
	default:
		m.completeAgain()
	}
}
