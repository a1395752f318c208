package upload

import "unsafe"

// FormatError says that bytes are no machine or snapshot of this version.
type FormatError struct{}

func (FormatError) Error() string { return "upload: the saved upload cannot be read" }

// Encode is a machine as bytes, all of it, for the same build of this package to decode.
func Encode(m *Machine) []byte {
	c := &codec{b: make([]byte, 0, 1024+40*len(m.parts))}
	m.allFields(c)
	return c.b
}

// Decode reads what Encode wrote; the error is a FormatError. Not all other bytes are recognized: what comes of those
// is no machine that works.
func Decode(b []byte) (*Machine, error) {
	c := &codec{b: b, reading: true}
	m := &Machine{}
	m.allFields(c)
	if c.bad || len(c.b) != 0 || m.state >= states {
		return nil, FormatError{}
	}
	return m, nil
}

// allFields writes or reads all there is between two events.
func (m *Machine) allFields(c *codec) {
	m.fields(c)
	c.raw(unsafe.Pointer(&m.unsaved), 1)
	c.text(&m.errorCode)
	c.raw(unsafe.Pointer(&m.transient), unsafe.Sizeof(m.transient))
	n := c.count(len(m.tasks))
	if c.reading {
		m.tasks = make(tasks, n)
	}
	c.raw(unsafe.Pointer(unsafe.SliceData(m.tasks)), uintptr(n)*unsafe.Sizeof(task{}))
}

// fields writes or reads what outlives a page.
func (l *ledger) fields(c *codec) {
	c.text(&l.file)
	c.text(&l.uploadID)
	c.raw(unsafe.Pointer(&l.persistent), unsafe.Sizeof(l.persistent))
	n := c.count(len(l.parts))
	if c.reading {
		l.parts = make(parts, n)
	}
	c.raw(unsafe.Pointer(unsafe.SliceData(l.parts)), uintptr(n)*unsafe.Sizeof(part{}))
	if l.hasSigner() {
		return // no ETags are sent back to it
	}
	n = c.count(len(l.longETags))
	if c.reading {
		l.longETags = make(longETags, n)
	}
	for i := range l.longETags {
		l.longETags[i].part = c.count(l.longETags[i].part)
		c.text(&l.longETags[i].text)
	}
}
