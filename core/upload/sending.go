package upload

import (
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/wire"
)

// maxRelists is how often the list is asked for what the store does not show.
const maxRelists = 30

// sendParts keeps tasks going while there are parts to send, and goes on when there are none.
func (m *Machine) sendParts() {
	waiting, unseen := false, false
	for i := range m.parts {
		p := &m.parts[i]
		switch p.state {
		case todo:
			waiting = true
			if len(m.tasks) < m.parallel && !m.onHold() {
				m.tasks.add(request.UploadPart, i+1)
				p.state = active
			}
		case active:
			waiting = true
		case found:
			waiting = true
			m.hash(i + 1)
		case taken:
			waiting = waiting || !p.has(hasSum)
			unseen = true
		case confirmed:
			unseen = unseen || !p.has(compared|looked) && m.compares()
		}
	}
	m.dispatch()
	if !waiting {
		m.allSent(unseen)
	}
}

// allSent goes on when every part is in the store. If the ETag or the checksum of some is unseen, the list may show it.
func (m *Machine) allSent(unseen bool) {
	for i := range m.parts {
		if p := &m.parts[i]; p.state == taken && (p.has(looked) || m.noList) {
			m.lastError = lastError{op: request.UploadPart, part: i + 1, status: 200}
			m.failWith(wire.ETagNotExposed)
			return
		}
	}
	if unseen && !m.noList {
		if m.relists++; m.relists > maxRelists { // it takes parts and does not list them
			m.failWith(wire.ETagNotExposed)
			return
		}
		m.move(onETagsHidden)
	} else {
		m.move(onAllStored)
	}
}

// readPart takes note of a part that the store has taken. That its ETag is hidden is no reason to send it again: the
// list shows it.
func (m *Machine) readPart(i int, o *wire.Outcome) {
	n, err := m.tasks[i].part, o.Err
	if err != nil && err.Code == wire.ETagNotExposed {
		err = nil
		if m.parts.showETags() {
			err = m.noReply(&m.tasks[i]) // somebody else said 200, not the store
		}
	}
	if !m.endTask(i, err) {
		return
	}
	p := &m.parts[n-1]
	p.state = taken
	p.unset(looked)
	if o.ETag != "" {
		m.setETag(n, o.ETag)
	}
	p.setReported(o.CRC64, m.sum)
	m.settlePart(n)
}

// settlePart confirms a part when everything is known. The upload fails if the store has other bytes than the file
// after the part was sent again.
func (m *Machine) settlePart(n int) {
	if !m.settle(n) {
		m.lastError = lastError{op: request.UploadPart, part: n}
		m.fail(causeChecksum)
	}
}
