package upload

import (
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/wire"
)

// sendParts keeps lanes going while there are parts to send, and goes on when
// there are none.
func (m *Machine) sendParts() {
	waiting, unseen := false, false
	for i := range m.parts {
		p := &m.parts[i]
		switch p.state {
		case todo:
			waiting = true
			if len(m.lanes) < m.parallel && !m.held() {
				m.open(request.UploadPart, i+1)
				p.state = flying
			}
		case flying:
			waiting = true
		case found:
			waiting = true
			m.hash(i + 1)
		case kept:
			waiting = waiting || !p.has(summed)
			unseen = true
		case confirmed:
			unseen = unseen || !p.has(compared|looked) && m.compares()
		}
	}
	m.dispatch()
	if !waiting {
		m.sent(unseen)
	}
}

// sent goes on when every part is stored. Of some, the store may have hidden
// the ETag or the checksum, and the list may show them.
func (m *Machine) sent(unseen bool) {
	for i := range m.parts {
		if p := &m.parts[i]; p.state == kept && (p.has(looked) || m.noList) {
			m.cause = cause{op: request.UploadPart, part: i + 1, status: 200}
			m.failAs(wire.ETagNotExposed)
			return
		}
	}
	if unseen && !m.noList {
		if m.looks++; m.looks > mostLooks { // it takes parts and does not list them
			m.failAs(wire.ETagNotExposed)
			return
		}
		m.move(hidden)
	} else {
		m.move(allStored)
	}
}

// readPart takes note of a part that the store has taken. That its ETag is
// hidden is no reason to send it again: the list shows it.
func (m *Machine) readPart(i int, o *wire.Outcome) {
	n, err := m.lanes[i].part, o.Err
	hidden := err != nil && err.Code == wire.ETagNotExposed
	switch {
	case hidden && m.showsETags():
		err = m.unanswered(&m.lanes[i]) // by the store: somebody else said 200
	case hidden:
		err = nil
	}
	if !m.good(i, err) {
		return
	}
	p := &m.parts[n-1]
	p.state = kept
	p.unset(looked)
	if o.ETag != "" {
		m.setETag(n, o.ETag)
	}
	p.setTold(o.CRC64, m.sum)
	m.settle(n)
}

// showsETags reports whether an answer to a part has shown one, so that CORS
// rules do not hide them.
func (m *Machine) showsETags() bool {
	for i := range m.parts {
		if p := &m.parts[i]; p.stored() && p.form != noETag && !p.has(looked|unproven) {
			return true
		}
	}
	return false
}

// compares reports whether the store reports checksums.
func (m *Machine) compares() bool { return m.sum == CRC64XZ || m.sum == MD5 }

// settle confirms a part when everything is known: its ETag, the file's
// checksum, and that the store's agrees if it told one.
func (m *Machine) settle(n int) {
	p := &m.parts[n-1]
	if !p.stored() || !p.has(summed) {
		return
	}
	if p.comparable(m.sum) {
		if !p.agrees(m.sum) {
			m.mismatch(n)
			return
		}
		p.set(compared)
	}
	// A signer takes the ETags from the list by itself.
	if p.form != noETag || m.signed() && (p.has(compared) || !m.compares()) {
		p.state = confirmed
		m.dirty = true
	}
}

// mismatch: the store has other bytes than the file. Sent again once, they may
// agree; the file is read again, too, because it may have changed.
func (m *Machine) mismatch(n int) {
	p := &m.parts[n-1]
	if p.has(suspect) {
		m.cause = cause{op: request.UploadPart, part: n}
		m.fail(checksumMismatch)
		return
	}
	p.forget()
	p.unset(summed)
	p.set(suspect)
}

// opaqueIf notes that the store's ETags are no MD5, whatever was expected.
func (m *Machine) opaqueIf(opaque bool) {
	if !opaque || m.sum != MD5 {
		return
	}
	m.sum = opaqueSum
	for i := range m.parts {
		m.parts[i].unset(compared)
	}
}
