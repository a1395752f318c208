package coretest

import (
	"bytes"

	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/upload"
)

// begin opens the page and queues what the schedule says.
func (w *world) begin() {
	s := w.schedule
	w.store = Store{row: s.row, page: s.page, secret: s.secret, mangle: s.mangle, zombies: s.zombies}
	w.signer = signer{s.client, &w.store, s.plan, s.config.Sum}
	if s.old && len(s.file) > 0 {
		w.store.object = make([]byte, len(s.file))
		w.store.etag = w.store.etagFor(w.store.object)
	}
	w.faults = s.faults
	w.open(upload.New(w.firstConfig()))
	for _, o := range s.orders {
		w.at(o.at, occurrence{kind: anEvent, event: upload.Event{Kind: o.kind}})
	}
	for _, at := range s.crashes {
		w.at(at, occurrence{kind: crash})
	}
	for _, at := range s.sleeps {
		w.at(at, occurrence{kind: sleep})
	}
	for _, o := range s.outages {
		told := 0
		if o.told {
			told = 1
		}
		w.at(o.from, occurrence{kind: goOffline, event: upload.Event{Count: told}})
		w.at(o.to, occurrence{kind: comeOnline, event: upload.Event{Count: told}})
	}
	if s.lifecycleAt > 0 {
		w.at(s.lifecycleAt, occurrence{kind: forgetUpload})
	}
	if s.replaceAt > 0 {
		w.at(s.replaceAt, occurrence{kind: changeFile})
	}
}

func (w *world) firstConfig() upload.Config {
	c := w.schedule.config
	if c.Until = w.newKeys(); c.Window > 0 {
		c.Sum = upload.NoSum // the signer will say
	}
	return c
}

// newKeys gives keys to the page, and returns when they expire by its clock.
func (w *world) newKeys() int64 {
	if w.schedule.keyLife == 0 || w.schedule.config.Window > 0 {
		w.keysEnd = 1 << 60
		return 0
	}
	w.keysEnd = w.now + w.schedule.keyLife
	if w.percent(30) {
		return 0 // the page was not told
	}
	return w.wall() + w.schedule.keyLife
}

// open starts a page with a machine.
func (w *world) open(m *upload.Machine) {
	w.session++
	until := w.keysEnd
	w.page = page{session: w.session, alive: true, limit: 3, machine: m, keysEnd: until}
	w.note("page %d", w.session)
	w.handle(upload.Event{Kind: upload.OrderStart})
}

// handle gives an event to the machine and performs its actions. After every event the machine is encoded and decoded.
func (w *world) handle(e upload.Event) {
	e.Now, e.Entropy = w.wall(), w.next()
	if w.log != nil {
		w.note("%s", describeEvent(&e))
	}
	before := w.session
	for _, a := range w.machine.Handle(&e) {
		if w.log != nil {
			w.note("        %s", describeAction(&a))
		}
		w.must(w.ending == nil, "action %d after the end", a.Kind)
		w.perform(a)
	}
	if w.session == before {
		w.reencode()
		w.checkProgress()
	}
	if w.slotsLeft() > 0 {
		w.at(0, occurrence{kind: grant})
	}
}

func (w *world) reencode() {
	b := upload.Encode(w.machine)
	m, err := upload.Decode(b)
	w.must(err == nil, "%s cannot be decoded", w.machine.State())
	if err != nil {
		return
	}
	w.must(bytes.Equal(b, upload.Encode(m)), "%s comes back otherwise than it was encoded", w.machine.State())
	w.machine = m
}

func (w *world) perform(a upload.Action) {
	switch a.Kind {
	case upload.ActionSend:
		w.send(a)
	case upload.ActionCancel:
		w.cancel(a.Request)
	case upload.ActionHash:
		w.hash(a)
	case upload.ActionRenew:
		w.renew(a)
	case upload.ActionClock:
		w.offset = a.At
	case upload.ActionTimer:
		if w.timer = a.At; a.At != 0 {
			w.must(a.At > w.wall(), "a timer in the past")
			w.at(a.At-w.wall(), occurrence{kind: timer})
		}
	case upload.ActionSave:
		w.pending = w.machine.Snapshot()
		if a.Must || w.percent(50) {
			w.durable, w.pending = w.pending, nil
		}
	case upload.ActionForget:
		w.durable, w.pending = nil, nil
	case upload.ActionWant:
		w.wanted = a.Count
	case upload.ActionRelease:
		w.granted--
	case upload.ActionDone, upload.ActionFail:
		w.must(w.ending == nil, "a second end")
		w.ending = &a
		w.checkCut()
	}
}

// slotsLeft is how many more slots the page can grant now: it has other uploads, too.
func (w *world) slotsLeft() int { return min(w.wanted, w.limit) - w.granted }

func (w *world) grant() {
	if w.slotsLeft() <= 0 {
		return
	}
	w.granted++
	if w.percent(20) {
		w.limit = w.between(1, 6)
	}
	w.handle(upload.Event{Kind: upload.EventSlot})
}

