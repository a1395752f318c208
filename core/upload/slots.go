package upload

import "github.com/partway/partway/core/request"

// slots are the requests that the page's shared budget lets this upload have at a time.
type slots struct {
	free int // granted, and not in use
	used int
	want int // as the last ActionWant said
}

func (s *slots) grant() { s.free++ }

// take uses a slot; false if none is free.
func (s *slots) take() bool {
	if s.free == 0 {
		return false
	}
	s.free--
	s.used++
	return true
}

// release ends the use of a slot, which goes back to the budget.
func (s *slots) release() { s.used-- }

// setWant takes in how many requests are ready to be sent, and reports whether the budget has to be told.
func (s *slots) setWant(ready int) (changed bool) {
	want := s.used + ready
	changed = want != s.want
	s.want = want
	return changed
}

// takeSlot takes a slot for a request. An abort needs none: it does not wait for its turn.
func (m *Machine) takeSlot(t *task) bool { return t.op == request.Abort || m.slots.take() }

// tellWant says how many slots would be used, and gives back those that are not.
func (m *Machine) tellWant() {
	ready := 0
	for i := range m.tasks {
		if t := &m.tasks[i]; t.op != request.Abort && m.isDue(t) && m.canSign(t) {
			ready++
		}
	}
	for ; m.slots.free > ready; m.slots.free-- {
		m.emit(ActionRelease).Verdict = VerdictUnused
	}
	if m.slots.setWant(ready) {
		m.emit(ActionWant).Count = m.slots.want
	}
}
