package upload

// format is the number of the layout below. A change of it makes snapshots that
// are stored in browsers unreadable: their uploads begin anew.
const format = 1

// What an encoding is for.
const (
	forMemory = 0 // a machine between two events
	forDisk   = 1 // a snapshot
)

// Encode is a machine as bytes, all of it. Its actions must have been taken.
func Encode(m *Machine) []byte {
	w := m.encodeLasting(forMemory)
	m.encodeMoment(w)
	return w.b
}

// Snapshot is what a later session needs to go on. It holds no secret: no keys,
// tokens or URLs.
func (m *Machine) Snapshot() []byte { return m.encodeLasting(forDisk).b }

// encodeLasting writes what outlives a page.
func (m *Machine) encodeLasting(purpose byte) *writer {
	c := &m.config
	w := &writer{make([]byte, 0, 512+40*len(m.parts))}
	w.b = append(w.b, format, purpose)
	w.text(c.Dialect.Name)
	w.long(c.Plan.Size)
	w.long(c.Plan.PartSize)
	w.int(int(c.Sum))
	w.text(c.File)
	w.int(c.Window)
	w.int(c.Parallel)
	w.long(c.LimitMs)
	w.long(c.StallMs)
	w.bools(c.Plan.Put, c.Blind, m.closing || purpose == forDisk && m.deciding(), m.missing, m.maybe)
	w.text(m.uploadID)
	strays := m.strays
	if purpose == forDisk && m.state == Beginning && m.deciding() {
		strays++ // its ID will have no one to come to
	}
	w.int(strays)
	m.encodeParts(w, purpose)
	return w
}

// encodeParts writes the parts; a snapshot has those that the store confirmed.
func (m *Machine) encodeParts(w *writer, purpose byte) {
	for i := range m.parts {
		p := &m.parts[i]
		state, form, flags := p.state, p.form, p.flags
		if purpose == forDisk {
			if flags &= suspect | compared | summed; state != confirmed || !p.has(summed) {
				state, form, flags = todo, noETag, 0
			}
		}
		w.b = append(w.b, byte(state), byte(flags), byte(form))
		if state == todo && flags == 0 {
			continue
		}
		w.b = append(w.b, p.sum[:]...)
		switch {
		case form == anotherETag:
			w.text(m.etagOf(i + 1))
		case form != noETag:
			w.b = append(w.b, p.etag[:]...)
		}
	}
}

// encodeMoment writes what ends with the page.
func (m *Machine) encodeMoment(w *writer) {
	w.int(int(m.state))
	w.bools(m.paused, m.offline, m.stopping, m.made, m.noList, m.noHead, m.cutParts, m.swept)
	t := &m.time
	for _, n := range [...]int64{t.wall, t.clock, t.due, t.told, t.limit, t.bound, t.quiet} {
		w.long(n)
	}
	w.uint(t.draws)
	for _, n := range [...]int{m.requests, m.marker, m.rounds, m.restarts, m.slots.free, m.slots.used, m.slots.want} {
		w.int(n)
	}
	m.encodeKeys(w)
	for _, n := range [...]int64{m.rate.speed, m.rate.bytes, m.rate.at, m.shown.Sent, m.shown.Confirmed} {
		w.long(n)
	}
	w.int(len(m.lanes))
	for i := range m.lanes {
		l := &m.lanes[i]
		w.int(int(l.op))
		for _, n := range [...]int{l.part, l.request, l.tries, l.keys} {
			w.int(n)
		}
		w.long(l.due)
		w.long(l.sent)
		w.long(l.moved)
		w.bools(l.probe)
	}
	m.encodeNews(w)
}

func (m *Machine) encodeKeys(w *writer) {
	k := &m.keys
	for _, n := range [...]int64{k.life.until, k.life.lead, k.asked, k.due} {
		w.long(n)
	}
	for i := range k.windows {
		v := &k.windows[i]
		w.int(v.from)
		w.int(v.count)
		w.long(v.until)
		w.long(v.lead)
	}
	w.int(k.generation)
	w.int(k.part)
	w.int(k.tries)
	w.int(k.fixes)
	w.int(k.clocks)
	w.bools(k.renewing, k.refused)
}

// encodeNews writes what the store said and the end will repeat.
func (m *Machine) encodeNews(w *writer) {
	c, r := &m.cause, &m.result
	for _, s := range [...]string{c.code, c.text, r.ETag, r.Location, r.CRC64, r.VersionID, r.RequestID, string(r.Callback)} {
		w.text(s)
	}
	w.int(int(c.op))
	w.int(c.part)
	w.int(c.status)
}

// save asks the driver to store a snapshot. A small object has nothing to go on
// from.
func (m *Machine) save(must bool) {
	m.dirty = false
	if !m.config.Plan.Put {
		m.emit(Action{Kind: ActionSave, Must: must})
	}
}
