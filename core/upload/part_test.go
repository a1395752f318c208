package upload

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Snapshots hold parts as they lie in memory, so their size is one of the format's.
func TestAPartTakesThirtyFiveBytes(t *testing.T) {
	c := &codec{}
	m := &ledger{parts: make(parts, 1)}
	m.fields(c)
	one := len(c.b)
	m.parts = make(parts, 2)
	c.b = nil
	m.fields(c)
	require.Equal(t, 35, len(c.b)-one)
}

func TestPartsChecksums(t *testing.T) {
	summed := func(kind Sum, text string) part {
		var p part
		sum, ok := p.parseSum(text, kind)
		require.True(t, ok, text)
		p.sum = sum
		p.set(hasSum)
		return p
	}
	crc := summed(CRC64XZ, "18446744073709551615")
	require.Equal(t, uint64(1<<64-1), crc.crc())
	require.Equal(t, incomparable, crc.compare(CRC64XZ), "the store reported none")
	crc.setReported("12", MD5)
	crc.setReported("x", CRC64XZ)
	require.Equal(t, incomparable, crc.compare(CRC64XZ), "nor any that counts")
	crc.setReported("18446744073709551615", CRC64XZ)
	require.Equal(t, equal, crc.compare(CRC64XZ))
	crc.setReported("12", CRC64XZ)
	require.Equal(t, unequal, crc.compare(CRC64XZ))
	require.Equal(t, incomparable, crc.compare(NoSum))

	md5 := summed(MD5, digits)
	require.Equal(t, incomparable, md5.compare(MD5))
	md5.setETag(`"` + upperDigits + `"`)
	require.Equal(t, equal, md5.compare(MD5))
	require.Equal(t, incomparable, md5.compare(opaqueSum))
	md5.setETag(`"00000000000000000000000000000000"`)
	require.Equal(t, unequal, md5.compare(MD5))
	md5.setETag(`"opaque"`)
	require.Equal(t, incomparable, md5.compare(MD5))
}

func TestSumsThatAreNone(t *testing.T) {
	for kind, texts := range map[Sum][]string{
		CRC64XZ:   {"", "-1", "x", "18446744073709551616"},
		NoSum:     {digits},
		MD5:       {"", "1", digits + "0"},
		opaqueSum: {"1"},
	} {
		for _, text := range texts {
			var p part
			_, ok := p.parseSum(text, kind)
			require.False(t, ok, text)
		}
	}
}

// What concerns the store is forgotten; what concerns the file stays.
func TestForget(t *testing.T) {
	p := part{state: confirmed, form: lowerHex, sum: [16]byte{9}, flags: 0xff}
	p.forget()
	require.Equal(t, part{state: todo, sum: [16]byte{9}, flags: hasSum | hashing | suspect}, p)
}

func TestParts(t *testing.T) {
	list := parts{{state: confirmed, flags: inList}, {state: confirmed}, {state: active}}
	require.False(t, list.allConfirmed())
	list.forgetUnlisted()
	want := parts{{state: confirmed, flags: inList}, {}, {state: active}} // one being sent is in no list yet
	require.Equal(t, want, list)
	list.unset(inList)
	require.Zero(t, list[0].flags)
	require.True(t, list[:1].allConfirmed())
	require.True(t, parts{}.allConfirmed())
}

func TestPartsThatShowETags(t *testing.T) {
	for _, c := range []struct {
		p    part
		want bool
	}{
		{part{state: taken, form: lowerHex}, true},
		{part{state: confirmed, form: otherETag}, true},
		{part{state: confirmed}, false},
		{part{state: confirmed, form: lowerHex, flags: looked}, false},   // a list showed it
		{part{state: confirmed, form: lowerHex, flags: unproven}, false}, // another session saw it
		{part{state: found, form: lowerHex}, false},
	} {
		require.Equal(t, c.want, parts{{}, c.p}.showETags(), "%+v", c.p)
	}
}
