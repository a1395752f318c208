package upload

// Phase is where a part stands, for people.
type Phase = byte

// The phases.
const (
	PartWaiting Phase = iota // to be sent
	PartSending              // has begun
	PartStored               // the store said that it has it
)

// PartPhases has the Phase of each part.
func (m *Machine) PartPhases() []Phase {
	list := make([]Phase, len(m.parts))
	for i := range m.parts {
		p := &m.parts[i]
		switch {
		case p.inStore():
			list[i] = PartStored
		case p.state == active:
			list[i] = PartSending
		}
	}
	return list
}

// Algorithm names what ActionHash asks for, as core/checksum knows it.
func (m *Machine) Algorithm() string { return m.sum.Algorithm() }
