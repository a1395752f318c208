package upload

import "github.com/partway/partway/core/request"

// maxParallel is what browsers open to one host over HTTP/1.1.
const maxParallel = 6

// Machine is one upload. It is not safe for concurrent use. The zero value is not usable: New and Restore make one.
type Machine struct {
	ledger
	transient
	errorCode string // of lastError
	tasks     tasks

	out     []Action
	result  *Result  // of the ActionDone that is to come last
	failure *Failure // or of the ActionFail
}

// New is an upload that has not begun.
func New(c Config) *Machine {
	if c.Parallel < 1 || c.Parallel > maxParallel {
		c.Parallel = maxParallel
	}
	if c.StallMs == 0 {
		c.StallMs = stallBytes
	}
	c.StallMs = min(max(c.StallMs, minStall), maxStall)
	m := &Machine{ledger: ledger{file: c.File, parts: make(parts, c.Plan.Parts)}}
	m.persistent = persistent{
		plan:     c.Plan,
		limitMs:  c.LimitMs,
		stallMs:  c.StallMs,
		window:   c.Window,
		parallel: c.Parallel,
		sum:      c.Sum,
		blind:    c.Blind,
	}
	m.keys.life.until = c.Until
	return m
}

// State is where the upload stands.
func (m *Machine) State() State { return m.state }

// Paused reports whether OrderPause holds.
func (m *Machine) Paused() bool { return m.paused }

// Offline reports whether the upload waits for EventOnline.
func (m *Machine) Offline() bool { return m.offline }

// UploadID is the store's ID; empty before there is one.
func (m *Machine) UploadID() string { return m.uploadID }

// File is Config.File: what the driver recognizes the file by.
func (m *Machine) File() string { return m.file }

// Plan is how the object is cut: its size and that of its parts in bytes, and their number.
func (m *Machine) Plan() (size, partSize int64, parts int) {
	return m.plan.Size, m.plan.PartSize, m.plan.Parts
}

// Handle takes in one event, which it does not keep, and returns what is to be done now, in that order. The actions are
// valid until the next event.
func (m *Machine) Handle(e *Event) []Action {
	m.out = m.out[:0]
	if m.state.Final() {
		return nil
	}
	m.tick(e)
	m.take(e)
	if !m.state.Final() {
		m.expire()
	}
	m.advance()
	if m.unsaved && m.state != Done && m.state != Aborted {
		m.save(false)
	}
	m.tellWant()
	m.tellTimer()
	m.show()
	if m.result != nil {
		m.emit(ActionDone).Result = m.result
	} else if m.failure != nil {
		m.emit(ActionFail).Failure = m.failure
	}
	return m.out
}

// take takes in what happened.
func (m *Machine) take(e *Event) {
	switch e.Kind {
	case EventReply:
		m.handleReply(e)
	case EventFailed:
		m.handleFailed(e)
	case EventProgress:
		m.handleProgress(e)
	case EventHashed:
		m.handleHashed(e)
	case EventHashFailed:
		m.handleHashFailed(e)
	case EventRenewed:
		m.handleRenewed(e)
	case EventRenewFailed:
		m.handleRenewFailed(e.Reason)
	case EventSlot:
		m.slots.grant()
	case EventOffline:
		m.offline = true
	case EventOnline:
		m.offline = false
		m.wake()
	case EventWoke:
		m.wake()
	case EventFileChanged:
		m.fileChanged()
	case OrderStart:
		m.start()
	case OrderPause:
		m.pause()
	case OrderResume:
		m.paused = false
		m.wake()
	case OrderAbort:
		m.abort()
	}
}

// start leaves Idle; at any other time it means nothing.
func (m *Machine) start() {
	if m.state != Idle {
		return
	}
	if m.limitMs > 0 {
		m.time.deadline = m.time.wall + m.limitMs
	}
	switch {
	case m.plan.Put:
		m.move(onStartSmall)
	case m.uploadID != "":
		m.move(onResume)
	default:
		m.move(onStart)
	}
}

// pause cuts the parts in flight, to send them again later. A pause of minutes would break their connections anyway.
func (m *Machine) pause() {
	m.paused = true
	for i := len(m.tasks) - 1; i >= 0; i-- {
		if m.tasks[i].carries() {
			m.cut(i)
		}
	}
}

// onHold reports whether nothing may be sent. An abort is tried at any time.
func (m *Machine) onHold() bool { return (m.paused || m.offline) && m.state != Aborting }

// move follows an arrow of Transitions. What is in flight belonged to the state that ends.
func (m *Machine) move(on Trigger) {
	to, ok := next(m.state, on)
	if !ok {
		m.impossible(on)
		return
	}
	m.cutAll()
	m.state = to
	m.marker = 0
	m.time.enter(to)
}

// advance starts whatever can be started. A state may be over as soon as it is entered; no way through the states is
// longer than their number.
func (m *Machine) advance() {
	for range states {
		before := m.state
		if before.Final() {
			return
		}
		m.work()
		if m.state == before {
			break
		}
	}
	if !m.state.Final() {
		m.renewIfNeeded()
	}
}

// work does what the state is for.
func (m *Machine) work() {
	switch m.state {
	case Idle:
	case Proving:
		m.prove()
	case Sending:
		m.sendParts()
	case Putting:
		m.put()
	case Beginning:
		if m.abortPending && m.abortWithoutID() {
			return
		}
		m.ask(request.Initiate)
	default:
		m.ask(m.operation())
	}
}

// operation is what the state asks the store, in all states but those that work has a method for.
func (m *Machine) operation() request.Op {
	switch m.state {
	case Listing:
		return request.ListParts
	case Completing:
		return request.Complete
	case Discarding, Aborting:
		return request.Abort
	case Asking:
		if m.hasSigner() || !m.plan.Put && !m.noUpload && !m.noList {
			return request.ListParts
		}
	}
	return request.HeadObject
}

// emit adds an action, to be filled in at once.
func (m *Machine) emit(kind ActionKind) *Action {
	m.out = append(m.out, Action{Kind: kind})
	return &m.out[len(m.out)-1]
}
