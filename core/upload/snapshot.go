package upload

import (
	"unsafe"

	"github.com/partway/partway/core/plan"
)

// format is the number of the snapshots' layout, which is that of lasting and
// part in a page's memory. With another number those that are stored in browsers
// are refused, and their uploads begin anew.
const format = 2

// Snapshot is what a later session needs to go on: what the store confirmed. It
// holds no secret: no keys, tokens or URLs.
func (m *Machine) Snapshot() []byte {
	s := Machine{
		lasting:  m.lasting,
		file:     m.file,
		uploadID: m.uploadID,
		parts:    append([]part(nil), m.parts...),
		long:     m.long,
	}
	for i := range s.parts {
		if p := &s.parts[i]; p.state != confirmed || !p.has(summed) {
			*p = part{}
		}
	}
	if m.deciding() {
		if m.state == Beginning {
			s.strays++ // its ID will have no one to come to
		}
		s.closing = true
	}
	version := byte(format)
	c := &codec{b: make([]byte, 0, 512+40*len(m.parts))}
	c.raw(unsafe.Pointer(&version), 1)
	s.last(c)
	return c.b
}

// Restore reads a snapshot, whose bytes may come from anywhere: what it accepts
// is a machine that works. The upload goes on with OrderStart, and the parts
// are then proven to be of the same file.
func Restore(snapshot []byte) (*Machine, error) {
	c := &codec{b: snapshot, reading: true}
	m := &Machine{}
	var version byte
	c.raw(unsafe.Pointer(&version), 1)
	m.last(c)
	m.tidy()
	if version != format || c.bad || len(c.b) != 0 || !m.acceptable() {
		return nil, FormatError{}
	}
	for i := range m.parts {
		p := &m.parts[i]
		if p.flags = p.flags&(suspect|compared) | summed | unproven; p.state != confirmed || p.form >= etagForms ||
			!m.signed() && m.etagOf(i+1) == "" {
			*p = part{}
		}
	}
	// The old session's requests may still come to the store.
	m.cutParts, m.maybe = true, m.maybe || m.plan.Put
	m.show()
	return m, nil
}

// tidy makes bools of what was read for them: of a byte that is neither 0 nor 1,
// compilers think differently.
func (l *lasting) tidy() {
	*(*byte)(unsafe.Pointer(&l.plan.Put)) &= 1
	*(*uint32)(unsafe.Pointer(&l.blind)) &= 0x01010101 // and closing, maybe, missing behind it
}

// acceptable reports whether what was read is an upload.
func (m *Machine) acceptable() bool {
	p, cut := plan.Cut(m.plan.Size, m.plan.PartSize, m.plan.Put)
	begun := cut && p == m.plan
	unplanned := m.plan.Size >= 0 && m.plan.Parts == 0 && !m.plan.Put && m.uploadID == "" && m.signed()
	return (begun || unplanned) && m.plan.Parts == len(m.parts) && m.sum <= opaqueSum && m.strays >= 0 && m.window >= 0 &&
		m.parallel >= 1 && m.parallel <= mostParallel && m.stallMs >= leastStall &&
		m.stallMs <= mostStall
}

// lasts reports whether there is anything to go on from in another session: not
// with a small object, but a signer had to be asked first whether it is one.
func (m *Machine) lasts() bool { return !m.plan.Put || m.signed() }

// save asks the driver to store a snapshot.
func (m *Machine) save(must bool) {
	m.dirty = false
	if m.lasts() {
		m.emit(ActionSave).Must = must
	}
}
