package upload

import (
	"github.com/partway/partway/core/plan"
	"github.com/partway/partway/core/wire"
)

// persistent is what outlives a page, beside texts and parts. It holds no pointer, because it is serialized by copying
// its memory; bump format when you change it.
type persistent struct {
	plan             plan.Plan
	limitMs, stallMs int64
	window, parallel int
	strays           int
	sum              Sum
	blind            bool
	uncertain        bool // a Complete or PutObject was sent whose outcome is not known
	maybeEarlier     bool // the object may be there, by an earlier try
	noUpload         bool // the store said that it does not know the upload
}

// ledger is what an upload knows of its file and of what the store has of it. A snapshot is the part of it that the
// store has confirmed.
type ledger struct {
	persistent
	file      string // Config.File
	uploadID  string
	parts     parts
	longETags longETags
	unsaved   bool // it has changed in a way that a snapshot would show
}

// hasSigner reports whether a signer holds the keys. It then does everything but the PUTs, asks the store by itself
// what became of a completion, and says so whenever it is asked again.
func (l *ledger) hasSigner() bool { return signerOnly || l.window > 0 }

// resumable reports whether another session can go on with the upload. A small object is sent again as a whole; but
// with a signer it is not known from the beginning whether the object is small.
func (l *ledger) resumable() bool { return !l.plan.Put || l.hasSigner() }

// compares reports whether the store reports checksums.
func (l *ledger) compares() bool { return l.sum == CRC64XZ || l.sum == MD5 }

// takePlan takes in how a signer cuts the object; false if that cannot be.
func (l *ledger) takePlan(o *wire.Outcome) bool {
	p, ok := plan.Cut(l.plan.Size, o.PartSize, o.Put)
	if !ok {
		return false
	}
	l.sum = SumByName(o.Verify)
	if p != l.plan {
		l.plan = p
		l.parts = make(parts, p.Parts)
	}
	return true
}

// noteOpaque notes that the store's ETags are no MD5, whatever was expected.
func (l *ledger) noteOpaque(opaque bool) {
	if opaque && l.sum == MD5 {
		l.sum = opaqueSum
		l.parts.unset(compared)
	}
}

// setETag keeps the ETag of a part. A signer lists them itself: none is sent back to it.
func (l *ledger) setETag(n int, text string) {
	p := &l.parts[n-1]
	if l.hasSigner() {
		p.setDigest(text)
	} else if !p.setETag(text) {
		l.longETags.set(n, text)
	}
}

// etag is a part's ETag as the store wrote it.
func (l *ledger) etag(n int) string {
	p := &l.parts[n-1]
	if p.form == otherETag {
		return l.longETags.get(n)
	}
	return p.form.write(p.etag)
}

// sameETag reports whether an ETag is that of a part, as far as it is known.
func (l *ledger) sameETag(n int, text string) bool {
	if l.hasSigner() {
		return l.parts[n-1].matchesDigest(text)
	}
	return wire.SameETag(l.etag(n), text)
}

// settle confirms a part when everything is known: its ETag, the file's checksum, and that the store's agrees if it
// reported one. It reports false if the store has other bytes than the file for the second time.
func (l *ledger) settle(n int) bool {
	p := &l.parts[n-1]
	if !p.inStore() || !p.has(hasSum) {
		return true
	}
	switch p.compare(l.sum) {
	case unequal:
		return p.doubt()
	case equal:
		p.set(compared)
	}
	// A signer takes the ETags from the list by itself.
	if p.form != noETag || l.hasSigner() && (p.has(compared) || !l.compares()) {
		p.state = confirmed
		l.unsaved = true
	}
	return true
}

// adopt takes a part that the store has and that we did not know of, if it is the file's: the answer to it was lost
// with the page.
func (l *ledger) adopt(p *part) {
	if p.compare(l.sum) != equal {
		p.forget()
		return
	}
	p.state = confirmed
	p.set(compared)
	l.unsaved = true
}

// forgetUpload forgets an upload that no longer exists. What is known of the file stays, if it is the same file.
func (l *ledger) forgetUpload(sameFile bool) {
	l.uploadID, l.longETags = "", nil
	l.noUpload, l.uncertain = false, false
	for i := range l.parts {
		p := &l.parts[i]
		if sameFile {
			p.forget()
		} else {
			*p = part{}
		}
	}
}
