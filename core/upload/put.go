package upload

import (
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/wire"
)

// put sends a small object in one request. Its only part says what is known of
// the file.
func (m *Machine) put() {
	if m.parts[0].state == todo {
		m.control(request.PutObject)
	}
}

// putStored: the store has the object; the file's checksum may not be known yet.
func (m *Machine) putStored(o *wire.Outcome) {
	m.closing, m.made = false, true
	// CORS rules hide all that is the store's, or a login page gave the answer.
	if m.nameless = !o.Named; m.nameless {
		m.made, m.maybe = false, true
	}
	p := &m.parts[0]
	p.state, p.form = kept, noETag
	p.unset(told)
	if o.ETag != "" {
		m.setETag(1, o.ETag)
	}
	p.setTold(o.CRC64, m.sum)
	m.settlePut()
}

// stranger reports whether HeadObject has to settle who gave that answer.
func (m *Machine) stranger() bool {
	return m.state == Verifying && m.plan.Put && m.nameless
}

// notStored: nor did the store show the object when it was asked for it.
func (m *Machine) notStored() {
	m.made, m.closing = false, true
	m.cause = cause{op: request.PutObject, status: 200}
	m.failAs(wire.NotFromStore)
}

func (m *Machine) settlePut() {
	p := &m.parts[0]
	if p.state != kept || !p.has(summed) {
		return
	}
	v := unknown
	if p.comparable(m.sum) {
		v = same(p.agrees(m.sum))
	}
	switch {
	case v == differ && !p.has(suspect):
		m.made, m.maybe = false, true
		m.mismatch(1)
	case m.signed() && v != differ:
		m.move(allStored) // for the signer to see
	default:
		m.judgeWhole(v)
	}
}

// putGone: the signer does not find the object, or finds another.
func (m *Machine) putGone() {
	if m.rounds++; m.rounds > mostRounds {
		m.failAs(m.code)
		return
	}
	m.parts[0].forget()
	m.move(incomplete)
}

// putRefused: after a try whose answer was lost, an object that is there
// already may be ours.
func (m *Machine) putRefused(e *wire.Error) bool {
	switch {
	case e.Stored:
		m.made = true
		m.failAs(e.Code)
	case m.closing && (e.Status == 409 || e.Status == 412):
		if m.signed() {
			m.move(allStored)
		} else {
			m.unclear()
		}
	default:
		return false
	}
	return true
}
