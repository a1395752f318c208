package coretest

import (
	"bytes"
	"fmt"
)

// Outcome is what came of a run.
type Outcome struct {
	Broken string // the first rule that was broken; empty if none was
	End    string // how the upload ended
	Steps  int
	Log    string // of Replay only
}

// Run simulates the upload of a seed.
func Run(seed uint64) Outcome { return simulate(seed, nil) }

// Replay is Run with a log of all events and actions.
func Replay(seed uint64) Outcome { return simulate(seed, &bytes.Buffer{}) }

func simulate(seed uint64, log *bytes.Buffer) (out Outcome) {
	w := &world{random: random(seed * 0x9E3779B97F4A7C15), log: log}
	w.schedule = draw(&w.random)
	if log != nil {
		w.note("schedule %+v", *w.schedule)
	}
	w.runOrPanic()
	out = Outcome{Broken: w.broken, Steps: w.steps}
	if w.ending != nil {
		out.End = describeEnd(w.ending)
	}
	if log != nil {
		out.Log = log.String()
	}
	return out
}

// runOrPanic makes of a panic what it makes of a broken rule, so that its seed is known.
func (w *world) runOrPanic() {
	defer func() {
		if p := recover(); p != nil {
			w.must(false, "panic: %s", fmt.Sprint(p))
		}
	}()
	w.run()
}
