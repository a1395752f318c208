package upload

import "github.com/partway/partway/core/decimal"

// part is what is known about one part. It holds no pointer and is stored in snapshots as it is: there may be 10,000,
// and a change of it needs another format.
type part struct {
	state partState
	flags flags
	form  etagForm
	sum   [16]byte // the file's MD5; or its CRC-64, then the store's
	etag  [16]byte // the digits of the ETag, written as form says
}

// partState is where a part stands.
type partState uint8

const (
	todo      partState = iota // to be sent
	active                     // has a task: is being sent or waits to be
	found                      // in the store; a checksum will tell whether it is ours
	taken                      // the store took it; its ETag or a checksum is not known yet
	confirmed                  // the store took it, and no checksum speaks against it
)

// flags say more about a part.
type flags uint8

const (
	hasSum   flags = 1 << iota // the file's checksum is known
	reported                   // the store's is, for CRC-64; MD5 is in the ETag
	compared                   // they agree
	hashing                    // the driver has been asked for the file's
	suspect                    // they disagreed once
	unproven                   // sent by an earlier session, perhaps of another file
	looked                     // since it was sent, the store was asked for what it did not show
	inList                     // on the list that is being read
)

func (p *part) has(f flags) bool { return p.flags&f != 0 }
func (p *part) set(f flags)      { p.flags |= f }
func (p *part) unset(f flags)    { p.flags &^= f }

// forget leaves of a part that must be sent only what concerns the file.
func (p *part) forget() {
	p.state, p.form = todo, noETag
	p.unset(reported | compared | unproven | looked | inList)
}

// doubt has a part sent once more of which the store has other bytes than the file; false if that was done already. The
// file is read again, too, because it may have changed.
func (p *part) doubt() bool {
	if p.has(suspect) {
		return false
	}
	p.forget()
	p.unset(hasSum)
	p.set(suspect)
	return true
}

// inStore reports whether the store has said that it holds the part.
func (p *part) inStore() bool { return p.state >= taken }

// parseSum reads a checksum of the file.
func (p *part) parseSum(text string, kind Sum) (sum [16]byte, ok bool) {
	sum = p.sum
	if kind >= MD5 {
		ok = fromHex(sum[:], text)
		return sum, ok
	}
	n, ok := decimal.ParseUint(text)
	putUint64(sum[:8], n)
	return sum, ok
}

// setReported takes the CRC-64 that the store reported, if it did.
func (p *part) setReported(crc string, kind Sum) {
	if n, ok := decimal.ParseUint(crc); ok && kind == CRC64XZ {
		putUint64(p.sum[8:], n)
		p.set(reported)
	}
}

// compare compares the file's checksum with the store's.
func (p *part) compare(kind Sum) comparison {
	switch {
	case !p.has(hasSum):
	case kind == MD5 && p.form.isDigest():
		return equalIf(sameDigest(&p.sum, &p.etag))
	case kind == CRC64XZ && p.has(reported):
		return equalIf(p.crc() == getUint64(p.sum[8:]))
	}
	return incomparable
}

// crc is the file's CRC-64.
func (p *part) crc() uint64 { return getUint64(p.sum[:8]) }

// parts are those of an upload; none where a signer has yet to plan them.
type parts []part

// unset takes flags from all parts.
func (list parts) unset(f flags) {
	for i := range list {
		list[i].unset(f)
	}
}

// allConfirmed reports whether nothing is left to send or to learn.
func (list parts) allConfirmed() bool {
	for i := range list {
		if list[i].state != confirmed {
			return false
		}
	}
	return true
}

// showETags reports whether an answer to a part has shown its ETag, so that CORS rules do not hide them.
func (list parts) showETags() bool {
	for i := range list {
		if p := &list[i]; p.inStore() && p.form != noETag && !p.has(looked|unproven) {
			return true
		}
	}
	return false
}

// forgetUnlisted has those sent again that the store said to hold and does not list.
func (list parts) forgetUnlisted() {
	for i := range list {
		if p := &list[i]; p.inStore() && !p.has(inList) {
			p.forget()
		}
	}
}

// sameDigest is a == b in less code than compilers make of it.
func sameDigest(a, b *[16]byte) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func putUint64(b []byte, n uint64) {
	_ = b[7]
	b[0], b[1], b[2], b[3] = byte(n), byte(n>>8), byte(n>>16), byte(n>>24)
	b[4], b[5], b[6], b[7] = byte(n>>32), byte(n>>40), byte(n>>48), byte(n>>56)
}

func getUint64(b []byte) uint64 {
	_ = b[7]
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
		uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}
