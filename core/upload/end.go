package upload

// finishUnseen ends an upload that the store has, but would not show.
func (m *Machine) finishUnseen(why Why) {
	if m.stranger() {
		m.notStored()
		return
	}
	m.finish(false, why)
}

// finish ends the upload with success.
func (m *Machine) finish(verified bool, why Why) {
	m.move(agreed)
	m.ending = Action{Kind: ActionDone, Result: &Result{verified, why, m.strays}}
	if m.lasts() {
		m.emit(ActionForget)
	}
}

// fail ends it without. Where nothing can fail any more, it does nothing.
func (m *Machine) fail(c code) {
	if _, ok := next(m.state, failed); ok {
		m.end(failed, c)
	}
}

// failAs ends it by a code of the store's, or of package wire.
func (m *Machine) failAs(code string) {
	m.code = code
	m.fail(storesOwn)
}

// end is every end but success.
func (m *Machine) end(on Trigger, c code) {
	m.move(on) // and note what was on its way
	f := &Failure{Code: codeNames[c], Strays: m.strays, Retry: m.mayRetry(c)}
	if c == storesOwn && m.code != "" {
		f.Code = m.code
	}
	f.Object, f.Upload = m.presence()
	if f.Upload != Absent {
		f.UploadID = m.uploadID
	}
	if c != orderedAbort && c != deadlineExceeded && c != fileHasChanged {
		f.Op, f.Part, f.Status = m.cause.op, m.cause.part, m.cause.status
	}
	m.ending = Action{Kind: ActionFail, Failure: f}
	if m.state == Aborted && m.lasts() {
		m.emit(ActionForget)
	}
}

// presence is what is known to be in the store.
func (m *Machine) presence() (object, upload Presence) {
	switch {
	case m.made:
		return Present, Absent
	case m.closing || m.maybe:
		object = Unknown
	}
	switch {
	case m.uploadID == "" || m.missing:
	case m.swept:
		upload = Unknown // removed once, but parts may have come after that
	case m.closing:
		upload = Unknown
	default:
		upload = Present
	}
	return object, upload
}

// deciding reports whether a request is on its way that makes an upload or the
// object.
func (m *Machine) deciding() bool {
	for i := range m.lanes {
		if l := &m.lanes[i]; l.request != 0 && l.decides() {
			return true
		}
	}
	return false
}
