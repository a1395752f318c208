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
func (m *Machine) putStored(s *wire.Stored) {
	m.closing, m.made = false, true
	m.result = Result{ETag: s.ETag, CRC64: s.CRC64, VersionID: s.VersionID, RequestID: s.RequestID,
		Callback: append([]byte(nil), s.Callback...)}
	if m.nameless() {
		m.made, m.maybe = false, true
	}
	m.parts[0].state = kept
	m.settlePut()
}

// nameless reports whether the answer to a put object shows nothing of the
// store's: CORS rules hide it, or a login page gave it.
func (m *Machine) nameless() bool {
	r := &m.result
	return m.has(doubtsStrangers) && r.ETag == "" && r.RequestID == "" && r.CRC64 == ""
}

// stranger reports whether HeadObject has to settle who gave that answer.
func (m *Machine) stranger() bool {
	return m.state == Verifying && m.config.Plan.Put && m.nameless()
}

// notStored: nor did the store show the object when it was asked for it.
func (m *Machine) notStored() {
	m.made, m.closing = false, true
	m.cause = cause{code: wire.NotFromStore, op: request.PutObject, status: 200}
	m.fail(wire.NotFromStore)
}

func (m *Machine) settlePut() {
	p := &m.parts[0]
	if p.state != kept || !p.has(summed) {
		return
	}
	v := m.compareWhole(m.result.CRC64, m.result.ETag, -1)
	if v == differ && !p.has(suspect) {
		m.made, m.maybe = false, true
		m.mismatch(1)
		return
	}
	m.judgeWhole(v)
}

// putRefused: after a try whose answer was lost, an object that is there
// already may be ours.
func (m *Machine) putRefused(e *wire.Error) bool {
	switch {
	case e.Stored:
		m.made = true
		m.fail(e.Code)
	case m.closing && (e.Status == 409 || e.Status == 412):
		m.unclear()
	default:
		return false
	}
	return true
}
