package upload

// life is how long keys or signed URLs can be used, on the wall clock.
type life struct {
	until int64 // when they expire; 0: not known, or never
	early int64 // how long before that they are renewed, milliseconds
}

// newLife is that of keys or URLs that expire at until. If that has passed already, the clock is wrong: the store will
// say so.
func newLife(until, wall int64) life {
	if until <= wall {
		return life{}
	}
	return life{until, min(earlyMs, (until-wall)/earlyShare)}
}

// fresh reports whether they need no renewal yet.
func (l life) fresh(wall int64) bool { return l.until == 0 || wall < l.until-l.early }

// usable reports whether a request can still be sent with them.
func (l life) usable(wall int64) bool { return l.until == 0 || wall < l.until-l.early/8 }

// window is the signed URLs of count parts from a part number on.
type window struct {
	from, count int
	life
}

func (w *window) has(part int) bool { return part >= w.from && part-w.from < w.count }

// windows are the latest one and the one before, which stays for parts that are sent again.
type windows [2]window

// add takes in new URLs. They replace the latest window if they begin at the same part.
func (w *windows) add(latest window) {
	if w[0].from != latest.from {
		w[1] = w[0]
	}
	w[0] = latest
}

// usable reports whether there is a URL to send a part with.
func (w *windows) usable(part int, wall int64) bool {
	for i := range w {
		if w[i].has(part) && w[i].usable(wall) {
			return true
		}
	}
	return false
}

// fresh reports whether there is a URL for a part that needs no renewal yet.
func (w *windows) fresh(part int, wall int64) bool {
	for i := range w {
		if w[i].has(part) && w[i].fresh(wall) {
			return true
		}
	}
	return false
}