// hash does what the page's worker does.
func (w *world) hash(a upload.Action) {
	e := upload.Event{Kind: upload.EventHashed, Part: a.Part}
	if w.replaced {
		e.Kind, e.Reason = upload.EventHashFailed, upload.ReasonUnreadable
	} else {
		e.Sum = sumOf(w.schedule.config.Sum, w.schedule.file[a.Offset:a.Offset+a.Size])
	}
	w.at(int64(w.between(1, 400)), occurrence{kind: anEvent, event: e})
}

// renew gets keys or URLs.
func (w *world) renew(a upload.Action) {
	if w.renewing > 0 && w.wall() >= w.renewedAt+60_000 {
		w.cutRenewals(100) // the machine waits no longer, and neither does the driver
	}
	w.renewedAt = w.wall()
	w.renewing++
	w.must(w.renewing == 1, "%d renewals at a time", w.renewing)
	delay := int64(w.between(20, 900))
	if w.injects(&w.renewalStreak) {
		w.at(delay, occurrence{kind: anEvent, event: upload.Event{Kind: upload.EventRenewFailed}})
		return
	}
	e := upload.Event{Kind: upload.EventRenewed, Part: a.Part, Count: a.Count}
	if a.Part > 0 {
		e.Until = w.newURLs(a.Part, a.Count, delay)
	} else if w.schedule.config.Window == 0 {
		e.Until = w.newKeys()
	}
	w.at(delay, occurrence{kind: anEvent, event: e})
}

func (w *world) newURLs(from, count int, delay int64) int64 {
	life := w.schedule.keyLife
	for n := from; n < from+count && n <= maxParts; n++ {
		if w.urls[n] = 1 << 60; life > 0 {
			w.urls[n] = w.now + delay + life
		}
	}
	if life == 0 || w.percent(30) {
		return 0
	}
	return w.wall() + delay + life
}

// crash ends the page. What it sent may still arrive.
func (w *world) crash() {
	if w.ending != nil {
		return
	}
	w.note("the page dies")
	w.lastID = w.machine.UploadID()
	w.alive = false
	for _, c := range w.calls {
		c.cut = true
	}
	if w.schedule.otherFile {
		w.schedule.otherFile, w.otherFile = false, true
		file := make([]byte, len(w.schedule.file))
		for i := range file {
			file[i] = w.schedule.file[i] ^ 0x55
		}
		w.schedule.file = file
		w.note("the file has other bytes")
	}
	w.at(int64(w.between(300, 60_000)), occurrence{kind: reload})
}

// reload opens the page again.
func (w *world) reload() {
	w.newKeys()
	if w.durable == nil {
		w.note("nothing is stored")
		w.must(w.lastID == "", "no snapshot knows the upload %q", w.lastID)
		w.open(upload.New(w.firstConfig()))
		return
	}
	m, err := upload.Restore(w.durable)
	w.must(err == nil, "the snapshot cannot be restored")
	if err == nil {
		w.must(
			w.lastID == "" || m.UploadID() == w.lastID,
			"the snapshot knows the upload %q, the page knew %q",
			m.UploadID(),
			w.lastID,
		)
		w.must(m.File() == w.schedule.config.File, "the snapshot is of another file")
		w.open(m)
	}
}

// sleep stops the page for some minutes or hours; its connections die.
func (w *world) sleep() {
	w.note("sleep")
	w.quiet = 0
	w.jump += int64(w.between(60_000, 8_000_000))
	if w.schedule.keyLife > 0 {
		w.keysEnd, w.urls = min(w.keysEnd, w.now), [maxParts + 1]int64{}
	}
	for _, c := range w.calls {
		c.cut = true
	}
	w.cutRenewals(40)
	if w.percent(50) {
		w.handle(upload.Event{Kind: upload.EventWoke})
	} else {
		w.handle(upload.Event{Kind: upload.EventTime})
	}
}

// cutRenewals cuts running renewals. In silent percent of all cases the page is not told.
func (w *world) cutRenewals(silent int) {
	for i := range w.queue {
		if h := &w.queue[i]; h.kind == anEvent && h.session == w.session &&
			(h.event.Kind == upload.EventRenewed || h.event.Kind == upload.EventRenewFailed) {
			if h.event = (upload.Event{Kind: upload.EventRenewFailed}); w.percent(silent) {
				h.kind = nothing
				w.renewing--
			}
		}
	}
}

func (w *world) goOffline(told bool) {
	w.offline = true
	if told {
		w.handle(upload.Event{Kind: upload.EventOffline})
	}
	for _, c := range w.calls {
		if !c.over && !c.cut {
			c.cut = true
			if w.percent(60) {
				w.at(int64(w.between(1, 500)), occurrence{kind: answer, call: c})
			}
		}
	}
}

func (w *world) replaceFile() {
	w.replaced = true
	w.excuse("the file was changed")
	if w.percent(50) {
		w.handle(upload.Event{Kind: upload.EventFileChanged})
	}
}

func (w *world) dropUpload() {
	if len(w.store.uploads) > 0 {
		w.note("the store drops the upload")
		w.store.uploads = nil
	}
}

func (w *world) bodyOf(a *upload.Action) []byte {
	if a.Op == request.UploadPart || a.Op == request.PutObject {
		return append([]byte{}, w.schedule.file[a.Offset:a.Offset+a.Size]...)
	}
	return nil
}
