package upload

import (
	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/plan"
	"github.com/partway/partway/core/request"
)

// format is the number of the layout below. A change of it makes snapshots that
// are stored in browsers unreadable: their uploads begin anew.
const format = 1

// Bounds of what is read, far above what there is.
const (
	mostOf    = 1 << 30 // anything that is counted
	mostSlots = 1 << 10
)

// lasting is what outlives a page: all of a snapshot.
func (m *Machine) lasting(c *codec) {
	g := &m.config
	name := ""
	if g.Dialect != nil {
		name = g.Dialect.Name
	}
	c.text(&name, &g.File, &m.uploadID)
	c.long(&g.Plan.Size, &g.Plan.PartSize, &g.LimitMs, &g.StallMs)
	c.small((*byte)(&g.Sum), byte(opaque)+1)
	c.int(mostOf, &g.Window, &g.Parallel, &m.strays)
	c.bools(&g.Plan.Put, &g.Blind, &m.closing, &m.missing, &m.maybe)
	if c.reading && !c.bad {
		c.bad = !m.prepare(name) || 3*g.Plan.Parts > len(c.b)
	}
	if c.bad {
		return
	}
	if c.reading {
		m.parts = make([]part, g.Plan.Parts)
	}
	for i := range m.parts {
		m.layPart(c, i, &m.parts[i])
	}
}

// prepare checks a configuration that was read and works out how many parts
// there are.
func (m *Machine) prepare(name string) (ok bool) {
	g := &m.config
	if g.Dialect, ok = dialect.ByName(name); !ok {
		return false
	}
	return g.Parallel >= 1 && g.Parallel <= mostParallel && g.StallMs >= leastStall && g.StallMs <= mostStall &&
		partsOf(&g.Plan, g.Dialect.Limits.MaxParts)
}

func partsOf(p *plan.Plan, limit int) bool {
	if p.Size < 0 || p.PartSize < 0 || p.PartSize == 0 && p.Size > 0 {
		return false
	}
	parts := int64(1)
	if p.Size > 0 {
		parts = (p.Size-1)/p.PartSize + 1
	}
	p.Parts = int(min(parts, int64(limit)))
	return parts <= int64(limit) && (parts == 1 || !p.Put)
}

func (m *Machine) layPart(c *codec, i int, p *part) {
	c.small((*byte)(&p.state), byte(partStates))
	c.byte((*byte)(&p.flags))
	c.small((*byte)(&p.form), byte(etagForms))
	if p.state == todo && p.flags == 0 {
		return
	}
	c.digest(&p.sum)
	switch {
	case p.form == anotherETag:
		text := m.etagOf(i + 1)
		c.text(&text)
		if c.reading {
			m.long = append(m.long, longETag{i + 1, text})
		}
	case p.form != noETag:
		c.digest(&p.etag)
	}
}

// moment is what ends with the page.
func (m *Machine) moment(c *codec) {
	t, k := &m.time, &m.keys
	c.small((*byte)(&m.state), byte(states))
	c.bools(&m.paused, &m.offline, &m.stopping, &m.made, &m.noList, &m.noHead, &m.cutParts, &m.swept)
	c.bools(&k.renewing, &k.refused)
	c.long(&t.wall, &t.clock, &t.due, &t.told, &t.limit, &t.bound, &t.quiet,
		&k.life.until, &k.life.lead, &k.offset, &k.asked, &k.due,
		&m.rate.speed, &m.rate.bytes, &m.rate.at, &m.shown.Sent, &m.shown.Confirmed)
	c.uint(&t.draws)
	c.int(mostOf, &m.requests, &m.marker, &m.rounds, &m.restarts, &k.generation, &k.part, &k.tries, &k.fixes, &k.clocks,
		&m.cause.part, &m.cause.status)
	c.int(mostSlots, &m.slots.free, &m.slots.used, &m.slots.want)
	for i := range k.windows {
		w := &k.windows[i]
		c.int(mostOf, &w.from, &w.count)
		c.long(&w.until, &w.lead)
	}
	m.layNews(c)
	lanes := len(m.lanes)
	c.int(mostParallel, &lanes)
	if c.reading {
		m.lanes = make([]lane, lanes)
	}
	for i := range m.lanes {
		l := &m.lanes[i]
		c.small((*byte)(&l.op), byte(request.HeadObject)+1)
		c.int(mostOf, &l.part, &l.request, &l.tries, &l.keys)
		c.long(&l.due, &l.sent, &l.moved)
		c.bools(&l.probe)
	}
}

// layNews is what the store said and the end will repeat.
func (m *Machine) layNews(c *codec) {
	f, r := &m.cause, &m.result
	callback := string(r.Callback)
	c.text(&f.code, &f.text, &r.ETag, &r.Location, &r.CRC64, &r.VersionID, &r.RequestID, &callback)
	if c.reading && callback != "" {
		r.Callback = []byte(callback)
	}
	c.small((*byte)(&f.op), byte(request.HeadObject)+1)
}
