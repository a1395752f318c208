package upload

import "github.com/partway/partway/core/request"

// secondAbortMs is the pause before a second abort: parts that were on their way when their requests were cut may have
// come after the first.
//
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html (2026-11-22)
const secondAbortMs = 1_000

// abort ends the upload by the user's order.
func (m *Machine) abort() {
	m.paused = false
	switch {
	case m.state == Aborting || m.abortPending:
	case m.state == Beginning && m.tasks.deciding():
		m.abortPending = true // the ID on its way is needed to remove the upload
		m.tasks[0].moved = m.time.now
	case m.uploadID == "" || m.objectMade:
		m.end(onAbortNothing, causeAbort)
	default:
		m.move(onAbort)
	}
}

// abortWithoutID ends an aborted upload once no ID is on its way. It reports whether that is so.
func (m *Machine) abortWithoutID() bool {
	if m.tasks.deciding() {
		return false
	}
	m.end(onAbortNothing, causeAbort)
	return true
}

// abortOver goes on after the last try to remove the upload.
func (m *Machine) abortOver(removed bool) {
	if removed && m.partsCut && !m.abortedOnce {
		m.abortedOnce = true
		m.tasks.add(request.Abort, 0)
		m.tasks[0].notBefore = m.time.now + secondAbortMs
		return
	}
	if m.state == Discarding {
		if !removed {
			m.strays++
		}
		m.move(onDiscarded)
		m.startOver(false)
		return
	}
	m.noUpload = removed
	m.end(onRemoved, causeAbort)
}
