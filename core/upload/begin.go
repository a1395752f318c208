package upload

import (
	"github.com/partway/partway/core/plan"
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

// takePlan takes in how a signer cuts the object; false if that cannot be.
func (m *Machine) takePlan(o *wire.Outcome) bool {
	p, ok := plan.Cut(m.plan.Size, o.PartSize, o.Put)
	if !ok {
		return false
	}
	m.sum = SumByName(o.Verify)
	if p != m.plan {
		m.plan = p
		m.parts = make(parts, p.Parts)
	}
	return true
}
