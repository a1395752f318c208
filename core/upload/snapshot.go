package upload

import (
	"unsafe"

	"github.com/partway/partway/core/plan"
)

// mostParts is more than any store takes.
const mostParts = 10_000

// Snapshot is what a later session needs to go on: what the store confirmed. It
// holds no secret: no keys, tokens or URLs.
func (m *Machine) Snapshot() []byte {
	c := &codec{b: append(make([]byte, 0, 512+40*len(m.parts)), format)}
	strays, closing := m.strays, m.closing
	if m.deciding() {
		if m.state == Beginning {
			m.strays++ // its ID will have no one to come to
		}
		m.closing = true
	}
	m.lasting(c)
	m.strays, m.closing = strays, closing
	for i := range m.parts {
		m.layPart(c, i)
	}
	return c.b
}

// Restore reads a snapshot, whose bytes may come from anywhere: what it accepts
// is a machine that works. The upload goes on with OrderStart, and the parts
// are then proven to be of the same file.
func Restore(snapshot []byte) (*Machine, error) {
	c := &codec{b: snapshot, reading: true}
	m := &Machine{}
	var version byte
	c.byte(&version)
	if version != format {
		return nil, FormatError{}
	}
	m.lasting(c)
	if c.bad || !m.acceptable() || m.config.Plan.Parts > len(c.b) {
		return nil, FormatError{}
	}
	m.parts = make([]part, m.config.Plan.Parts)
	for i := range m.parts {
		m.layPart(c, i)
	}
	if c.bad || len(c.b) != 0 {
		return nil, FormatError{}
	}
	// The old session's requests may still come to the store.
	m.cutParts, m.maybe = true, m.maybe || m.config.Plan.Put
	m.show()
	return m, nil
}

// lasting is what outlives a page, but for the parts.
func (m *Machine) lasting(c *codec) {
	g := &m.config
	c.text(&g.File, &m.uploadID)
	c.long(&g.Plan.Size, &g.Plan.PartSize, &g.LimitMs, &g.StallMs)
	c.byte((*byte)(&g.Sum))
	c.int(&g.Plan.Parts, &g.Window, &g.Parallel, &m.strays)
	c.bools(&g.Plan.Put, &g.Blind, &m.closing, &m.missing, &m.maybe)
}

// acceptable reports whether a configuration that was read is one.
func (m *Machine) acceptable() bool {
	g := &m.config
	p := g.Plan
	unplanned := m.signed() && m.uploadID == "" && p.Parts == 0
	return g.Sum <= opaqueSum && g.Parallel >= 1 && g.Parallel <= mostParallel && g.StallMs >= leastStall && g.StallMs <= mostStall &&
		(unplanned || count(&p) && p == g.Plan)
}

// count works out how many parts a plan has; false if it cannot be one.
func count(p *plan.Plan) bool {
	if p.Size < 0 || p.PartSize < 0 || p.PartSize == 0 && p.Size > 0 {
		return false
	}
	parts := int64(1)
	if p.Size > 0 {
		parts = (p.Size-1)/p.PartSize + 1
	}
	p.Parts = int(min(parts, mostParts))
	return parts <= mostParts && (parts == 1 || !p.Put)
}

// layPart is one part: a byte that is 0 unless the store confirmed it, and what
// is known of it then.
func (m *Machine) layPart(c *codec, i int) {
	p := &m.parts[i]
	is := byte(0)
	if p.state == confirmed && p.has(summed) {
		is = 1 + byte(p.form)
	}
	c.byte(&is)
	if is == 0 || c.bad {
		return
	}
	f := p.flags & (suspect | compared)
	c.byte((*byte)(&f))
	c.raw(unsafe.Pointer(&p.sum), 16)
	form := etagForm(is - 1)
	switch {
	case form == anotherETag && !m.signed():
		text := m.etagOf(i + 1)
		c.text(&text)
		if c.reading {
			m.long = append(m.long, longETag{i + 1, text})
		}
	case form == lowerHex || form != noETag && !m.signed():
		c.raw(unsafe.Pointer(&p.etag), 16)
	}
	if c.reading {
		c.bad = c.bad || form >= etagForms || !m.signed() && form == noETag
		p.state, p.form, p.flags = confirmed, form, f&(suspect|compared)|summed|unproven
	}
}

// lasts reports whether there is anything to go on from in another session: not
// with a small object, but a signer had to be asked first whether it is one.
func (m *Machine) lasts() bool { return !m.config.Plan.Put || m.signed() }

// save asks the driver to store a snapshot.
func (m *Machine) save(must bool) {
	m.dirty = false
	if m.lasts() {
		m.emit(ActionSave).Must = must
	}
}
