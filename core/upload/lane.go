package upload

import (
	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/request"
)

// lane is a request that is on its way or waits for its turn. Parts have up to
// Config.Parallel of them; any other operation has one, alone.
type lane struct {
	op      request.Op
	part    int
	request int   // 0: not on its way
	due     int64 // not before
	sent    int64 // bytes handed to the network
	moved   int64 // when the last of them was, or the request began
	tries   int   // that failed since the upload last got further
	keys    int   // generation of keys or URLs it was signed with
	probe   bool  // its connection is in doubt
}

// find is the lane of a request that waits for an answer, or -1.
func (m *Machine) find(request int) int {
	for i := range m.lanes {
		if m.lanes[i].request == request && request != 0 {
			return i
		}
	}
	return -1
}

// open makes a lane unless there is one for that already.
func (m *Machine) open(op request.Op, part int) {
	for i := range m.lanes {
		if m.lanes[i].op == op && m.lanes[i].part == part {
			return
		}
	}
	m.lanes = append(m.lanes, lane{op: op, part: part})
}

// control keeps one lane going, for anything but parts.
func (m *Machine) control(op request.Op) {
	m.open(op, 0)
	m.dispatch()
}

// dispatch sends what is ready.
func (m *Machine) dispatch() {
	for i := range m.lanes {
		l := &m.lanes[i]
		if m.isDue(l) && m.signable(l) && m.takeSlot(l.op) {
			m.send(l)
		}
	}
}

// isDue reports whether a request waits for nothing but keys and its turn. A
// person waits for an abort: it does not keep a Retry-After.
func (m *Machine) isDue(l *lane) bool {
	from := l.due
	if l.op != request.Abort {
		from = max(from, m.time.quiet)
	}
	return l.request == 0 && from <= m.time.clock && !m.held()
}

func (m *Machine) send(l *lane) {
	m.requests++
	m.keys.tries = 0
	l.request, l.sent, l.moved, l.probe, l.keys = m.requests, 0, m.time.clock, false, m.keys.generation
	switch l.op {
	case request.Initiate:
		m.save(true)                 // so that the next session knows that there may be a stray
		m.keys.windows = [2]window{} // they belonged to another upload
	case request.UploadPart, request.PutObject:
		m.hash(l.number())
	case request.Complete:
		m.save(true)
	}
	offset, size := m.span(l)
	a := m.emit(ActionSend)
	a.Request = l.request
	a.Op = l.op
	a.Part = l.part
	a.Offset = offset
	a.Size = size
	a.Args = m.args(l)
}

// span is where the bytes lie that a request carries.
func (m *Machine) span(l *lane) (offset, size int64) {
	if !l.carries() {
		return 0, 0
	}
	return m.plan.Part(l.number())
}

// carries reports whether a request carries bytes of the file.
func (l *lane) carries() bool { return l.op == request.UploadPart || l.op == request.PutObject }

// number is the part that a request carries; an object sent whole has one.
func (l *lane) number() int { return max(l.part, 1) }

// args are the arguments of core.Client.Build; to a signer, a Complete says the
// checksum by which it recognizes the object if it is there already.
func (m *Machine) args(l *lane) []string {
	if m.signed() {
		if l.op == request.Complete {
			return []string{m.wholeSum()}
		}
		return nil
	}
	switch l.op {
	case request.UploadPart:
		return []string{m.uploadID, decimal.String(int64(l.part))}
	case request.ListParts:
		return []string{m.uploadID, decimal.String(int64(m.marker))}
	case request.Abort:
		return []string{m.uploadID}
	case request.Complete:
		args := make([]string, 1, 1+2*len(m.parts))
		args[0] = m.uploadID
		for i := range m.parts {
			args = append(args, decimal.String(int64(i+1)), m.etagOf(i+1))
		}
		return args
	}
	return nil
}

// over gives back the slot of a request that has ended.
func (m *Machine) over(l *lane, v Verdict) {
	if l.request != 0 && l.op != request.Abort {
		m.slots.used--
		a := m.emit(ActionRelease)
		a.Request, a.Verdict, a.Size = l.request, v, l.sent
	}
	l.request, l.sent = 0, 0
}

// decides reports whether the answer tells of something that the request made.
func (l *lane) decides() bool {
	return l.op == request.Initiate || l.op == request.PutObject || l.op == request.Complete
}

// closeLane removes a lane that is done with.
func (m *Machine) closeLane(i int) { m.lanes = append(m.lanes[:i], m.lanes[i+1:]...) }

// cut ends a lane and its request. What it carried has to be sent again.
func (m *Machine) cut(i int) {
	l := &m.lanes[i]
	if l.request != 0 {
		m.emit(ActionCancel).Request = l.request
		m.unsure(l)
		m.over(l, VerdictUnused)
	}
	if l.op == request.UploadPart && m.parts[l.part-1].state == flying {
		m.parts[l.part-1].forget()
	}
	m.closeLane(i)
}

func (m *Machine) cutAll() {
	for len(m.lanes) > 0 {
		m.cut(len(m.lanes) - 1)
	}
}

// unsure notes what a request may do in the store whose answer will not be read.
func (m *Machine) unsure(l *lane) {
	switch l.op {
	case request.Initiate:
		m.strays++
	case request.UploadPart:
		m.cutParts = true
	case request.PutObject, request.Complete:
		m.closing = true
	}
}

// stallsAt is when a request has taken too long without moving.
func (m *Machine) stallsAt(l *lane) int64 {
	limit := int64(stallSmall)
	_, size := m.span(l)
	switch {
	case m.stopping:
		return l.moved + stallID
	case l.probe:
		limit = stallProbe
	case l.op == request.Complete:
		limit = stallMerge
	case size > 0 && m.blind:
		return l.moved + stallAnswer + size/16 // 16 KB a second
	case l.sent < size:
		limit = stallBytes
	case size > 0:
		limit = stallAnswer
	}
	return l.moved + limit*m.stallMs/stallBytes
}

// slots are the requests that the shared budget lets this upload have.
type slots struct {
	free, used int
	want       int // as last told
}

// takeSlot uses up one that was granted. An abort does not wait for its turn.
func (m *Machine) takeSlot(op request.Op) bool {
	if op == request.Abort {
		return true
	}
	if m.slots.free == 0 {
		return false
	}
	m.slots.free--
	m.slots.used++
	return true
}

// tellWant says how many slots would be used, and gives back what is not.
func (m *Machine) tellWant() {
	ready := 0
	for i := range m.lanes {
		l := &m.lanes[i]
		if l.op != request.Abort && m.isDue(l) && m.signable(l) {
			ready++
		}
	}
	for ; m.slots.free > ready; m.slots.free-- {
		m.emit(ActionRelease).Verdict = VerdictUnused
	}
	if want := m.slots.used + ready; want != m.slots.want && !(m.state.Final() && want == 0 && m.slots.want == 0) {
		m.slots.want = want
		m.emit(ActionWant).Count = want
	}
}
