//go:build tinygo

package upload

// impossible: in a page, a trigger without an arrow changes nothing.
func (m *Machine) impossible(Trigger) {}
