package upload

import "github.com/partway/partway/core/request"

const (
	earlyMs      = 60_000 // keys and URLs are renewed this long before they expire, or
	earlyShare   = 4      // this share of their life if that is shorter
	maxRenewals  = 10     // failed ones too, without a request that could be sent
	maxRefusals  = 3      // renewals because of a refusal
	clockMs      = 60_000 // a clock that is less wrong than this is right
	maxClockSets = 2      // the first may be from an answer that came after a sleep
)

// keys is what is known about the keys or signed URLs that the driver has. The machine never sees them.
type keys struct {
	life       life // of keys
	windows    windows
	generation int   // counts what changes signatures: renewals and corrections of the clock
	storeAhead int64 // milliseconds, as the last ActionClock said

	renewing  bool
	part      int   // from which on URLs are being renewed
	askedAt   int64 // in the machine's time
	notBefore int64 // no renewal before this
	tries     int   // renewals since a request was last sent

	refused   bool // by the store: nothing is sent until they are renewed
	refusals  int  // since a request last succeeded
	clockSets int  // the same
}

// ask begins a renewal; false if there were too many.
func (k *keys) ask(part int, now int64) bool {
	if k.tries++; k.tries > maxRenewals {
		return false
	}
	k.renewing, k.part, k.askedAt = true, part, now
	return true
}

// take ends the renewal that was asked for, or takes in what came without having been asked for.
func (k *keys) take(part int) {
	if part == k.part || !k.renewing {
		k.renewing, k.refused, k.notBefore = false, false, 0
		k.generation++
	}
}

// wake lets a renewal be tried again at once, and gives one that runs its full time again.
func (k *keys) wake(now int64) { k.notBefore, k.askedAt = now, now }

// accepted: the store took a request that was signed with them.
func (k *keys) accepted() { k.refusals, k.clockSets = 0, 0 }

// refuse has them renewed because the store refused a request; false if that has not helped before.
func (k *keys) refuse(wasURL bool) bool {
	if k.refusals++; k.refusals > maxRefusals {
		return false
	}
	if k.refused = true; wasURL {
		k.windows = windows{}
	}
	return true
}

// setClock takes in how far the store's clock is ahead; false if the clock is right, by what the answer may have taken
// to come, or was set too often.
func (k *keys) setClock(ahead int64) bool {
	if off := ahead - k.storeAhead; off > -clockMs && off < clockMs || k.clockSets >= maxClockSets {
		return false
	}
	k.clockSets++
	k.generation++
	k.storeAhead = ahead
	return true
}

// canSign reports whether the driver can sign a request now.
func (m *Machine) canSign(t *task) bool {
	k := &m.keys
	switch {
	case k.refused, t.op == request.Initiate && k.renewing: // URLs on their way are those of an upload that is gone
		return false
	case !m.hasSigner():
		return k.life.usable(m.time.wall)
	}
	return !t.carries() || k.windows.usable(t.number(), m.time.wall) // the signer sends the others itself
}

// renewIfNeeded asks for keys or URLs: when they were refused, and ahead of time for what is sent next.
func (m *Machine) renewIfNeeded() {
	k := &m.keys
	if k.renewing || k.notBefore > m.time.now || m.onHold() || len(m.tasks) == 0 {
		return
	}
	part, needed := m.nextURL()
	if !m.hasSigner() {
		part, needed = 0, !k.life.fresh(m.time.wall)
	}
	if !needed && !k.refused {
		return
	}
	if !k.ask(part, m.time.now) {
		m.renewalOver()
		return
	}
	a := m.emit(ActionRenew)
	a.Op, a.Part = m.tasks[0].op, part
	if part > 0 {
		a.Op, a.Count = request.UploadPart, min(m.window, len(m.parts)-part+1)
	}
}

// nextURL is the first part, of those that are to be sent now or soon, whose URL is missing or about to expire. Windows
// that are smaller than what is sent at a time are asked for when nothing else can be sent: each displaces another.
func (m *Machine) nextURL() (part int, needed bool) {
	if !m.hasSigner() || m.state != Sending && m.state != Putting {
		return 0, false
	}
	urls, wall := &m.keys.windows, m.time.wall
	ahead := 2 * m.parallel
	small := !signerOnly && m.window <= ahead // a page asks for a hundred
	for i := range m.tasks {
		t := &m.tasks[i]
		if !m.isDue(t) {
			continue
		}
		if small && m.canSign(t) {
			return 0, false
		}
		if n := t.number(); !urls.fresh(n, wall) && (!needed || n < part) {
			part, needed = n, true
		}
	}
	if small {
		return part, needed
	}
	for i := 0; i < len(m.parts) && ahead > 0 && !needed; i++ {
		if m.parts[i].state == todo {
			ahead--
			part, needed = i+1, !urls.fresh(i+1, wall)
		}
	}
	return part, needed
}

// handleRenewed takes note of new keys or URLs, also of those that come unasked with an upload ID.
func (m *Machine) handleRenewed(e *Event) {
	m.keys.take(e.Part)
	l := newLife(e.Until, m.time.wall)
	switch {
	case !m.hasSigner():
		m.keys.life = l
	case m.state == Beginning && !m.tasks.deciding(): // of an upload that is gone
	case e.Part > 0 && e.Count > 0:
		m.keys.windows.add(window{e.Part, e.Count, l})
	}
}

func (m *Machine) handleRenewFailed(why Reason) {
	k := &m.keys
	if !k.renewing {
		return
	}
	k.renewing = false
	if why == ReasonRefused {
		m.renewalOver()
		return
	}
	k.notBefore = m.time.now + m.entropy.pause(baseMs, k.tries)
}

// renewalOver: without keys nothing more can be asked of the store.
func (m *Machine) renewalOver() {
	if m.state == Aborting || m.state == Discarding {
		m.abortOver(false)
		return
	}
	m.fail(causeNoRenewal)
}

// remedy tries to make a refused request acceptable: by the store's time, then by new keys. It reports false when that
// has not helped before.
func (m *Machine) remedy(t *task, serverTime int64) bool {
	k := &m.keys
	t.notBefore = m.time.now
	if t.generation != k.generation || k.refused {
		return true // what it was signed with has been renewed since, or will be
	}
	if serverTime != 0 && !m.hasSigner() && k.setClock(serverTime*1000-m.time.wall) {
		m.emit(ActionClock).At = k.storeAhead
		return true
	}
	return k.refuse(t.carries())
}
