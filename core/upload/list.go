package upload

import "github.com/partway/partway/core/wire"

// maxRestarts is how often the whole upload is restarted.
const maxRestarts = 2

// readPage compares a page of the store's list with what is known, and asks for the next one.
func (m *Machine) readPage(page *wire.Outcome) {
	if m.marker == 0 {
		m.parts.unset(inList)
	}
	for i := range page.Parts {
		m.readEntry(&page.Parts[i])
		if m.state.Final() {
			return
		}
	}
	switch {
	case page.NextMarker == 0 || m.hasSigner():
		m.listRead()
	case page.NextMarker <= m.marker: // a store that ignores the marker
		m.noList = true
		m.listUnavailable()
	default:
		m.marker = page.NextMarker
	}
}

// readEntry compares one part of the list with what is known of it.
func (m *Machine) readEntry(entry *wire.Part) {
	if entry.Number < 1 || entry.Number > len(m.parts) {
		return // somebody else's; a Complete does not name it
	}
	p := &m.parts[entry.Number-1]
	_, size := m.plan.Part(entry.Number)
	known := p.form != noETag
	switch {
	case p.state == todo:
		m.readUnknown(p, entry, size)
	case entry.Size != size || known && !m.sameETag(entry.Number, entry.ETag):
		p.forget()
	case p.inStore():
		if !known {
			m.setETag(entry.Number, entry.ETag)
		}
		p.setReported(entry.CRC64, m.sum)
		m.settlePart(entry.Number)
	}
	p.set(inList | looked)
}

// readUnknown looks at a part that the store has and that we did not send, as far as we know. Without a checksum in the
// list it is sent again.
func (m *Machine) readUnknown(p *part, entry *wire.Part, size int64) {
	if entry.Size != size {
		return
	}
	m.setETag(entry.Number, entry.ETag)
	p.setReported(entry.CRC64, m.sum)
	switch {
	case m.sum == MD5 && !p.form.isDigest() || m.sum == CRC64XZ && !p.has(reported) || !m.compares():
		p.forget()
	case p.has(hasSum):
		m.adopt(p)
	default:
		p.state = found
	}
}

// listRead goes on after the last page.
func (m *Machine) listRead() {
	m.parts.forgetUnlisted()
	m.unsaved = true
	switch {
	case m.state == Listing:
		m.move(onListed)
	case m.parts.allConfirmed():
		m.completeAgain()
	default:
		m.move(onPartsMissing)
	}
}

// listUnavailable goes on without a list: an STS policy without ListParts is common.
func (m *Machine) listUnavailable() {
	m.cutAll()
	if m.state == Listing {
		m.move(onListed)
	}
}

// uploadNotFound: the store does not know the upload. It may have become the object.
func (m *Machine) uploadNotFound() {
	m.noUpload = true
	switch {
	case m.state == Asking && m.hasSigner():
		m.completeAgain() // the signer knows more
	case m.state == Asking:
		m.cutAll()
	case m.uncertain || m.parts.allConfirmed():
		m.inquire()
	default:
		m.restart()
	}
}

// restart begins another upload of the same file.
func (m *Machine) restart() {
	if m.restarts++; m.restarts > maxRestarts {
		m.fail(causeUploadGone)
		return
	}
	m.move(onGone)
	m.startOver(true)
}

// startOver forgets an upload that no longer exists, so that another can begin.
func (m *Machine) startOver(sameFile bool) {
	m.maybeEarlier = m.maybeEarlier || m.uncertain || m.objectMade
	m.objectMade, m.partsCut, m.abortedOnce = false, false, false
	m.forgetUpload(sameFile)
}
