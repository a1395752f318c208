package upload

import (
	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/wire"
)

const (
	baseMs = 500   // the first pause is up to this long, each further one up to twice as long
	slowMs = 2_000 // the same where the store asked for fewer requests
	capMs  = 20_000
	longMs = 3_600_000 // the longest Retry-After that is waited for

	mostTries  = 10 // of one request, while the upload gets no further
	abortTries = 5  // of an abort, at the end of which a person waits
	headTries  = 3  // of asking for an object that should be there
)

// backoff is the longest pause after so many failures, in milliseconds.
func backoff(base int64, tries int) int64 {
	return min(base<<min(max(tries-1, 0), 10), capMs)
}

// jitter is a random time up to most: full jitter, so that uploads that failed
// together do not come back together.
//
// https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ (2026-11-22)
func (m *Machine) jitter(most int64) int64 {
	// One event's entropy serves several draws: splitmix64.
	m.time.draws += 0x9E3779B97F4A7C15
	z := m.time.entropy + m.time.draws
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return int64((z ^ z>>31) % uint64(most+1))
}

// fault decides what becomes of a request that failed: nothing, if the state
// has ended with it.
func (m *Machine) fault(i int, e *wire.Error) {
	l := &m.lanes[i]
	m.code, m.cause = e.Code, cause{e.Op, e.Part, e.Status}
	answered := e.Status != 0
	if e.Status < 400 || e.Status >= 500 {
		m.unsure(l) // what is refused outright is not done
	}
	switch {
	case m.special(l, e):
	case m.offline && !answered:
		l.due = m.time.clock
	case m.signed() && !l.carries():
		m.signerFault(l, e)
	case e.Retry == dialect.Resign:
		m.remedyOr(l, e, true)
	case (e.Status == 401 || e.Status == 403) && e.Retry == dialect.Never && m.keys.fixes == 0:
		m.remedyOr(l, e, false)
	case e.Retry == dialect.Never || e.Retry == dialect.Restart:
		m.refused(l, e)
	default:
		m.again(l, e)
	}
}

// signerFault: no keys or URLs of ours would help.
func (m *Machine) signerFault(l *lane, e *wire.Error) {
	if e.Retry == dialect.Never || e.Retry == dialect.Restart {
		m.refused(l, e)
	} else {
		m.again(l, e)
	}
}

func (m *Machine) remedyOr(l *lane, e *wire.Error, byClock bool) {
	if !m.remedy(l, e.ServerTime, byClock) {
		m.refused(l, e)
	}
}

// again sends the same later.
func (m *Machine) again(l *lane, e *wire.Error) {
	l.tries++
	most := mostTries
	switch {
	case l.op == request.Abort:
		most = abortTries
	case l.op == request.HeadObject && e.Status == 404:
		most = headTries
	}
	if l.tries >= most {
		m.exhausted(l, e)
		return
	}
	base := int64(baseMs)
	if e.Retry == dialect.Slower {
		base = slowMs
	}
	l.due = m.time.clock + m.jitter(backoff(base, l.tries))
	if asked := min(e.RetryAfter*1000, longMs); asked > 0 {
		m.time.quiet = max(m.time.quiet, m.time.clock+asked+m.jitter(baseMs))
	}
}

// succeeded: the upload has got further, so every count of failures ends.
func (m *Machine) succeeded() {
	m.keys.fixes, m.keys.clocks = 0, 0
	for i := range m.lanes {
		m.lanes[i].tries = 0
	}
}

// exhausted: tried too often.
func (m *Machine) exhausted(l *lane, e *wire.Error) {
	switch {
	case l.op == request.Abort:
		m.abortOver(false)
	case !m.signed() && m.state == Verifying && e.Status != 404:
		m.finishUnseen(WhyNoAnswer)
	case m.state == Asking || m.state == Completing:
		m.completionUnknown()
	case e.Status == 0:
		m.fail(noConnection)
	default:
		m.failAs(e.Code)
	}
}

// refused: the store will not do it. Where it was only asked something, that is
// no failure of the upload.
func (m *Machine) refused(l *lane, e *wire.Error) {
	switch {
	case l.op == request.Abort:
		m.abortOver(false)
	case m.signed():
		m.failAs(e.Code)
	case l.op == request.ListParts:
		m.noList = true
		m.listUnavailable()
	case l.op == request.HeadObject:
		m.noHead = true
		m.headUnavailable()
	default:
		m.failAs(e.Code)
	}
}

// unanswered is the error of a request that brought no answer.
func (m *Machine) unanswered(l *lane) *wire.Error {
	e := &wire.Error{Op: l.op, Part: l.part, Code: wire.NoReply, Retry: dialect.Again}
	if l.op == request.Complete && !m.signed() {
		e.Retry = dialect.Ask
	}
	return e
}
