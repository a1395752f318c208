package upload

// Waiting times in milliseconds. Those of requests grow and shrink with Config.StallMs, for which stallBytes is the
// default.
const (
	stallBytes  = 30_000  // without a byte moving
	stallAnswer = 60_000  // all bytes sent, no answer
	stallSmall  = 30_000  // of a request without bytes
	stallMerge  = 300_000 // of a Complete: stores put the parts together first
	stallProbe  = 10_000  // of a connection that has probably not survived a sleep

	minStall, maxStall = 100, 3_600_000 // of Config.StallMs

	stallID    = 10_000 // of an upload ID that is only wanted to abort it
	stallRenew = 60_000 // of new keys or URLs

	completionMs = 900_000 // from the first Complete to the end
	sleepMs      = 20_000  // a timer that is later than this tells of a sleep
)

// timeline is the machine's time. It follows the driver's wall clock, but never goes back, and it stands still while
// the computer sleeps.
type timeline struct {
	wall       int64 // Event.Now of the last event
	now        int64 // all of the following but deadline are in this time
	due        int64 // the earliest moment at which something is to be done; 0: none
	timer      int64 // At of the last ActionTimer
	deadline   int64 // end of Config.LimitMs, on the wall clock; 0: none
	completeBy int64 // when a completion has to be over; 0: none runs
	quietUntil int64 // the store asked for no request before this
}

// tick moves the time on to the wall clock's. It reports whether the computer slept: then the time goes no further than
// the timer.
func (t *timeline) tick(wall int64) (slept bool) {
	passed := int64(0)
	if t.wall != 0 {
		passed = max(wall-t.wall, 0)
	}
	t.wall = wall
	if t.due != 0 && t.now+passed-t.due > sleepMs {
		t.now = max(t.now, t.due)
		return true
	}
	t.now += passed
	return false
}

// enter starts or ends the time that a completion may take.
func (t *timeline) enter(s State) {
	switch s {
	case Completing, Asking, Verifying:
		if t.completeBy == 0 {
			t.completeBy = t.now + completionMs
		}
	default:
		t.completeBy = 0
	}
}

// extend gives a running completion all of its time again.
func (t *timeline) extend() {
	if t.completeBy != 0 {
		t.completeBy = t.now + completionMs
	}
}

// setDue sets the next moment at which something is to be done, and returns when that is for the driver's timer.
// Changed is false if the timer is right already.
func (t *timeline) setDue(due int64) (at int64, changed bool) {
	if t.due = due; due != 0 {
		at = t.wall + max(due-t.now, 1)
	}
	changed = at != t.timer
	t.timer = at
	return at, changed
}

// sooner is the earlier of two moments. The first may be 0, which is none.
func sooner(due, at int64) int64 {
	if due == 0 {
		return at
	}
	return min(due, at)
}

// tick moves the time on.
func (m *Machine) tick(e *Event) {
	if m.time.wall == 0 && !m.hasSigner() { // the first event
		m.keys.life = newLife(m.keys.life.until, e.Now)
	}
	if m.time.tick(e.Now) {
		m.wake()
	}
	m.entropy.bits = e.Entropy
	m.rate.tick(m.time.now)
}

// wake tries at once what waits to be tried again, and expects little of the connections that are open.
func (m *Machine) wake() {
	for i := range m.tasks {
		m.tasks[i].wake(m.time.now)
	}
	m.keys.wake(m.time.now)
	m.time.extend()
}

// expire ends what has taken too long.
func (m *Machine) expire() {
	t := &m.time
	if t.deadline != 0 && t.wall >= t.deadline && m.state != Aborting {
		m.fail(causeDeadline)
		return
	}
	if m.keys.renewing && t.now >= m.keys.askedAt+stallRenew {
		m.handleRenewFailed(ReasonNetwork)
	}
	if m.awaitsOnline() {
		return
	}
	if t.completeBy != 0 && !m.paused && t.now >= t.completeBy {
		m.completionUnknown()
		return
	}
	for i := len(m.tasks) - 1; i >= 0 && i < len(m.tasks); i-- {
		if m.tasks[i].request != 0 && t.now >= m.stallsAt(&m.tasks[i]) {
			m.stalled(i)
		}
	}
}

// awaitsOnline reports whether no answer is expected before EventOnline.
func (m *Machine) awaitsOnline() bool { return m.offline && m.state != Aborting && !m.abortPending }

// nextDue is the earliest moment at which expire or advance has something to do; 0 if there is none.
func (m *Machine) nextDue() int64 {
	t := &m.time
	due := int64(0)
	if t.deadline != 0 && m.state != Aborting {
		due = t.now + max(t.deadline-t.wall, 0)
	}
	if m.keys.renewing {
		due = sooner(due, m.keys.askedAt+stallRenew)
	} else if m.keys.notBefore > t.now {
		due = sooner(due, m.keys.notBefore)
	}
	if m.awaitsOnline() {
		return due
	}
	if t.completeBy != 0 && !m.paused {
		due = sooner(due, t.completeBy)
	}
	for i := range m.tasks {
		task := &m.tasks[i]
		if task.request != 0 {
			due = sooner(due, m.stallsAt(task))
		} else if !m.onHold() && !m.isDue(task) {
			due = sooner(due, max(task.notBefore, t.quietUntil))
		}
	}
	return due
}

// tellTimer asks for an EventTime if the driver's timer is not right.
func (m *Machine) tellTimer() {
	due := int64(0)
	if !m.state.Final() && m.state != Idle {
		due = m.nextDue()
	}
	if at, changed := m.time.setDue(due); changed && !m.state.Final() {
		m.emit(ActionTimer).At = at
	}
}
