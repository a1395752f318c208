package upload

import "github.com/partway/partway/core/request"

const (
	leadMs      = 60_000 // keys and URLs are renewed so long before they expire, or
	leadShare   = 4      // this share of their life if that is shorter
	mostRenewal = 10     // renewals, failed ones too, without a request that could be sent
	mostFixes   = 3      // of them because of a refusal
	clockMs     = 60_000 // a clock that is less off is right
	mostClocks  = 2      // corrections of the clock; the first may be from an answer that came after a sleep
)

// keys is what is known about the keys or signed URLs that the driver has. The
// machine never sees them.
type keys struct {
	life       life      // of keys
	windows    [2]window // of signed URLs; the last one stays for parts that are sent again
	generation int
	offset     int64 // of the store's clock as ActionClock last said it, milliseconds
	renewing   bool
	part       int   // from which on
	asked      int64 // when, in the machine's time
	due        int64 // no renewal before
	tries      int   // renewals since a request was last sent
	refused    bool  // the store did; nothing is sent until they are renewed
	fixes      int   // renewals because of a refusal since a request last succeeded
	clocks     int   // times that the clock was set since then
}

// life is how long keys or URLs can be used, on the wall clock.
type life struct{ until, lead int64 }

// window is the URLs of count parts from a part number on.
type window struct {
	from, count int
	life
}

// newLife: what has expired already was told by a wrong clock, which the store
// will put right.
func newLife(until, wall int64) life {
	if until <= wall {
		return life{}
	}
	return life{until, min(leadMs, (until-wall)/leadShare)}
}

// fresh reports whether they need not be renewed yet.
func (l life) fresh(wall int64) bool { return l.until == 0 || wall < l.until-l.lead }

// usable reports whether a request can still be sent with them.
func (l life) usable(wall int64) bool { return l.until == 0 || wall < l.until-l.lead/8 }

func (w *window) has(part int) bool { return part >= w.from && part-w.from < w.count }

// signable reports whether the driver can sign a request now.
func (m *Machine) signable(l *lane) bool {
	k := &m.keys
	if k.refused || l.op == request.Initiate && k.renewing { // URLs on their way are those of an upload that is gone
		return false
	}
	if !m.signed() {
		return k.life.usable(m.time.wall)
	}
	if !l.carries() {
		return true // the signer sends it itself
	}
	for i := range k.windows {
		if k.windows[i].has(l.number()) && k.windows[i].usable(m.time.wall) {
			return true
		}
	}
	return false
}

// renewIfNeeded asks for keys or URLs: when they were refused, and ahead of
// time for what is sent next.
func (m *Machine) renewIfNeeded() {
	k := &m.keys
	if k.renewing || k.due > m.time.clock || m.held() || len(m.lanes) == 0 {
		return
	}
	part, needed := m.needsURL()
	if !m.signed() {
		part, needed = 0, !k.life.fresh(m.time.wall)
	}
	if !needed && !k.refused {
		return
	}
	if k.tries++; k.tries > mostRenewal {
		m.renewalOver()
		return
	}
	k.renewing, k.asked, k.part = true, m.time.clock, part
	a := m.emit(ActionRenew)
	a.Op, a.Part = m.lanes[0].op, part
	if part > 0 {
		a.Op, a.Count = request.UploadPart, min(m.window, len(m.parts)-part+1)
	}
}

// needsURL is the first part, of those that are to be sent now or soon, whose
// URL is missing or about to expire. Windows that are smaller than what is sent
// at a time are asked for when nothing else can be sent, because each displaces
// another.
func (m *Machine) needsURL() (part int, needed bool) {
	if !m.signed() || m.state != Sending && m.state != Putting {
		return 0, false
	}
	ahead := 2 * m.parallel
	small := !onlySigned && m.window <= ahead // a page asks for a hundred
	for i := range m.lanes {
		if small && m.isDue(&m.lanes[i]) && m.signable(&m.lanes[i]) {
			return 0, false
		}
		if n := m.lanes[i].number(); m.isDue(&m.lanes[i]) && !m.hasFreshURL(n) && (!needed || n < part) {
			part, needed = n, true
		}
	}
	if small {
		return part, needed
	}
	for i := 0; i < len(m.parts) && ahead > 0 && !needed; i++ {
		if m.parts[i].state == todo {
			ahead--
			part, needed = i+1, !m.hasFreshURL(i+1)
		}
	}
	return part, needed
}

func (m *Machine) hasFreshURL(part int) bool {
	for i := range m.keys.windows {
		if w := &m.keys.windows[i]; w.has(part) && w.fresh(m.time.wall) {
			return true
		}
	}
	return false
}

// renewed takes note of new keys or URLs, also of those that come unasked with
// an upload ID.
func (m *Machine) renewed(e *Event) {
	k := &m.keys
	if asked := e.Part == k.part; asked || !k.renewing {
		k.renewing, k.refused, k.due = false, false, 0
		k.generation++
	}
	l := newLife(e.Until, m.time.wall)
	switch {
	case !m.signed():
		k.life = l
	case m.state == Beginning && !m.deciding(): // of an upload that is gone
	case e.Part > 0 && e.Count > 0:
		if k.windows[0].from != e.Part {
			k.windows[1] = k.windows[0]
		}
		k.windows[0] = window{e.Part, e.Count, l}
	}
}

func (m *Machine) notRenewed(why Reason) {
	k := &m.keys
	if !k.renewing {
		return
	}
	k.renewing = false
	if why == ReasonRefused {
		m.renewalOver()
		return
	}
	k.due = m.time.clock + m.jitter(backoff(baseMs, k.tries))
}

// renewalOver: without keys nothing more can be asked of the store.
func (m *Machine) renewalOver() {
	if m.state == Aborting || m.state == Discarding {
		m.abortOver(false)
		return
	}
	m.fail(noRenewal)
}

// setClock corrects the clock, if it is really off: by more than the store's
// answer took to come.
func (m *Machine) setClock(offset int64) bool {
	k := &m.keys
	if off := offset - k.offset; off > -clockMs && off < clockMs || k.clocks >= mostClocks {
		return false
	}
	k.clocks++
	k.generation++
	k.offset = offset
	m.emit(ActionClock).At = offset
	return true
}

// remedy tries to make a refused request acceptable: by the store's time, then
// by new keys. It reports false when that has not helped before.
func (m *Machine) remedy(l *lane, serverTime int64, byClock bool) bool {
	k := &m.keys
	l.due = m.time.clock
	if l.keys != k.generation || k.refused {
		return true // it was signed by what has been renewed since, or will be
	}
	if byClock && serverTime != 0 && !m.signed() && m.setClock(serverTime*1000-m.time.wall) {
		return true
	}
	if k.fixes++; k.fixes > mostFixes {
		return false
	}
	if k.refused = true; l.carries() {
		k.windows = [2]window{}
	}
	return true
}
