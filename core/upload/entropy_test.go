package upload

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestBackoffDoublesUpToItsCap(t *testing.T) {
	for _, c := range []struct {
		failures int
		want     int64
	}{
		{-1, 500}, {0, 500}, {1, 500}, {2, 1_000}, {3, 2_000}, {6, 16_000}, {7, 20_000}, {8, 20_000}, {1 << 40, 20_000},
	} {
		require.Equal(t, c.want, backoff(baseMs, c.failures), "after %d failures", c.failures)
	}
}

// Full jitter: every pause from none to the longest is drawn, and none beyond it.
func TestPausesAreSpreadOverTheWholeRange(t *testing.T) {
	seen := map[int64]int{}
	e := entropy{bits: 7}
	for range 10_000 {
		n := e.upTo(9)
		require.LessOrEqual(t, n, int64(9))
		require.GreaterOrEqual(t, n, int64(0))
		seen[n]++
	}
	require.Len(t, seen, 10)
	for n, count := range seen {
		require.InDelta(t, 1_000, count, 200, "%d", n)
	}
}

func TestEntropyDecidesThePause(t *testing.T) {
	first, same, other := entropy{bits: 1}, entropy{bits: 1}, entropy{bits: 2}
	a, b := first.pause(baseMs, 5), first.pause(baseMs, 5)
	require.NotEqual(t, a, b, "each draw is another")
	require.Equal(t, a, same.pause(baseMs, 5))
	require.NotEqual(t, a, other.pause(baseMs, 5))
}
