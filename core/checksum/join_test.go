package checksum

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestJoinIsCombine(t *testing.T) {
	crc := NewXZ()
	whole := []byte("123456789 and what comes behind it")
	for cut := range len(whole) + 1 {
		a, b := crc.Update(0, whole[:cut]), crc.Update(0, whole[cut:])
		require.Equal(t, crc.Update(0, whole), JoinXZ(int64(len(whole)-cut)).Sums(a, b))
	}
	const large = 5 << 30
	require.Equal(t, crc.Combine(1, 2, large), JoinXZ(large).Sums(1, 2))
}
