package upload

// finishUnseen ends an upload that the store has, but would not show.
func (m *Machine) finishUnseen(why Why) {
	if m.doubtsAnswer() {
		m.notStored()
		return
	}
	m.finish(false, why)
}

// finish ends the upload with success.
func (m *Machine) finish(verified bool, why Why) {
	m.move(onAgreed)
	m.result = &Result{verified, why, m.strays}
	if m.resumable() {
		m.emit(ActionForget)
	}
}

// fail ends the upload without success. In a state that cannot fail, it does nothing.
func (m *Machine) fail(c cause) {
	if _, ok := next(m.state, onFailed); ok {
		m.end(onFailed, c)
	}
}

// failWith ends the upload by a code of the store's, or of package wire.
func (m *Machine) failWith(code string) {
	m.errorCode = code
	m.fail(causeReply)
}

// end is every end but success.
func (m *Machine) end(on Trigger, c cause) {
	m.move(on) // and note what was on its way
	f := &Failure{Code: causeCodes[c], Strays: m.strays, Retry: c.mayRetry(m.lastError.status)}
	if c == causeReply && m.errorCode != "" {
		f.Code = m.errorCode
	}
	f.Object, f.Upload = m.presence()
	if f.Upload != Absent {
		f.UploadID = m.uploadID
	}
	if c.isRequests() {
		f.Op, f.Part, f.Status = m.lastError.op, m.lastError.part, m.lastError.status
	}
	m.failure = f
	if m.state == Aborted && m.resumable() {
		m.emit(ActionForget)
	}
}

// presence is what is known to be in the store.
func (m *Machine) presence() (object, upload Presence) {
	switch {
	case m.objectMade:
		return Present, Absent
	case m.uncertain || m.maybeEarlier:
		object = Unknown
	}
	switch {
	case m.uploadID == "" || m.noUpload:
	case m.abortedOnce, m.uncertain: // after an Abort, parts may have come that were on their way
		upload = Unknown
	default:
		upload = Present
	}
	return object, upload
}
