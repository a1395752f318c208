package upload

// etagForm says how a part's ETag is written. Nearly all are 32 hexadecimal digits: 16 bytes are kept, and written
// again as the store wrote them.
type etagForm uint8

const (
	noETag    etagForm = iota // the store did not show it
	lowerHex                  // "d41d…" in quotes
	upperHex                  // "D41D…" in quotes
	bareLower                 // without quotes
	bareUpper
	otherETag // anything else; its text is in longETags

	etagForms
)

// isDigest reports whether the ETag can be an MD5.
func (f etagForm) isDigest() bool { return f >= lowerHex && f < otherETag }

// write is the ETag of a digest; empty if the form is not one of digits.
func (f etagForm) write(digest [16]byte) string {
	if !f.isDigest() {
		return ""
	}
	digits := "0123456789abcdef"
	if f == upperHex || f == bareUpper {
		digits = "0123456789ABCDEF"
	}
	b := make([]byte, 0, 34)
	if f < bareLower {
		b = append(b, '"')
	}
	for _, c := range digest {
		b = append(b, digits[c>>4], digits[c&15])
	}
	if f < bareLower {
		b = append(b, '"')
	}
	return string(b)
}

// setETag keeps an ETag as the store wrote it; false if its text does not fit and has to be kept beside the part.
func (p *part) setETag(text string) bool {
	digits := unquoted(text)
	for p.form = lowerHex; p.form < otherETag; p.form++ {
		if fromHex(p.etag[:], digits) && p.form.write(p.etag) == text {
			return true
		}
	}
	return false
}

// setDigest keeps of an ETag what a signer needs to recognize it: nothing, if it cannot be an MD5.
func (p *part) setDigest(text string) {
	if p.form = otherETag; fromHex(p.etag[:], unquoted(text)) {
		p.form = lowerHex
	}
}

// matchesDigest reports whether an ETag is that of the part, as far as setDigest kept it.
func (p *part) matchesDigest(text string) bool {
	var digest [16]byte
	return p.form != lowerHex || fromHex(digest[:], unquoted(text)) && sameDigest(&digest, &p.etag)
}

// longETag is an ETag that does not fit into a part.
type longETag struct {
	part int
	text string
}

type longETags []longETag

func (list *longETags) set(part int, text string) {
	for i := range *list {
		if (*list)[i].part == part {
			(*list)[i].text = text
			return
		}
	}
	*list = append(*list, longETag{part, text})
}

func (list longETags) get(part int) string {
	for i := range list {
		if list[i].part == part {
			return list[i].text
		}
	}
	return ""
}

func unquoted(etag string) string {
	if len(etag) >= 2 && etag[0] == '"' {
		return etag[1 : len(etag)-1]
	}
	return etag
}

// fromHex reads 32 digits of any letter case; false, and to is as it was, if that is not what s is.
func fromHex(to []byte, s string) bool {
	if len(s) != 32 {
		return false
	}
	var digest [16]byte
	for i := range digest {
		high, low := digit(s[2*i]), digit(s[2*i+1])
		if high > 15 || low > 15 {
			return false
		}
		digest[i] = high<<4 | low
	}
	copy(to, digest[:])
	return true
}

func digit(c byte) byte {
	switch {
	case '0' <= c && c <= '9':
		return c - '0'
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10
	}
	return 255
}
