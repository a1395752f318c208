package coretest

import (
	"bytes"

	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/upload"
	"github.com/partway/partway/core/wire"
)

// checkProgress fails if progress goes back or leaves its bounds.
func (w *world) checkProgress() {
	now := w.machine.Progress()
	w.must(
		now.Confirmed >= w.shown.Confirmed && now.Sent >= w.shown.Sent,
		"progress went back: %+v after %+v",
		now,
		w.shown,
	)
	w.must(now.Confirmed <= now.Sent && now.Sent <= now.Total, "progress beyond its bounds: %+v", now)
	w.shown = now
}

// checkCut fails if a request of this page's is still running at the end.
func (w *world) checkCut() {
	for _, c := range w.calls {
		w.must(c.over, "%s is left running", c.action.Op)
	}
}

// checkEnd checks what must hold after the end.
func (w *world) checkEnd() {
	left, removed := len(w.store.uploads), w.store.aborts > 0
	w.must(!removed || w.aborted || w.otherFile, "an upload was aborted without an order")
	w.must(w.aborted || !w.schedule.plan.Put || left == 0, "a small object left an upload")
	w.must(w.wanted == 0 && w.granted == 0, "at the end it wants %d requests and keeps %d", w.wanted, w.granted)
	if w.ending.Kind == upload.ActionDone {
		w.checkDone(w.ending.Result, left)
	} else {
		w.checkFailure(w.ending.Failure, left)
	}
}

// isFile reports whether the store holds exactly the file.
func (w *world) isFile() bool {
	return w.store.object != nil && bytes.Equal(w.store.object, w.schedule.file)
}

func (w *world) checkDone(r *upload.Result, left int) {
	s := w.schedule
	w.must(!r.Verified || w.isFile(), "verified, but the store holds something else")
	// Without a checksum damage cannot be seen, and without any header of the store's not even who answered.
	w.must(w.isFile() || w.corrupted > 0 || s.mangle || w.foreign > 0, "done, but the store holds something else")
	w.must(r.Verified == (r.Why == upload.WhyNot), "verified %t because %d", r.Verified, r.Why)
	w.must(left <= r.Strays, "%d uploads left, %d told", left, r.Strays)
	w.must(w.durable == nil, "the snapshot outlives the upload")
	p := w.machine.Progress()
	w.must(p.Confirmed == p.Total && p.Sent == p.Total, "done at %+v", p)
	comparable := s.config.Sum == upload.CRC64XZ && !s.hideCRC ||
		s.config.Sum == upload.MD5 && (!s.plan.Put || !s.hideETag)
	w.must(r.Verified || !comparable || w.injected > 0, "not verified although nothing stood against it: %d", r.Why)
}

func (w *world) checkFailure(f *upload.Failure, left int) {
	known := left - f.Strays
	w.must(f.Upload != upload.Absent || known <= 0, "%d uploads left, %d told", left, f.Strays)
	w.must(known <= 1, "%d uploads left, %d told beside the one", left, f.Strays)
	w.must(f.Code != upload.CodeAborted || known <= 0 || w.abortCalls > 0, "nobody told the store of the abort")
	w.must(f.Upload != upload.Present || f.UploadID != "", "an upload is left without its ID")
	w.must(
		f.Object != upload.Absent || !w.isFile() || w.store.merges == 0,
		"the object is stored, and said to be absent",
	)
	w.must(f.Object != upload.Present || w.store.merges > 0, "the object is said to be stored")
	w.must(f.Code != upload.CodeAborted || w.aborted, "aborted without an order")
	w.must(f.Code != upload.CodeFileChanged || w.replaced, "the file has not changed")
	w.must(f.Code != upload.CodeDeadlineExceeded || w.schedule.config.LimitMs > 0, "there was no deadline")
	wrongTwice := w.schedule.mangle || w.mostDamaged() >= 2 || w.foreign > 0 || w.seenLate()
	w.must(f.Code != upload.CodeChecksumMismatch || wrongTwice, "no checksum was wrong twice")
	w.must(f.Code != "", "a failure without a code")
	w.must(w.excused(f), "it fails by %s (%d) although it could succeed", f.Code, f.Status)
}

// mostDamaged is how often the most damaged part was.
func (w *world) mostDamaged() (times int) {
	for _, n := range w.damaged {
		times = max(times, n)
	}
	return times
}

// seenLate reports whether damage could be seen in the whole object only: the page may not read what the store says of
// a part, and the signer is not told.
func (w *world) seenLate() bool { return w.signs() && w.schedule.hideCRC && w.corrupted > 0 }

// excused reports whether something happened after which an upload may fail.
func (w *world) excused(f *upload.Failure) bool {
	s := w.schedule
	hidden := s.hideETag || s.hideCRC || s.secret
	switch {
	case len(w.excuses) > 0, s.config.LimitMs > 0, s.blackholeAt > 0, s.mangle, w.seenLate():
		return true
	case s.forbidList && (s.hideETag || w.injected > 0), s.noHead && f.Code == upload.CodeCompletionUnknown:
		return true
	case f.Code == wire.NotFromStore && f.Op == request.PutObject && f.Object == upload.Unknown:
		return true // no answer showed anything of the store's
	case f.Code == wire.NotFromStore && s.noHead:
		return true // no answer could have shown anything
	case w.stalled > 2: // a completion has no time for more
		return true
	case w.unclear > 4, hidden && w.unclear > 1:
		return true
	}
	return false
}
