package upload

import (
	"testing"

	"github.com/stretchr/testify/require"
)

const digits, upperDigits = "900150983cd24fb0d6963f7d28e17f72", "900150983CD24FB0D6963F7D28E17F72"

func TestETagsOfPartsComeBackAsTheyWere(t *testing.T) {
	for _, c := range []struct {
		text string
		form etagForm
	}{
		{`"` + digits + `"`, lowerHex},
		{`"` + upperDigits + `"`, upperHex},
		{digits, bareLower},
		{upperDigits, bareUpper},
		{"00000000000000000000000000000000", bareLower},
		{`"900150983Cd24FB0D6963F7D28E17F72"`, otherETag},
		{`"` + digits, otherETag},
		{digits + `"`, otherETag},
		{`"` + digits[1:] + `g"`, otherETag},
		{`"` + digits + `-2"`, otherETag},
		{`W/"` + digits + `"`, otherETag},
		{`"`, otherETag},
		{``, otherETag},
	} {
		var p part
		require.Equal(t, c.form != otherETag, p.setETag(c.text), c.text)
		require.Equal(t, c.form, p.form, c.text)
		if c.form != otherETag {
			require.True(t, c.form.isDigest())
			require.Equal(t, c.text, p.form.write(p.etag))
		}
	}
	require.Empty(t, noETag.write([16]byte{}))
	require.False(t, noETag.isDigest())
}

func TestWhatASignersPageKeepsOfAnETag(t *testing.T) {
	var digest, opaque part
	digest.setDigest(`"` + upperDigits + `"`)
	opaque.setDigest(`"opaque"`)
	require.True(t, digest.matchesDigest(digits), "in any letter case, quoted or not")
	require.False(t, digest.matchesDigest(`"0`+digits[1:]+`"`))
	require.False(t, digest.matchesDigest(`"opaque"`))
	require.True(t, opaque.matchesDigest(`"another"`), "nothing is known that could differ")
}

func TestLongETags(t *testing.T) {
	var list longETags
	require.Empty(t, list.get(1))
	list.set(3, "three")
	list.set(1, "one")
	list.set(3, "again")
	require.Equal(t, longETags{{3, "again"}, {1, "one"}}, list)
	require.Equal(t, []string{"one", "", "again"}, []string{list.get(1), list.get(2), list.get(3)})
}

func TestFromHexLeavesWhatItCannotRead(t *testing.T) {
	to := [16]byte{1, 2, 3}
	for _, s := range []string{"", digits[1:], digits + "0", digits[:31] + "g", digits[:31] + "\x00"} {
		require.False(t, fromHex(to[:], s), s)
	}
	require.Equal(t, [16]byte{1, 2, 3}, to)
	require.True(t, fromHex(to[:], upperDigits))
	require.Equal(t, byte(0x90), to[0])
}
