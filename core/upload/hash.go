package upload

import "github.com/partway/partway/core/request"

// maxProofs is how many parts are hashed at a time to prove the file.
const maxProofs = 2

// hash asks for the checksum of a part unless it is known or asked for.
func (m *Machine) hash(n int) {
	p := &m.parts[n-1]
	if p.has(hasSum) && !p.has(unproven) || p.has(hashing) {
		return
	}
	p.set(hashing)
	offset, size := m.plan.Part(n)
	a := m.emit(ActionHash)
	a.Part = n
	a.Offset = offset
	a.Size = size
}

// prove hashes the parts that an earlier session sent. All of them: a file that was changed in place may look the same
// by size, time and samples.
func (m *Machine) prove() {
	left := 0
	for i := range m.parts {
		if p := &m.parts[i]; p.has(unproven) {
			left++
			if left <= maxProofs && !m.paused {
				m.hash(i + 1)
			}
		}
	}
	if left == 0 {
		m.move(onProven)
	}
}

// handleHashed takes in a checksum of the file.
func (m *Machine) handleHashed(e *Event) {
	if !m.isHashing(e.Part) {
		return
	}
	p := &m.parts[e.Part-1]
	p.unset(hashing)
	sum, ok := p.parseSum(e.Sum, m.sum)
	same := sameDigest(&sum, &p.sum)
	switch {
	case !ok:
		m.fileChanged()
	case p.has(unproven):
		p.unset(unproven)
		if m.state == Proving && !same {
			m.move(onFileDiffers)
		}
	case p.has(suspect) && !same:
		m.fileChanged()
	default:
		p.sum = sum
		p.set(hasSum)
		switch {
		case p.state == found:
			m.adopt(p)
		case m.state == Putting:
			m.settlePut()
		default:
			m.settlePart(e.Part)
		}
	}
}

func (m *Machine) handleHashFailed(e *Event) {
	if m.isHashing(e.Part) {
		m.fileChanged()
	}
}

// isHashing reports whether the driver was asked for the checksum of a part.
func (m *Machine) isHashing(n int) bool {
	return n >= 1 && n <= len(m.parts) && m.parts[n-1].has(hashing)
}

// fileChanged ends an upload that still needs the file.
func (m *Machine) fileChanged() {
	switch m.state {
	case Proving, Listing, Discarding, Beginning, Sending, Putting:
		m.lastError = lastError{op: request.UploadPart}
		m.fail(causeFileChanged)
	}
}
