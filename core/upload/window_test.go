package upload

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLife(t *testing.T) {
	const now = 1_000_000
	for _, c := range []struct {
		name                   string
		until                  int64
		freshUntil, usableTill int64 // the first moment at which it no longer is; 0: never
	}{
		{"not known", 0, 0, 0},
		{"over already, so a clock is wrong", now, 0, 0},
		{"an hour: a minute early", now + 3_600_000, now + 3_540_000, now + 3_592_500},
		{"four minutes: a minute early", now + 240_000, now + 180_000, now + 232_500},
		{"forty seconds: ten of them early", now + 40_000, now + 30_000, now + 38_750},
		{"a millisecond", now + 1, now + 1, now + 1},
	} {
		l := newLife(c.until, now)
		for _, edge := range []struct {
			at   int64
			test func(int64) bool
		}{{c.freshUntil, l.fresh}, {c.usableTill, l.usable}} {
			if edge.at == 0 {
				require.True(t, edge.test(1<<60), c.name)
				continue
			}
			require.True(t, edge.test(edge.at-1), c.name)
			require.False(t, edge.test(edge.at), c.name)
		}
	}
}

// The newest window and the one before: of three, the oldest is dropped, and one that begins alike is replaced.
func TestWindows(t *testing.T) {
	var w windows
	usable := func() (parts []int) {
		for n := range 12 {
			if w.usable(n, 0) {
				parts = append(parts, n)
			}
		}
		return parts
	}
	require.Empty(t, usable())
	w.add(window{from: 1, count: 2})
	require.Equal(t, []int{1, 2}, usable())
	w.add(window{from: 3, count: 2})
	require.Equal(t, []int{1, 2, 3, 4}, usable())
	w.add(window{from: 3, count: 3})
	require.Equal(t, []int{1, 2, 3, 4, 5}, usable())
	w.add(window{from: 6, count: 1})
	require.Equal(t, []int{3, 4, 5, 6}, usable())
}

func TestAWindowThatExpires(t *testing.T) {
	var w windows
	w.add(window{1, 1, newLife(40_000, 0)})
	require.True(t, w.fresh(1, 0))
	require.False(t, w.fresh(2, 0))
	require.False(t, w.fresh(1, 35_000), "time to renew it")
	require.True(t, w.usable(1, 35_000), "and time to use it")
	require.False(t, w.usable(1, 40_000))
	w.add(window{2, 1, newLife(80_000, 40_000)})
	require.True(t, w.fresh(2, 40_000))
	require.False(t, w.usable(1, 40_000))
}
