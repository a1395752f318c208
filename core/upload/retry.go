package upload

import (
	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/wire"
)

const (
	maxRetryAfterMs = 3_600_000

	maxTries      = 10 // of one request, while the upload gets no further
	maxAbortTries = 5  // at the end of an abort a person waits
	maxHeadTries  = 3  // of asking for an object that should be there
)

// handleError decides what becomes of a task whose request failed: nothing, if the state has ended with it.
func (m *Machine) handleError(t *task, e *wire.Error) {
	m.errorCode, m.lastError = e.Code, lastError{e.Op, e.Part, e.Status}
	answered := e.Status != 0
	if e.Status < 400 || e.Status >= 500 {
		m.noteUncertain(t) // what is refused by a 4xx is not done
	}
	final := e.Retry == dialect.Never || e.Retry == dialect.Restart
	switch {
	case m.handledByOperation(t, e):
	case m.offline && !answered:
		t.notBefore = m.time.now
	case m.hasSigner() && !t.carries(): // no keys or URLs of ours would help
		if final {
			m.rejected(t, e)
		} else {
			m.retry(t, e)
		}
	case e.Retry == dialect.Resign:
		if !m.remedy(t, e.ServerTime) {
			m.rejected(t, e)
		}
	case (e.Status == 401 || e.Status == 403) && e.Retry == dialect.Never && m.keys.refusals == 0:
		if !m.remedy(t, 0) {
			m.rejected(t, e)
		}
	case final:
		m.rejected(t, e)
	default:
		m.retry(t, e)
	}
}

// handledByOperation is what an error means to one operation only. It reports whether that was all.
func (m *Machine) handledByOperation(t *task, e *wire.Error) bool {
	switch t.op {
	case request.UploadPart, request.ListParts:
		if e.Retry == dialect.Restart {
			m.uploadNotFound()
			return true
		}
	case request.PutObject:
		return m.putRefused(e)
	case request.Complete:
		return m.notCompleted(e)
	case request.HeadObject:
		if !m.hasSigner() && e.Status == 404 && m.state == Asking {
			m.notOurs()
			return true
		}
	}
	return false
}

// retry sends the same later.
func (m *Machine) retry(t *task, e *wire.Error) {
	t.failures++
	if t.failures >= maxTriesOf(t.op, e.Status) {
		m.outOfTries(t, e)
		return
	}
	base := int64(baseMs)
	if e.Retry == dialect.Slower {
		base = slowMs
	}
	t.notBefore = m.time.now + m.entropy.pause(base, t.failures)
	if asked := min(e.RetryAfter*1000, maxRetryAfterMs); asked > 0 {
		m.time.quietUntil = max(m.time.quietUntil, m.time.now+asked+m.entropy.upTo(baseMs))
	}
}

func maxTriesOf(op request.Op, status int) int {
	switch {
	case op == request.Abort:
		return maxAbortTries
	case op == request.HeadObject && status == 404:
		return maxHeadTries
	}
	return maxTries
}

// outOfTries: tried too often.
func (m *Machine) outOfTries(t *task, e *wire.Error) {
	switch {
	case t.op == request.Abort:
		m.abortOver(false)
	case !m.hasSigner() && m.state == Verifying && e.Status != 404:
		m.finishUnseen(WhyNoAnswer)
	case m.state == Asking || m.state == Completing:
		m.completionUnknown()
	case e.Status == 0:
		m.fail(causeNoConnection)
	default:
		m.failWith(e.Code)
	}
}

// rejected: the store will not do it. Where it was only asked something, that is no failure of the upload.
func (m *Machine) rejected(t *task, e *wire.Error) {
	switch {
	case t.op == request.Abort:
		m.abortOver(false)
	case m.hasSigner():
		m.failWith(e.Code)
	case t.op == request.ListParts:
		m.noList = true
		m.listUnavailable()
	case t.op == request.HeadObject:
		m.headUnavailable()
	default:
		m.failWith(e.Code)
	}
}
