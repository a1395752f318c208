//go:build !tinygo

package upload

// impossible: a trigger without an arrow is a mistake in this package.
func (m *Machine) impossible(on Trigger) {
	panic("upload: " + on.String() + " while " + m.state.String())
}
