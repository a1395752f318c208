package coretest

import (
	"bytes"
	"fmt"

	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/upload"
)

// epoch is the wall clock at the beginning of a run, in milliseconds.
const epoch = 1_700_000_000_000

// world is one run: the page, the network, the store and the time.
type world struct {
	random
	schedule *Schedule
	log      *bytes.Buffer // nil: nobody reads it

	now   int64 // milliseconds from the beginning
	jump  int64 // by which the page's clock differs
	queue []occurrence
	seq   int

	store         Store
	signer        signer
	corrupted     int               // bodies that the network damaged
	streak        int               // requests in a row that had a fault
	renewalStreak int               // the same of renewals
	faults        int               // that are left
	injected      int               // faults that were injected
	excuses       []string          // why the upload may fail
	damaged       [maxParts + 1]int // by part: replies or bodies that made checksums disagree
	foreign       int               // answers that were not the store's, and looked like success
	stalled       int               // completions without an answer
	unclear       int               // completions that had a fault
	abortCalls    int               // that were sent
	lastID        string            // of the upload, when the page died
	sinceFail     int               // successes since the stubborn part last failed
	stubborn      int               // times that it did
	aborted       bool              // the user has aborted
	otherFile     bool              // after a crash the file was another one

	page
	durable []byte // the stored snapshot
	ending  *upload.Action
	broken  string // the first broken rule
	steps   int
}

// page is what a crash loses.
type page struct {
	session   int
	alive     bool
	machine   *upload.Machine
	limit     int // requests at a time
	wanted    int // requests, as last told
	granted   int // slots that were not given back
	calls     []*call
	timer     int64               // wall clock; 0: none
	offset    int64               // by ActionClock
	keysEnd   int64               // when the keys expire
	urls      [maxParts + 1]int64 // when the parts' URLs expire; 0: there is none
	renewing  int
	renewedAt int64  // wall clock, of the last ActionRenew
	pending   []byte // a snapshot that need not be durable yet
	offline   bool
	replaced  bool  // the file can no longer be read
	quiet     int64 // no request before: the store asked for it
	shown     upload.Progress
}

// occurrence is something that will happen at a time.
type occurrence struct {
	at      int64
	seq     int
	session int
	kind    kind
	call    *call
	event   upload.Event
	reply   request.Reply
}

type kind uint8

const (
	anEvent kind = iota // of the machine's
	arrival             // of a request at the store
	answer              // of a call
	crash
	reload
	timer
	sleep
	goOffline    // an outage begins
	comeOnline   // and ends
	forgetUpload // the store forgets the upload
	changeFile   // the file is changed
	grant        // hand out slots
	nothing
)

// call is a request under way.
type call struct {
	action   upload.Action
	request  *request.Request // nil: it goes to the signer
	uploadID string           // of the machine then
	body     []byte
	fault    fault
	sent     int64 // when
	stamp    int64 // time it was signed at, as the page thinks
	expires  int64 // of what it was signed with
	cut      bool
	over     bool // the machine was told how it ended
}

func (w *world) at(delay int64, h occurrence) {
	w.seq++
	h.at, h.seq = w.now+delay, w.seq
	if h.session == 0 {
		h.session = w.session
	}
	w.queue = append(w.queue, h)
}

func (h *occurrence) before(other *occurrence) bool {
	return h.at < other.at || h.at == other.at && h.seq < other.seq
}

// pop is what happens next.
func (w *world) pop() (h occurrence, ok bool) {
	best := -1
	for i := range w.queue {
		if best < 0 || w.queue[i].before(&w.queue[best]) {
			best = i
		}
	}
	if best < 0 {
		return h, false
	}
	h = w.queue[best]
	last := len(w.queue) - 1
	w.queue[best] = w.queue[last]
	w.queue = w.queue[:last]
	return h, true
}

func (w *world) wall() int64 { return epoch + w.now + w.jump }

func (w *world) note(format string, args ...any) {
	if w.log != nil {
		fmt.Fprintf(w.log, "%8d  ", w.now)
		fmt.Fprintf(w.log, format+"\n", args...)
	}
}

// must notes the first broken rule.
func (w *world) must(ok bool, format string, args ...any) {
	if !ok && w.broken == "" {
		w.broken = fmt.Sprintf(format, args...)
		w.note("BROKEN: %s", w.broken)
	}
}

// excuse notes why the upload may fail.
func (w *world) excuse(why string) {
	w.note("excuse: %s", why)
	w.excuses = append(w.excuses, why)
}

const (
	maxSteps = 20_000
	afterEnd = 200_000 // milliseconds that a run goes on after its end
)

// run runs until nothing is left to happen.
func (w *world) run() {
	w.begin()
	end := int64(-1)
	for w.broken == "" {
		h, ok := w.pop()
		if !ok || end >= 0 && h.at > end {
			break
		}
		if w.steps++; w.steps > maxSteps {
			w.must(false, "it does not end: %d steps", w.steps)
			break
		}
		w.now = max(w.now, h.at)
		w.happen(&h)
		if w.ending != nil && end < 0 {
			end = w.now + afterEnd
		}
	}
	if w.broken == "" {
		w.must(w.ending != nil, "nothing more happens, and it is %s", w.machine.State())
	}
	if w.broken == "" {
		w.checkEnd()
	}
}

func (w *world) happen(h *occurrence) {
	stale := h.session != w.session
	switch h.kind {
	case arrival:
		w.arrive(h.call)
		return
	case reload:
		w.reload()
		return
	case forgetUpload:
		w.dropUpload()
		return
	}
	isFact := h.kind == anEvent && h.event.Kind < upload.OrderStart
	if !w.alive || stale && (h.call != nil || isFact || h.kind == timer) {
		return
	}
	if h.kind == anEvent {
		w.deliver(h.event)
		return
	}
	w.happenToPage(h)
}

// deliver gives the machine an event that was under way.
func (w *world) deliver(e upload.Event) {
	switch e.Kind {
	case upload.EventRenewed, upload.EventRenewFailed:
		w.renewing--
	case upload.OrderAbort:
		w.excuse("aborted")
		w.aborted = true
	}
	w.handle(e)
}

// happenToPage is what happens to the page that is open.
func (w *world) happenToPage(h *occurrence) {
	switch h.kind {
	case answer:
		w.answered(h)
	case crash:
		w.crash()
	case timer:
		if w.timer != 0 && w.wall() >= w.timer {
			w.timer = 0
			w.handle(upload.Event{Kind: upload.EventTime})
		}
	case sleep:
		w.sleep()
	case goOffline:
		w.goOffline(h.event.Count == 1)
	case comeOnline:
		w.offline = false
		if h.event.Count == 1 {
			w.handle(upload.Event{Kind: upload.EventOnline})
		}
	case changeFile:
		w.replaceFile()
	case grant:
		w.grant()
	}
}
