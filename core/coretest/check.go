package coretest

import (
	"bytes"

	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/upload"
	"github.com/partway/partway/core/wire"
)

// checkProgress: it moves forward, within bounds.
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

// checkCut: at the end, nothing of this page's is on its way.
func (w *world) checkCut() {
	for _, c := range w.calls {
		w.must(c.over, "%s is left running", c.action.Op)
	}
}

// checkEnd is what must hold when everything has settled.
func (w *world) checkEnd() {
	left, removed := len(w.store.uploads), w.store.aborts > 0
	w.must(!removed || w.ordered || w.switched, "an upload was aborted without an order")
	w.must(w.ordered || !w.schedule.plan.Put || left == 0, "a small object left an upload")
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
	// Without a checksum nobody can see that bytes were damaged, and where nothing
	// of the store's is to be seen, not even whose answer it was.
	w.must(w.isFile() || w.corrupted > 0 || s.mangle || w.strangers > 0, "done, but the store holds something else")
	w.must(r.Verified == (r.Why == upload.WhyNot), "verified %t because %d", r.Verified, r.Why)
	w.must(left <= r.Strays, "%d uploads left, %d told", left, r.Strays)
	w.must(w.durable == nil, "the snapshot outlives the upload")
	p := w.machine.Progress()
	w.must(p.Confirmed == p.Total && p.Sent == p.Total, "done at %+v", p)
	comparable := s.config.Sum == upload.CRC64XZ && !s.hideCRC ||
		s.config.Sum == upload.MD5 && (!s.plan.Put || !s.hideETag)
	w.must(r.Verified || !comparable || w.told > 0, "not verified although nothing stood against it: %d", r.Why)
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
	w.must((f.Code == upload.CodeAborted) == (f.Code == upload.CodeAborted && w.ordered), "aborted without an order")
	w.must(f.Code != upload.CodeFileChanged || w.replaced, "the file has not changed")
	w.must(f.Code != upload.CodeDeadlineExceeded || w.schedule.config.LimitMs > 0, "there was no deadline")
	w.must(
		f.Code != upload.CodeChecksumMismatch || w.schedule.mangle || w.worst() >= 2 || w.strangers > 0 || w.late(),
		"no checksum was wrong twice",
	)
	w.must(f.Code != "", "a failure without a code")
	w.must(w.excused(f), "it fails by %s (%d) although it could succeed", f.Code, f.Status)
}

func (w *world) worst() (most int) {
	for _, n := range w.spoiled {
		most = max(most, n)
	}
	return most
}

// late reports that damage could be seen in the whole object only: the page may
// not read what the store says of a part, and the signer is not told.
func (w *world) late() bool { return w.signs() && w.schedule.hideCRC && w.corrupted > 0 }

// excused reports whether something happened that an upload need not survive.
func (w *world) excused(f *upload.Failure) bool {
	s := w.schedule
	hidden := s.hideETag || s.hideCRC || s.secret
	switch {
	case len(w.fatal) > 0, s.config.LimitMs > 0, s.blackholeAt > 0, s.mangle, w.late():
		return true
	case s.forbidList && (s.hideETag || w.told > 0), s.noHead && f.Code == upload.CodeCompletionUnknown:
		return true
	case f.Code == wire.NotFromStore && f.Op == request.PutObject && f.Object == upload.Unknown:
		return true // neither answer showed anything of the store's
	case f.Code == wire.NotFromStore && s.noHead:
		return true // no answer could have shown anything
	case w.stalled > 2: // that is all the time that a completion has
		return true
	case w.unclear > 4, hidden && w.unclear > 1:
		return true
	}
	return false
}
