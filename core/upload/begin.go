package upload

import (
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/wire"
)

// begun takes in the upload ID, and saves it before a byte is sent.
func (m *Machine) begun(o *wire.Outcome) {
	m.uploadID = o.UploadID
	if m.hasSigner() && !m.takePlan(o) {
		m.lastError = lastError{op: request.Initiate, status: 200}
		m.failWith(wire.Malformed)
		return
	}
	m.save(true)
	switch {
	case m.abortPending:
		m.abortPending = false
		m.move(onAbort)
	case m.plan.Put:
		m.move(onBegunSmall)
	default:
		m.move(onBegun)
	}
}
