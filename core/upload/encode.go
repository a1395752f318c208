package upload

import "unsafe"

// FormatError says that bytes are no machine or snapshot of this version.
type FormatError struct{}

func (FormatError) Error() string { return "upload: the saved upload cannot be read" }

// Encode is a machine as bytes, all of it, for the same program to decode.
func Encode(m *Machine) []byte {
	c := &codec{b: make([]byte, 0, 1024+40*len(m.parts))}
	m.moment(c)
	return c.b
}

// Decode reads what Encode wrote. Other bytes are refused where that can be
// told; where not, they are no machine that works.
func Decode(b []byte) (*Machine, error) {
	c := &codec{b: b, reading: true}
	m := &Machine{}
	m.moment(c)
	if c.bad || len(c.b) != 0 || m.state >= states {
		return nil, FormatError{}
	}
	return m, nil
}

// moment is all there is between two events.
func (m *Machine) moment(c *codec) {
	m.last(c)
	c.text(&m.code)
	c.raw(unsafe.Pointer(&m.live), unsafe.Sizeof(m.live))
	lanes := c.count(len(m.lanes))
	if c.reading {
		m.lanes = make([]lane, lanes)
	}
	c.raw(unsafe.Pointer(unsafe.SliceData(m.lanes)), uintptr(lanes)*unsafe.Sizeof(lane{}))
}

// last is what outlives a page.
func (m *Machine) last(c *codec) {
	c.text(&m.file)
	c.text(&m.uploadID)
	c.raw(unsafe.Pointer(&m.lasting), unsafe.Sizeof(m.lasting))
	parts := c.count(len(m.parts))
	if c.reading {
		m.parts = make([]part, parts)
	}
	c.raw(unsafe.Pointer(unsafe.SliceData(m.parts)), uintptr(parts)*unsafe.Sizeof(part{}))
	if m.signed() {
		return // to which no ETags are sent back
	}
	long := c.count(len(m.long))
	if c.reading {
		m.long = make([]longETag, long)
	}
	for i := range m.long {
		m.long[i].part = c.count(m.long[i].part)
		c.text(&m.long[i].text)
	}
}
