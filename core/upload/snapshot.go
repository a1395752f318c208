package upload

import (
	"unsafe"

	"github.com/partway/partway/core/plan"
)

// format is the number of the snapshots' layout: the memory of persistent and part in a page's module. Snapshots of
// another number, stored in browsers, are refused, and their uploads start over.
const format = 2

// Snapshot is what a later session needs to go on: what the store confirmed. It holds no secret: no keys, tokens or
// URLs.
func (m *Machine) Snapshot() []byte {
	s := m.ledger
	s.parts = append(parts(nil), m.parts...)
	for i := range s.parts {
		if p := &s.parts[i]; p.state != confirmed || !p.has(hasSum) {
			*p = part{}
		}
	}
	if m.tasks.deciding() {
		if m.state == Beginning {
			s.strays++ // nobody will learn its ID
		}
		s.uncertain = true
	}
	version := byte(format)
	c := &codec{b: make([]byte, 0, 512+40*len(m.parts))}
	c.raw(unsafe.Pointer(&version), 1)
	s.fields(c)
	return c.b
}

// Restore reads a snapshot; the error is a FormatError. The bytes may come from anywhere: what it accepts is a machine
// that works. The upload goes on with OrderStart, and its parts are then proven to be of the same file.
func Restore(snapshot []byte) (*Machine, error) {
	c := &codec{b: snapshot, reading: true}
	m := &Machine{}
	var version byte
	c.raw(unsafe.Pointer(&version), 1)
	m.fields(c)
	m.normalizeBools()
	if version != format || c.bad || len(c.b) != 0 || !m.acceptable() {
		return nil, FormatError{}
	}
	for i := range m.parts {
		p := &m.parts[i]
		if p.flags = p.flags&(suspect|compared) | hasSum | unproven; p.state != confirmed || p.form >= etagForms ||
			!m.hasSigner() && m.etag(i+1) == "" {
			*p = part{}
		}
	}
	// The old session's requests may still come to the store.
	m.partsCut, m.maybeEarlier = true, m.maybeEarlier || m.plan.Put
	m.show()
	return m, nil
}

// normalizeBools makes every bool 0 or 1: compilers differ in what they make of any other byte.
func (p *persistent) normalizeBools() {
	*(*byte)(unsafe.Pointer(&p.plan.Put)) &= 1
	*(*uint32)(unsafe.Pointer(&p.blind)) &= 0x01010101 // and uncertain, maybeEarlier, noUpload behind it
}

// acceptable reports whether what was read is an upload.
func (l *ledger) acceptable() bool {
	p, ok := plan.Cut(l.plan.Size, l.plan.PartSize, l.plan.Put)
	planned := ok && p == l.plan
	unplanned := l.plan.Size >= 0 && l.plan.Parts == 0 && !l.plan.Put && l.uploadID == "" && l.hasSigner()
	return (planned || unplanned) && l.plan.Parts == len(l.parts) && l.sum <= opaqueSum &&
		l.strays >= 0 && l.window >= 0 && l.parallel >= 1 && l.parallel <= maxParallel &&
		l.stallMs >= minStall && l.stallMs <= maxStall
}

// save asks the driver to store a snapshot.
func (m *Machine) save(must bool) {
	m.unsaved = false
	if m.resumable() {
		m.emit(ActionSave).Must = must
	}
}
