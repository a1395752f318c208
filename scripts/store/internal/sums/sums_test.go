package sums

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCombine(t *testing.T) {
	text := []byte("123456789")
	for cut := range len(text) + 1 {
		a, b, all := NewHasher(
			CRC32,
			CRC32C,
			CRC64NVME,
		), NewHasher(
			CRC32,
			CRC32C,
			CRC64NVME,
		), NewHasher(
			CRC32,
			CRC32C,
			CRC64NVME,
		)
		a.Write(text[:cut])
		b.Write(text[cut:])
		all.Write(text)
		sa, sb, want := a.Sums(), b.Sums(), all.Sums()
		require.Equal(t, want.CRC64, CombineXZ(sa.CRC64, sb.CRC64, sb.Size), "cut at %d", cut)
		for _, name := range []string{CRC32, CRC32C, CRC64NVME} {
			require.True(t, CanCombine(name))
			require.Equal(
				t,
				want.More[name],
				Combine(name, sa.More[name], sb.More[name], sb.Size),
				"%s cut at %d",
				name,
				cut,
			)
		}
	}
	require.False(t, CanCombine(SHA256))
}

// The check values of the algorithms' catalogues.
func TestCheckValues(t *testing.T) {
	h := NewHasher(CRC32, CRC32C, CRC64NVME, SHA1, SHA256, "unknown", "")
	h.Write([]byte("123456789"))
	s := h.Sums()
	require.Equal(t, uint64(0x995DC9BBDF1939FA), s.CRC64)
	require.Equal(t, uint64(0xCBF43926), bigEndian(s.More[CRC32]))
	require.Equal(t, uint64(0xE3069283), bigEndian(s.More[CRC32C]))
	require.Equal(t, uint64(0xAE8B14860A799888), bigEndian(s.More[CRC64NVME]))
	require.Len(t, s.More, 5)
}
