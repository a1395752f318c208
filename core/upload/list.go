package upload

import "github.com/partway/partway/core/wire"

// readPage compares a page of the store's list with what is known, and asks for
// the next one.
func (m *Machine) readPage(page *wire.Outcome) {
	if m.marker == 0 {
		for i := range m.parts {
			m.parts[i].unset(seen)
		}
	}
	for i := range page.Parts {
		m.readListed(&page.Parts[i])
		if m.state.Final() {
			return
		}
	}
	switch {
	case page.NextMarker == 0 || m.signed():
		m.listRead()
	case page.NextMarker <= m.marker: // a store that ignores the marker
		m.noList = true
		m.listUnavailable()
	default:
		m.marker = page.NextMarker
	}
}

func (m *Machine) readListed(listed *wire.Part) {
	if listed.Number < 1 || listed.Number > len(m.parts) {
		return // of somebody else; a Complete does not name it
	}
	p := &m.parts[listed.Number-1]
	_, size := m.plan.Part(listed.Number)
	known := p.form != noETag
	switch {
	case p.state == todo:
		m.readUnknown(p, listed, size)
	case listed.Size != size || known && !m.sameETag(listed.Number, listed.ETag):
		p.forget()
	case p.stored():
		if !known {
			m.setETag(listed.Number, listed.ETag)
		}
		p.setTold(listed.CRC64, m.sum)
		m.settle(listed.Number)
	}
	p.set(seen | looked)
}

// readUnknown looks at a part that the store has and we did not send, as far as
// we know. Without a checksum in the list it is sent again.
func (m *Machine) readUnknown(p *part, listed *wire.Part, size int64) {
	if listed.Size != size {
		return
	}
	m.setETag(listed.Number, listed.ETag)
	p.setTold(listed.CRC64, m.sum)
	switch {
	case m.sum == MD5 && !p.form.isDigest() || m.sum == CRC64XZ && !p.has(told) || !m.compares():
		p.forget()
	case p.has(summed):
		m.adopt(p)
	default:
		p.state = found
	}
}

// listRead goes on after the last page.
func (m *Machine) listRead() {
	for i := range m.parts {
		p := &m.parts[i]
		if p.stored() && !p.has(seen) {
			p.forget()
		}
	}
	m.dirty = true
	switch {
	case m.state == Listing:
		m.move(listed)
	case m.allConfirmed():
		m.completeAgain()
	default:
		m.move(incomplete)
	}
}

// listUnavailable goes on without a list: an STS policy without ListParts is
// common.
func (m *Machine) listUnavailable() {
	m.cutAll()
	if m.state == Listing {
		m.move(listed)
	}
}

func (m *Machine) allConfirmed() bool {
	for i := range m.parts {
		if m.parts[i].state != confirmed {
			return false
		}
	}
	return true
}

// uploadGone: the store does not know the upload. It may have become an object.
func (m *Machine) uploadGone() {
	m.missing = true
	switch {
	case m.state == Asking && m.signed():
		m.completeAgain() // the signer knows more
	case m.state == Asking:
		m.cutAll()
	case m.closing || m.allConfirmed():
		m.unclear()
	default:
		m.restart()
	}
}

// restart begins anew, with what is known of the file.
func (m *Machine) restart() {
	if m.restarts++; m.restarts > mostRestarts {
		m.fail(uploadGone)
		return
	}
	m.move(gone)
	m.anew(true)
}

// anew forgets an upload that is not there any more.
func (m *Machine) anew(sameFile bool) {
	m.uploadID, m.long = "", nil
	m.maybe = m.maybe || m.closing || m.made
	m.made, m.missing, m.closing, m.cutParts, m.swept = false, false, false, false, false
	for i := range m.parts {
		p := &m.parts[i]
		if sameFile {
			p.forget()
		} else {
			*p = part{}
		}
	}
}
