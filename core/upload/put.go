package upload

import (
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/wire"
)

// put sends a small object in one request. Its only part says what is known of the file.
func (m *Machine) put() {
	if m.parts[0].state == todo {
		m.ask(request.PutObject)
	}
}

// readPut: the store has the object. The file's checksum may not be known yet.
func (m *Machine) readPut(o *wire.Outcome) {
	m.uncertain, m.objectMade = false, true
	// If nothing in the answer is the store's own, CORS rules hide it, or a login page answered.
	if m.anonymous = !o.Named; m.anonymous {
		m.objectMade, m.maybeEarlier = false, true
	}
	p := &m.parts[0]
	p.state, p.form = taken, noETag
	p.unset(reported)
	if o.ETag != "" {
		m.setETag(1, o.ETag)
	}
	p.setReported(o.CRC64, m.sum)
	m.settlePut()
}

// doubtsAnswer reports whether HeadObject has to settle who answered the PutObject.
func (m *Machine) doubtsAnswer() bool {
	return m.state == Verifying && m.plan.Put && m.anonymous
}

// notStored: the store did not show the object when it was asked for it, either.
func (m *Machine) notStored() {
	m.objectMade, m.uncertain = false, true
	m.lastError = lastError{op: request.PutObject, status: 200}
	m.failWith(wire.NotFromStore)
}

// settlePut goes on when both the answer and the file's checksum are there.
func (m *Machine) settlePut() {
	p := &m.parts[0]
	if p.state != taken || !p.has(hasSum) {
		return
	}
	switch c := p.compare(m.sum); {
	case c == unequal && !p.has(suspect):
		m.objectMade, m.maybeEarlier = false, true
		p.doubt()
	case m.hasSigner() && c != unequal:
		m.move(onAllStored) // for the signer to see
	default:
		m.judgeWhole(c)
	}
}

// putGone: the signer does not find the object, or finds another.
func (m *Machine) putGone() {
	if m.inquiries++; m.inquiries > maxInquiries {
		m.failWith(m.errorCode)
		return
	}
	m.parts[0].forget()
	m.move(onPartsMissing)
}

// putRefused: after a try whose answer was lost, an object that is there already may be ours.
func (m *Machine) putRefused(e *wire.Error) bool {
	switch {
	case e.Stored:
		m.objectMade = true
		m.failWith(e.Code)
	case m.uncertain && (e.Status == 409 || e.Status == 412):
		if m.hasSigner() {
			m.move(onAllStored)
		} else {
			m.inquire()
		}
	default:
		return false
	}
	return true
}
