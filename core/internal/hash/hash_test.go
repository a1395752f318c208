package hash

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/core/internal/text"
)

// Published digests, so that either implementation is held to the standards
// (RFC 1321, FIPS 180-4, RFC 2202 and RFC 4231, second test cases) and not
// only to the other one. Run with -tags ownhash for the second.
func TestPublishedDigests(t *testing.T) {
	abc := []byte("abc")
	md, s1, s2 := MD5(abc), SHA1(abc), SHA256(abc)
	require.Equal(t, "900150983cd24fb0d6963f7d28e17f72", text.Hex(md[:]))
	require.Equal(t, "a9993e364706816aba3e25717850c26c9cd0d89d", text.Hex(s1[:]))
	require.Equal(t, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", text.Hex(s2[:]))

	key, msg := []byte("Jefe"), []byte("what do ya want for nothing?")
	h1, h2 := HMACSHA1(key, msg), HMACSHA256(key, msg)
	require.Equal(t, "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79", text.Hex(h1[:]))
	require.Equal(t, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", text.Hex(h2[:]))
}

func TestMD5Stream(t *testing.T) {
	b := []byte(strings.Repeat("part ", 1000))
	s := NewMD5()
	for i := 0; i < len(b); i += 37 {
		s.Write(b[i:min(i+37, len(b))])
	}
	require.Equal(t, MD5(b), s.Sum())
	require.Equal(t, MD5(b), s.Sum(), "a second Sum is the same")
}
