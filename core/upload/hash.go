package upload

import "github.com/partway/partway/core/request"

// proofs is how many parts are hashed at a time to prove the file.
const proofs = 2

// hash asks for the checksum of a part unless it is known or asked for.
func (m *Machine) hash(n int) {
	p := &m.parts[n-1]
	if p.has(summed) && !p.has(unproven) || p.has(hashing) {
		return
	}
	p.set(hashing)
	offset, size := m.plan.Part(n)
	a := m.emit(ActionHash)
	a.Part = n
	a.Offset = offset
	a.Size = size
}

// prove hashes the parts that an earlier session sent. All of them: a file that
// was changed in place may look the same by size, time and samples.
func (m *Machine) prove() {
	left := 0
	for i := range m.parts {
		if p := &m.parts[i]; p.has(unproven) {
			left++
			if left <= proofs && !m.paused {
				m.hash(i + 1)
			}
		}
	}
	if left == 0 {
		m.move(proven)
	}
}

// hashed takes in a checksum of the file.
func (m *Machine) hashed(e *Event) {
	if e.Part < 1 || e.Part > len(m.parts) || !m.parts[e.Part-1].has(hashing) {
		return
	}
	p := &m.parts[e.Part-1]
	p.unset(hashing)
	sum, ok := p.setSum(e.Sum, m.sum)
	same := sum == p.sum
	switch {
	case !ok:
		m.fileChanged()
	case p.has(unproven):
		m.proved(p, same)
	case p.has(suspect) && !same:
		m.fileChanged()
	default:
		p.sum = sum
		p.set(summed)
		if p.state == found {
			m.adopt(p)
		} else if m.state == Putting {
			m.settlePut()
		} else {
			m.settle(e.Part)
		}
	}
}

// proved goes on after one part of the proof.
func (m *Machine) proved(p *part, same bool) {
	p.unset(unproven)
	if m.state != Proving || same {
		return
	}
	m.move(changed)
}

// adopt takes a part that the store has and we did not know of, if it is the
// file's: the answer to it was lost with the page.
func (m *Machine) adopt(p *part) {
	if !p.comparable(m.sum) || !p.agrees(m.sum) {
		p.forget()
		return
	}
	p.state = confirmed
	p.set(compared)
	m.dirty = true
}

func (m *Machine) hashFailed(e *Event) {
	if e.Part >= 1 && e.Part <= len(m.parts) && m.parts[e.Part-1].has(hashing) {
		m.fileChanged()
	}
}

// fileChanged ends an upload that still needs the file.
func (m *Machine) fileChanged() {
	switch m.state {
	case Proving, Listing, Discarding, Beginning, Sending, Putting:
		m.cause = cause{op: request.UploadPart}
		m.fail(fileHasChanged)
	}
}
