package upload

// What an encoding is for.
const (
	forMemory = 0 // a machine between two events
	forDisk   = 1 // a snapshot
)

// Encode is a machine as bytes, all of it. Its actions must have been taken.
func Encode(m *Machine) []byte {
	c := m.writer(forMemory)
	m.lasting(c)
	m.moment(c)
	return c.b
}

// Snapshot is what a later session needs to go on: what the store confirmed. It
// holds no secret: no keys, tokens or URLs.
func (m *Machine) Snapshot() []byte {
	s := *m
	s.parts = append([]part(nil), m.parts...)
	for i := range s.parts {
		p := &s.parts[i]
		if p.flags &= suspect | compared | summed; p.state != confirmed || !p.has(summed) {
			*p = part{}
		}
	}
	if m.deciding() {
		if m.state == Beginning {
			s.strays++ // its ID will have no one to come to
		}
		s.closing = true
	}
	c := m.writer(forDisk)
	s.lasting(c)
	return c.b
}

func (m *Machine) writer(purpose byte) *codec {
	return &codec{b: append(make([]byte, 0, 512+40*len(m.parts)), format, purpose)}
}

// save asks the driver to store a snapshot. A small object has nothing to go on
// from.
func (m *Machine) save(must bool) {
	m.dirty = false
	if !m.config.Plan.Put {
		m.emit(ActionSave).Must = must
	}
}
