package upload

import (
	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/request"
)

// task is one thing to ask of the store, tried until it is answered. Parts have up to Config.Parallel tasks; any other
// operation has one, alone.
type task struct {
	op         request.Op
	part       int
	request    int   // of the try that is on its way; 0: none is
	notBefore  int64 // the next try
	sent       int64 // bytes handed to the network
	moved      int64 // when the last of them was, or the request began
	failures   int   // since the upload last got further
	generation int   // of the keys or URLs that the request was signed with
	probe      bool  // its connection is in doubt
}

// carries reports whether the request carries bytes of the file.
func (t *task) carries() bool { return t.op == request.UploadPart || t.op == request.PutObject }

// number is the part that the request carries; an object sent whole has one.
func (t *task) number() int { return max(t.part, 1) }

// decides reports whether the request makes something of which only its answer tells.
func (t *task) decides() bool {
	return t.op == request.Initiate || t.op == request.PutObject || t.op == request.Complete
}

// begin notes that a request is on its way.
func (t *task) begin(id, generation int, now int64) {
	t.request, t.sent, t.moved, t.probe, t.generation = id, 0, now, false, generation
}

// progress notes that bytes of size were handed to the network, and returns how many more than before.
func (t *task) progress(bytes, size, now int64) (more int64) {
	if more = min(bytes, size) - t.sent; more <= 0 {
		return 0
	}
	t.sent += more
	t.moved, t.probe = now, false
	return more
}

// wake lets the task be tried at once, and doubts the connection of a request that is on its way.
func (t *task) wake(now int64) {
	t.notBefore = now
	if t.request != 0 {
		t.moved, t.probe = now, true
	}
}

// tasks are those of one upload.
type tasks []task

// find is the index of the task whose request waits for an answer, or -1.
func (list tasks) find(request int) int {
	for i := range list {
		if list[i].request == request && request != 0 {
			return i
		}
	}
	return -1
}

// add makes a task unless there is one for that already.
func (list *tasks) add(op request.Op, part int) {
	for i := range *list {
		if (*list)[i].op == op && (*list)[i].part == part {
			return
		}
	}
	*list = append(*list, task{})
	t := &(*list)[len(*list)-1]
	t.op, t.part = op, part
}

func (list *tasks) remove(i int) { *list = append((*list)[:i], (*list)[i+1:]...) }

// deciding reports whether a request is on its way that makes an upload or the object.
func (list tasks) deciding() bool {
	for i := range list {
		if t := &list[i]; t.request != 0 && t.decides() {
			return true
		}
	}
	return false
}

// gotFurther ends the counts of failures.
func (list tasks) gotFurther() {
	for i := range list {
		list[i].failures = 0
	}
}

// ask keeps one task going, for anything but parts.
func (m *Machine) ask(op request.Op) {
	m.tasks.add(op, 0)
	m.dispatch()
}

// dispatch sends what is ready.
func (m *Machine) dispatch() {
	for i := range m.tasks {
		if t := &m.tasks[i]; m.isDue(t) && m.canSign(t) && m.takeSlot(t) {
			m.send(t)
		}
	}
}

// isDue reports whether a task waits for nothing but keys and its turn. An abort does not keep a Retry-After: a person
// waits for it.
func (m *Machine) isDue(t *task) bool {
	from := t.notBefore
	if t.op != request.Abort {
		from = max(from, m.time.quietUntil)
	}
	return t.request == 0 && from <= m.time.now && !m.onHold()
}

func (m *Machine) send(t *task) {
	m.requests++
	m.keys.tries = 0
	t.begin(m.requests, m.keys.generation, m.time.now)
	switch t.op {
	case request.Initiate:
		m.save(true)               // so that the next session knows that there may be a stray
		m.keys.windows = windows{} // they belonged to another upload
	case request.UploadPart, request.PutObject:
		m.hash(t.number())
	case request.Complete:
		m.save(true)
	}
	offset, size := m.span(t)
	a := m.emit(ActionSend)
	a.Request = t.request
	a.Op = t.op
	a.Part = t.part
	a.Offset = offset
	a.Size = size
	a.Args = m.args(t)
}

// span is where the bytes lie that a request carries.
func (m *Machine) span(t *task) (offset, size int64) {
	if !t.carries() {
		return 0, 0
	}
	return m.plan.Part(t.number())
}

// args are the arguments of core.Client.Build. To a signer, a Complete says the checksum by which it recognizes the
// object if it is there already.
func (m *Machine) args(t *task) []string {
	if m.hasSigner() {
		if t.op == request.Complete {
			return []string{m.wholeSum()}
		}
		return nil
	}
	switch t.op {
	case request.UploadPart:
		return []string{m.uploadID, decimal.String(int64(t.part))}
	case request.ListParts:
		return []string{m.uploadID, decimal.String(int64(m.marker))}
	case request.Abort:
		return []string{m.uploadID}
	case request.Complete:
		args := make([]string, 1, 1+2*len(m.parts))
		args[0] = m.uploadID
		for i := range m.parts {
			args = append(args, decimal.String(int64(i+1)), m.etag(i+1))
		}
		return args
	}
	return nil
}

// endRequest ends the request of a task, if one is on its way, and gives back its slot.
func (m *Machine) endRequest(t *task, v Verdict) {
	if t.request != 0 && t.op != request.Abort {
		m.slots.release()
		a := m.emit(ActionRelease)
		a.Request, a.Verdict, a.Size = t.request, v, t.sent
	}
	t.request, t.sent = 0, 0
}

// cut removes a task and cancels its request. What it carried has to be sent again.
func (m *Machine) cut(i int) {
	t := &m.tasks[i]
	if t.request != 0 {
		m.emit(ActionCancel).Request = t.request
		m.noteUncertain(t)
		m.endRequest(t, VerdictUnused)
	}
	if t.op == request.UploadPart && m.parts[t.part-1].state == active {
		m.parts[t.part-1].forget()
	}
	m.tasks.remove(i)
}

func (m *Machine) cutAll() {
	for len(m.tasks) > 0 {
		m.cut(len(m.tasks) - 1)
	}
}

// noteUncertain notes what a request may have done in the store, because its answer will not be read.
func (m *Machine) noteUncertain(t *task) {
	switch t.op {
	case request.Initiate:
		m.strays++
	case request.UploadPart:
		m.partsCut = true
	case request.PutObject, request.Complete:
		m.uncertain = true
	}
}

// stallsAt is when a request has taken too long without moving.
func (m *Machine) stallsAt(t *task) int64 {
	limit := int64(stallSmall)
	_, size := m.span(t)
	switch {
	case m.abortPending:
		return t.moved + stallID
	case t.probe:
		limit = stallProbe
	case t.op == request.Complete:
		limit = stallMerge
	case size > 0 && m.blind:
		return t.moved + stallAnswer + size/16 // 16 KB a second
	case t.sent < size:
		limit = stallBytes
	case size > 0:
		limit = stallAnswer
	}
	return t.moved + limit*m.stallMs/stallBytes
}
