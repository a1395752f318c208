package upload

import (
	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/wire"
)

// etagForm says how a part's ETag is written. Nearly all are 32 hexadecimal
// digits, which are kept as 16 bytes and must go back as they came.
type etagForm uint8

const (
	noETag    etagForm = iota // the store did not show it
	lowerHex                  // "d41d…" in quotes
	upperHex                  // "D41D…" in quotes
	bareLower                 // without quotes
	bareUpper
	anotherETag // in the list beside the table

	etagForms
)

// isDigest reports whether the ETag can be an MD5.
func (f etagForm) isDigest() bool { return f >= lowerHex && f < anotherETag }

// longETag is an ETag of another form.
type longETag struct {
	part int
	text string
}

const lowerDigits, upperDigits = "0123456789abcdef", "0123456789ABCDEF"

// setETag keeps an ETag as the store wrote it. To a signer none is sent back: of
// what cannot be an MD5 it is enough to know that it is there.
func (m *Machine) setETag(n int, text string) {
	p := &m.parts[n-1]
	if m.signed() {
		if p.form = anotherETag; fromHex(p.etag[:], unquoted(text)) {
			p.form = lowerHex
		}
		return
	}
	for p.form = lowerHex; p.form < anotherETag; p.form++ {
		bare := text
		if quoted := p.form < bareLower; quoted {
			if len(text) != 34 || text[0] != '"' || text[33] != '"' {
				continue
			}
			bare = text[1:33]
		}
		if fromHex(p.etag[:], bare) && p.form.write(p.etag) == text {
			return
		}
	}
	for i := range m.long {
		if m.long[i].part == n {
			m.long[i].text = text
			return
		}
	}
	m.long = append(m.long, longETag{n, text})
}

// etagOf is a part's ETag as the store wrote it.
func (m *Machine) etagOf(n int) string {
	p := &m.parts[n-1]
	if p.form == anotherETag {
		for i := range m.long {
			if m.long[i].part == n {
				return m.long[i].text
			}
		}
		return ""
	}
	return p.form.write(p.etag)
}

// sameETag reports whether an ETag is that of a part, as far as it is known.
func (m *Machine) sameETag(n int, text string) bool {
	if !m.signed() {
		return wire.SameETag(m.etagOf(n), text)
	}
	p := &m.parts[n-1]
	var digest [16]byte
	return p.form != lowerHex || fromHex(digest[:], unquoted(text)) && digest == p.etag
}

func unquoted(etag string) string {
	if len(etag) >= 2 && etag[0] == '"' {
		return etag[1 : len(etag)-1]
	}
	return etag
}

func (f etagForm) write(digest [16]byte) string {
	if !f.isDigest() {
		return ""
	}
	digits := lowerDigits
	if f == upperHex || f == bareUpper {
		digits = upperDigits
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

// fromHex reads 32 digits of any letter case.
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

func parseCRC(s string) (uint64, bool) { return decimal.ParseUint(s) }

func putUint64(b []byte, n uint64) {
	for i := range 8 {
		b[i] = byte(n >> (8 * i))
	}
}

func getUint64(b []byte) (n uint64) {
	for i := range 8 {
		n |= uint64(b[i]) << (8 * i)
	}
	return n
}
