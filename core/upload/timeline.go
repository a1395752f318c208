package upload

// Waiting times in milliseconds. Those of requests are in the proportion that
// Config.StallMs has to stallBytes.
const (
	stallBytes  = 30_000  // without a byte moving
	stallAnswer = 60_000  // all bytes sent, no answer
	stallSmall  = 30_000  // of a request without bytes
	stallMerge  = 300_000 // of a Complete: stores put the parts together first
	stallProbe  = 10_000  // of a connection that has probably not survived a sleep

	leastStall, mostStall = 100, 3_600_000 // of Config.StallMs

	stallID    = 10_000 // of an upload ID that is only wanted to abort it
	stallRenew = 60_000 // of new keys or URLs

	completionMs = 900_000 // from the first Complete to the end
	sleepMs      = 20_000  // a timer that is later than that tells of a sleep
)

// timeline is the machine's time. It runs with the driver's wall clock, but
// never back, and it stands still while the computer sleeps.
type timeline struct {
	wall  int64 // Event.Now
	clock int64 // the machine's time; all of the following but limit are in it
	due   int64 // earliest deadline; 0: none
	told  int64 // At of the last ActionTimer
	limit int64 // end of Config.LimitMs on the wall clock; 0: none
	bound int64 // when a completion has to be over; 0: none runs
	quiet int64 // no request before: the store asked to wait

	entropy, draws uint64 // of the last event, and how often it was drawn from
}

// enter starts and ends the bound of a completion.
func (t *timeline) enter(s State) {
	switch s {
	case Completing, Asking, Verifying:
		if t.bound == 0 {
			t.bound = t.clock + completionMs
		}
	default:
		t.bound = 0
	}
}

// tick moves the time on.
func (m *Machine) tick(e *Event) {
	t := &m.time
	passed := max(e.Now-t.wall, 0)
	if t.wall == 0 { // the first event
		passed = 0
		if !m.signed() {
			m.keys.life = newLife(m.keys.life.until, e.Now)
		}
	}
	t.wall = e.Now
	if late := t.clock + passed - t.due; t.due != 0 && late > sleepMs {
		t.clock = max(t.clock, t.due)
		m.wake()
	} else {
		t.clock += passed
	}
	t.entropy = e.Entropy
	m.rate.tick(t.clock)
}

// wake tries at once what waits to be tried again, and expects little of the
// connections that there are.
func (m *Machine) wake() {
	t := &m.time
	for i := range m.lanes {
		l := &m.lanes[i]
		l.due = t.clock
		if l.request != 0 {
			l.moved, l.probe = t.clock, true
		}
	}
	m.keys.due, m.keys.asked = t.clock, t.clock
	if t.bound != 0 {
		t.bound = t.clock + completionMs
	}
}

// expire ends what has taken too long.
func (m *Machine) expire() {
	t := &m.time
	if t.limit != 0 && t.wall >= t.limit && m.state != Aborting {
		m.fail(deadlineExceeded)
		return
	}
	if m.keys.renewing && t.clock >= m.keys.asked+stallRenew {
		m.notRenewed(ReasonNetwork)
	}
	if m.waits() {
		return
	}
	if t.bound != 0 && !m.paused && t.clock >= t.bound {
		m.completionUnknown()
		return
	}
	for i := len(m.lanes) - 1; i >= 0 && i < len(m.lanes); i-- {
		if m.lanes[i].request != 0 && t.clock >= m.stallsAt(&m.lanes[i]) {
			m.stalled(i)
		}
	}
}

// waits reports whether no answer is expected before EventOnline.
func (m *Machine) waits() bool { return m.offline && m.state != Aborting && !m.stopping }

// nextDue is the earliest moment at which expire or advance has something to
// do; 0 if there is none.
func (m *Machine) nextDue() int64 {
	t := &m.time
	due := int64(0)
	if t.limit != 0 && m.state != Aborting {
		due = t.clock + max(t.limit-t.wall, 0)
	}
	if m.keys.renewing {
		due = sooner(due, m.keys.asked+stallRenew)
	} else if m.keys.due > t.clock {
		due = sooner(due, m.keys.due)
	}
	if m.waits() {
		return due
	}
	if t.bound != 0 && !m.paused {
		due = sooner(due, t.bound)
	}
	for i := range m.lanes {
		l := &m.lanes[i]
		if l.request != 0 {
			due = sooner(due, m.stallsAt(l))
		} else if !m.held() && !m.isDue(l) {
			due = sooner(due, max(l.due, t.quiet))
		}
	}
	return due
}

// sooner is the earlier of two moments, of which the first may be none.
func sooner(due, at int64) int64 {
	if due == 0 {
		return at
	}
	return min(due, at)
}

// tellTimer asks for an EventTime if the driver's timer is not right.
func (m *Machine) tellTimer() {
	t := &m.time
	t.due = 0
	if !m.state.Final() && m.state != Idle {
		t.due = m.nextDue()
	}
	at := int64(0)
	if t.due != 0 {
		at = t.wall + max(t.due-t.clock, 1)
	}
	if at != t.told && !m.state.Final() {
		t.told = at
		m.emit(ActionTimer).At = at
	}
}
