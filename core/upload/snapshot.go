package upload

import (
	"unsafe"

	"github.com/partway/partway/core/plan"
)

// format is the number of the snapshots' layout: the memory of persistent and part in a page's module. Snapshots of
// another number, stored in browsers, are refused, and their uploads begin anew.
const format = 2

// Snapshot is what a later session needs to go on: what the store confirmed. It holds no secret: no keys, tokens or
// URLs.
func (m *Machine) Snapshot() []byte {
	s := Machine{
		persistent: m.persistent,
		file:       m.file,
		uploadID:   m.uploadID,
		parts:      append(parts(nil), m.parts...),
		longETags:  m.longETags,
	}
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
	s.persistentFields(c)
	return c.b
}

// Restore reads a snapshot; the error is a FormatError. The bytes may come from anywhere: what it accepts is a machine
// that works. The upload goes on with OrderStart, and its parts are then proven to be of the same file.
func Restore(snapshot []byte) (*Machine, error) {
	c := &codec{b: snapshot, reading: true}
	m := &Machine{}
	var version byte
	c.raw(unsafe.Pointer(&version), 1)
	m.persistentFields(c)
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
func (m *Machine) acceptable() bool {
	p, ok := plan.Cut(m.plan.Size, m.plan.PartSize, m.plan.Put)
	planned := ok && p == m.plan
	unplanned := m.plan.Size >= 0 && m.plan.Parts == 0 && !m.plan.Put && m.uploadID == "" && m.hasSigner()
	return (planned || unplanned) && m.plan.Parts == len(m.parts) && m.sum <= opaqueSum &&
		m.strays >= 0 && m.window >= 0 && m.parallel >= 1 && m.parallel <= maxParallel &&
		m.stallMs >= minStall && m.stallMs <= maxStall
}

// resumable reports whether another session can go on with the upload. A small object is sent again as a whole; but
// with a signer it is not known from the beginning whether the object is small.
func (m *Machine) resumable() bool { return !m.plan.Put || m.hasSigner() }

// save asks the driver to store a snapshot.
func (m *Machine) save(must bool) {
	m.unsaved = false
	if m.resumable() {
		m.emit(ActionSave).Must = must
	}
}
