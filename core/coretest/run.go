package coretest

import "bytes"

// Outcome is what came of a run.
type Outcome struct {
	Broken string // what must not have been; empty if all was well
	End    string // how the upload ended
	Steps  int
	Log    string // of Replay only
}

// Run simulates the upload of a seed. weaken names a defence to take away from
// the machine; empty: none.
func Run(seed uint64, weaken string) Outcome { return simulate(seed, weaken, nil) }

// Replay is Run with a log of all events and actions.
func Replay(seed uint64, weaken string) Outcome { return simulate(seed, weaken, &bytes.Buffer{}) }

func simulate(seed uint64, weaken string, log *bytes.Buffer) Outcome {
	w := &world{random: random(seed * 0x9E3779B97F4A7C15), weaken: weaken, log: log}
	w.schedule = draw(&w.random)
	if log != nil {
		w.note("schedule %+v", *w.schedule)
	}
	w.run()
	out := Outcome{Broken: w.broken, Steps: w.steps}
	if w.ending != nil {
		out.End = describeEnd(w.ending)
	}
	if log != nil {
		out.Log = log.String()
	}
	return out
}
