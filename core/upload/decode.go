package upload

import (
	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/plan"
	"github.com/partway/partway/core/request"
)

// FormatError says that bytes are no machine or snapshot of this version.
type FormatError struct{}

func (FormatError) Error() string { return "upload: the saved upload cannot be read" }

// Decode reads what Encode wrote. The bytes may come from anywhere: what it
// accepts is a machine that works. They are not kept.
func Decode(b []byte) (*Machine, error) { return decode(b, forMemory) }

// Restore reads a snapshot. The upload goes on with OrderStart.
func Restore(snapshot []byte) (*Machine, error) { return decode(snapshot, forDisk) }

func decode(b []byte, purpose byte) (*Machine, error) {
	r := &reader{b: b}
	if r.byte() != format || r.byte() != purpose || r.bad {
		return nil, FormatError{}
	}
	m := r.lasting()
	if m == nil {
		return nil, FormatError{}
	}
	if purpose == forMemory {
		r.moment(m)
	} else if !r.bad {
		m.resumed()
	}
	if r.bad || len(r.b) != 0 || !m.sound() {
		return nil, FormatError{}
	}
	return m, nil
}

// lasting reads what encodeLasting wrote; nil if that is not possible.
func (r *reader) lasting() *Machine {
	c := Config{}
	var known bool
	c.Dialect, known = dialect.ByName(r.text())
	c.Plan.Size, c.Plan.PartSize = r.long(), r.long()
	c.Sum = Sum(r.int(int(opaque)))
	c.File = r.text()
	c.Window = r.int(1 << 20)
	c.Parallel = r.int(mostParallel)
	c.LimitMs, c.StallMs = r.long(), r.long()
	m := &Machine{}
	r.bools(&c.Plan.Put, &c.Blind, &m.closing, &m.missing, &m.maybe)
	m.uploadID = r.text()
	m.strays = r.int(1 << 20)
	if r.bad || !known || c.Parallel < 1 || c.StallMs < leastStall || c.StallMs > mostStall || !partsOf(&c.Plan, c.Dialect.Limits.MaxParts) || 3*c.Plan.Parts > len(r.b) {
		return nil
	}
	m.config = c
	r.parts(m)
	return m
}

// partsOf works out how many parts there are.
func partsOf(p *plan.Plan, limit int) bool {
	switch {
	case p.Size < 0 || p.PartSize < 0 || p.PartSize == 0 && p.Size > 0:
		return false
	case p.Size == 0:
		p.Parts = 1
		return true
	}
	parts := (p.Size-1)/p.PartSize + 1
	if parts > int64(limit) || p.Put && parts > 1 {
		return false
	}
	p.Parts = int(parts)
	return true
}

func (r *reader) parts(m *Machine) {
	m.parts = make([]part, m.config.Plan.Parts)
	for i := range m.parts {
		p := &m.parts[i]
		p.state, p.flags, p.form = partState(r.byte()), flags(r.byte()), etagForm(r.byte())
		if p.state >= partStates || p.form >= etagForms {
			r.bad = true
			return
		}
		if p.state == todo && p.flags == 0 {
			continue
		}
		copy(p.sum[:], r.bytes(16))
		switch {
		case p.form == anotherETag:
			m.long = append(m.long, longETag{i + 1, r.text()})
		case p.form != noETag:
			copy(p.etag[:], r.bytes(16))
		}
	}
}

func (r *reader) moment(m *Machine) {
	m.state = State(r.int(int(states) - 1))
	r.bools(&m.paused, &m.offline, &m.stopping, &m.made, &m.noList, &m.noHead, &m.cutParts, &m.swept)
	t := &m.time
	for _, n := range [...]*int64{&t.wall, &t.clock, &t.due, &t.told, &t.limit, &t.bound, &t.quiet} {
		*n = r.long()
	}
	t.draws = r.uint()
	for _, n := range [...]*int{&m.requests, &m.marker, &m.rounds, &m.restarts, &m.slots.free, &m.slots.used, &m.slots.want} {
		*n = r.int(1 << 30)
	}
	r.keys(m)
	for _, n := range [...]*int64{&m.rate.speed, &m.rate.bytes, &m.rate.at, &m.shown.Sent, &m.shown.Confirmed} {
		*n = r.long()
	}
	m.lanes = make([]lane, r.int(mostParallel))
	for i := range m.lanes {
		l := &m.lanes[i]
		l.op = request.Op(r.int(int(request.HeadObject)))
		for _, n := range [...]*int{&l.part, &l.request, &l.tries, &l.keys} {
			*n = r.int(1 << 30)
		}
		l.due, l.sent, l.moved = r.long(), r.long(), r.long()
		r.bools(&l.probe)
	}
	r.news(m)
}

func (r *reader) keys(m *Machine) {
	k := &m.keys
	for _, n := range [...]*int64{&k.life.until, &k.life.lead, &k.asked, &k.due} {
		*n = r.long()
	}
	for i := range k.windows {
		v := &k.windows[i]
		v.from, v.count, v.until, v.lead = r.int(1<<30), r.int(1<<30), r.long(), r.long()
	}
	k.generation, k.part, k.tries, k.fixes, k.clocks = r.int(1<<30), r.int(1<<30), r.int(1<<20), r.int(1<<20), r.int(1<<20)
	r.bools(&k.renewing, &k.refused)
}

func (r *reader) news(m *Machine) {
	c, s := &m.cause, &m.result
	var callback string
	for _, t := range [...]*string{&c.code, &c.text, &s.ETag, &s.Location, &s.CRC64, &s.VersionID, &s.RequestID, &callback} {
		*t = r.text()
	}
	if callback != "" {
		s.Callback = []byte(callback)
	}
	c.op = request.Op(r.int(int(request.HeadObject)))
	c.part, c.status = r.int(1<<30), r.int(1<<30)
}

// resumed is what a snapshot means to a new session: parts are to be proven,
// and the requests of the old one may still come to the store.
func (m *Machine) resumed() {
	m.cutParts = true
	for i := range m.parts {
		if p := &m.parts[i]; p.state == confirmed {
			p.set(unproven)
		}
	}
	m.show()
}

// sound reports whether what was read fits together.
func (m *Machine) sound() bool {
	flights := 0
	for i := range m.lanes {
		l := &m.lanes[i]
		if l.op == request.NoOp || l.request > m.requests || l.op != m.laneOp() || (l.op == request.UploadPart) != (l.part > 0) || l.part > len(m.parts) {
			return false
		}
		if l.part > 0 && m.parts[l.part-1].state != flying {
			return false
		}
		for _, other := range m.lanes[:i] {
			if other.part == l.part {
				return false
			}
		}
		flights++
	}
	for i := range m.parts {
		if p := &m.parts[i]; p.state == flying {
			flights--
		} else if p.state == confirmed && (p.form == noETag || !p.has(summed)) {
			return false
		}
	}
	return flights == 0 || m.laneOp() != request.UploadPart && flights == len(m.lanes) && flights <= 1
}

// laneOp is the operation that lanes of the state have; NoOp if it has none.
func (m *Machine) laneOp() request.Op {
	switch m.state {
	case Idle, Proving, Done, Failed, Aborted:
		return request.NoOp
	case Sending:
		return request.UploadPart
	case Putting:
		return request.PutObject
	}
	return m.operation()
}
