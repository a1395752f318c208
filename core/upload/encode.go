package upload

import "unsafe"

// format is the number of the layout of snapshots. A change of it makes those
// that are stored in browsers unreadable: their uploads begin anew.
const format = 2

// FormatError says that bytes are no machine or snapshot of this version.
type FormatError struct{}

func (FormatError) Error() string { return "upload: the saved upload cannot be read" }

// Encode is a machine as bytes, all of it, for the same program to decode: most
// of it as it lies in memory, which is a tenth of the code that naming each
// field takes, and a tenth of the time.
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
	m.lasting(c)
	c.text(&m.code)
	c.raw(unsafe.Pointer(&m.live), unsafe.Sizeof(m.live))
	parts, lanes, long := len(m.parts), len(m.lanes), len(m.long)
	c.int(&parts, &lanes, &long)
	if c.reading {
		if c.bad || max(parts, lanes, long) > len(c.b) {
			c.bad = true
			return
		}
		m.parts, m.lanes, m.long = make([]part, parts), make([]lane, lanes), make([]longETag, long)
	}
	for i := range m.parts {
		c.raw(unsafe.Pointer(&m.parts[i]), unsafe.Sizeof(part{}))
	}
	for i := range m.lanes {
		c.raw(unsafe.Pointer(&m.lanes[i]), unsafe.Sizeof(lane{}))
	}
	if m.signed() {
		return // and there are none
	}
	for i := range m.long {
		c.int(&m.long[i].part)
		c.text(&m.long[i].text)
	}
}
