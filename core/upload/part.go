package upload

// part is what is known about one part, without pointers: there may be 10,000.
type part struct {
	state partState
	flags flags
	form  etagForm
	sum   [16]byte // the file's MD5; or its CRC-64, then the store's
	etag  [16]byte // what form makes of it
}

// partState is where a part stands.
type partState uint8

const (
	todo      partState = iota // to be sent
	flying                     // has a lane: is being sent or waits to be
	found                      // the store has one; whether it is ours, a checksum will tell
	kept                       // the store took it; something is still to be learned
	confirmed                  // the store took it, and no checksum speaks against it
)

// flags say more about a part.
type flags uint8

const (
	summed   flags = 1 << iota // the file's checksum is known
	told                       // the store's is, for CRC-64; MD5 is in the ETag
	compared                   // they agree
	hashing                    // the driver has been asked for the file's
	suspect                    // they disagreed once
	unproven                   // sent by an earlier session, perhaps of another file
	looked                     // since it was sent, the store was asked for what it did not show
	seen                       // on the list that is being read
)

func (p *part) has(f flags) bool { return p.flags&f != 0 }
func (p *part) set(f flags)      { p.flags |= f }
func (p *part) unset(f flags)    { p.flags &^= f }

// forget is what is left of a part that must be sent: what concerns the file.
func (p *part) forget() {
	p.state, p.form = todo, noETag
	p.unset(told | compared | unproven | looked | seen)
}

// stored reports whether the store has said that it holds the part.
func (p *part) stored() bool { return p.state >= kept }

// setSum takes the text of a checksum of the file.
func (p *part) setSum(text string, kind Sum) (sum [16]byte, ok bool) {
	sum = p.sum
	if kind >= MD5 {
		ok = len(text) == 32 && fromHex(sum[:], text)
		return sum, ok
	}
	n, ok := parseCRC(text)
	putUint64(sum[:8], n)
	return sum, ok
}

// setTold takes the CRC-64 that the store reported, if it did.
func (p *part) setTold(crc string, kind Sum) {
	if n, ok := parseCRC(crc); ok && kind == CRC64XZ {
		putUint64(p.sum[8:], n)
		p.set(told)
	}
}

// comparable reports whether both checksums are known.
func (p *part) comparable(kind Sum) bool {
	if kind == MD5 {
		return p.has(summed) && p.form.isDigest()
	}
	return kind == CRC64XZ && p.has(summed) && p.has(told)
}

// agrees reports whether the checksums are equal, if they are comparable.
func (p *part) agrees(kind Sum) bool {
	if kind == MD5 {
		return p.sum == p.etag
	}
	return getUint64(p.sum[:8]) == getUint64(p.sum[8:])
}

func (p *part) crc() uint64 { return getUint64(p.sum[:8]) }
