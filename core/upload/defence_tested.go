//go:build !tinygo

package upload

// weakness is the set of defences that a test took away; empty otherwise.
type weakness uint32

func (w weakness) has(d defence) bool { return w&(1<<d) == 0 }

// Defences are the names that Weaken takes. For tests.
func Defences() []string { return defenceNames[:] }

// Weaken takes a defence away. For tests.
func Weaken(m *Machine, name string) {
	for d, n := range defenceNames {
		if n == name {
			m.weakness |= 1 << d
			return
		}
	}
	panic("upload: there is no defence " + name)
}

// impossible: a trigger without an arrow is a mistake in this package.
func (m *Machine) impossible(on Trigger) {
	if m.weakness == 0 {
		panic("upload: " + on.String() + " while " + m.state.String())
	}
}
