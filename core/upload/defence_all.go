//go:build tinygo

package upload

type weakness struct{}

func (weakness) has(defence) bool { return true }

// impossible: a trigger without an arrow changes nothing.
func (m *Machine) impossible(Trigger) {}
