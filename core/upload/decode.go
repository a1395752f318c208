package upload

import "github.com/partway/partway/core/request"

// FormatError says that bytes are no machine or snapshot of this version.
type FormatError struct{}

func (FormatError) Error() string { return "upload: the saved upload cannot be read" }

// Decode reads what Encode wrote. The bytes may come from anywhere: what it
// accepts is a machine that works. They are not kept.
func Decode(b []byte) (*Machine, error) { return decode(b, forMemory) }

// Restore reads a snapshot. The upload goes on with OrderStart.
func Restore(snapshot []byte) (*Machine, error) { return decode(snapshot, forDisk) }

func decode(b []byte, purpose byte) (*Machine, error) {
	if len(b) < 2 || b[0] != format || b[1] != purpose {
		return nil, FormatError{}
	}
	c := &codec{b: b[2:], reading: true}
	m := &Machine{}
	m.lasting(c)
	if purpose == forMemory && !c.bad {
		m.moment(c)
	} else {
		m.resumed()
	}
	if c.bad || len(c.b) != 0 || !m.sound() {
		return nil, FormatError{}
	}
	return m, nil
}

// resumed is what a snapshot means to a new session: parts are to be proven,
// and the requests of the old one may still come to the store.
func (m *Machine) resumed() {
	m.cutParts = true
	for i := range m.parts {
		if p := &m.parts[i]; p.state == confirmed {
			p.set(unproven)
		}
	}
	m.show()
}

// sound reports whether what was read fits together.
func (m *Machine) sound() bool {
	op := m.laneOp()
	if op != request.UploadPart && len(m.lanes) > 1 {
		return false
	}
	for i := range m.lanes {
		l := &m.lanes[i]
		if op == request.NoOp || l.op != op || l.request > m.requests || (op == request.UploadPart) != (l.part > 0) || l.part > len(m.parts) {
			return false
		}
		for _, other := range m.lanes[:i] {
			if other.part == l.part {
				return false
			}
		}
	}
	return m.soundParts()
}

// soundParts: a part has a lane when it is flying, and only then.
func (m *Machine) soundParts() bool {
	lanes := 0
	for i := range m.lanes {
		if n := m.lanes[i].part; n > 0 {
			if m.parts[n-1].state != flying {
				return false
			}
			lanes++
		}
	}
	for i := range m.parts {
		switch p := &m.parts[i]; p.state {
		case flying:
			lanes--
		case confirmed:
			if p.form == noETag || !p.has(summed) {
				return false
			}
		}
	}
	return lanes == 0
}

// laneOp is the operation that lanes of the state have; NoOp if it has none.
func (m *Machine) laneOp() request.Op {
	switch m.state {
	case Idle, Proving, Done, Failed, Aborted:
		return request.NoOp
	case Sending:
		return request.UploadPart
	case Putting:
		return request.PutObject
	}
	return m.operation()
}
