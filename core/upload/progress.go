package upload

// Progress is how far an upload is. Sent and Confirmed never go back and never pass Total, even where parts are sent
// again.
type Progress struct {
	Sent      int64 // bytes handed to the network
	Confirmed int64 // bytes that the store said it holds; at most Sent
	Total     int64
	Speed     int64 // bytes per second, smoothed; 0: nothing moves
	LeftMs    int64 // estimate; -1: not known
}

// Progress is how far the upload is.
func (m *Machine) Progress() Progress {
	p := m.shown
	p.Total, p.Speed, p.LeftMs = m.plan.Size, m.rate.speed, -1
	if left := p.Total - p.Sent; left == 0 {
		p.LeftMs = 0
	} else if p.Speed > 0 {
		p.LeftMs = left * 1000 / p.Speed
	}
	return p
}

// show moves the shown progress on, and never back.
func (m *Machine) show() {
	var now Progress
	for i := range m.parts {
		if m.parts[i].inStore() {
			_, size := m.plan.Part(i + 1)
			now.Confirmed += size
		}
	}
	now.Sent = now.Confirmed
	for i := range m.tasks {
		now.Sent += m.tasks[i].sent
	}
	now.Confirmed = max(now.Confirmed, m.shown.Confirmed)
	now.Sent = max(now.Sent, m.shown.Sent)
	m.shown = now
}

const (
	rateStepMs   = 500
	rateSmoothMs = 3_000
)

// rate measures the speed: an exponential moving average over rateSmoothMs.
type rate struct {
	speed int64 // bytes per second
	bytes int64 // since at
	at    int64
}

func (r *rate) add(bytes int64) { r.bytes += bytes }

func (r *rate) tick(now int64) {
	passed := now - r.at
	if passed < rateStepMs {
		return
	}
	latest := r.bytes * 1000 / passed
	if r.speed == 0 {
		r.speed = latest
	} else {
		r.speed += (latest - r.speed) * passed / (passed + rateSmoothMs)
	}
	r.bytes, r.at = 0, now
}
