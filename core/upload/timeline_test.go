package upload

import (
	"testing"

	"github.com/stretchr/testify/require"
)

const wall = 1_700_000_000_000

func TestTime(t *testing.T) {
	for _, c := range []struct {
		name  string
		begin timeline
		tick  int64
		now   int64
		slept bool
	}{
		{"the first event", timeline{}, wall, 0, false},
		{"goes on", timeline{wall: wall, now: 5}, wall + 100, 105, false},
		{"a clock that goes back", timeline{wall: wall, now: 5}, wall - 9_999_999, 5, false},
		{"a late timer", timeline{wall: wall, now: 5, due: 1_005}, wall + 1_000 + sleepMs, 1_005 + sleepMs, false},
		{"a sleep", timeline{wall: wall, now: 5, due: 1_005}, wall + 1_001 + sleepMs, 1_005, true},
		{"a sleep past the timer", timeline{wall: wall, now: 2_000, due: 1_005}, wall + 8_000_000, 2_000, true},
		{"nothing is due", timeline{wall: wall, now: 5}, wall + 8_000_000, 8_000_005, false},
	} {
		tl := c.begin
		require.Equal(t, c.slept, tl.tick(c.tick), c.name)
		require.Equal(t, c.now, tl.now, c.name)
		require.Equal(t, c.tick, tl.wall, c.name)
	}
}

func TestACompletionHasABound(t *testing.T) {
	tl := timeline{now: 10}
	tl.extend()
	require.Zero(t, tl.completeBy, "none runs")
	tl.enter(Completing)
	require.Equal(t, int64(10+completionMs), tl.completeBy)
	tl.now = 500
	tl.enter(Asking)
	tl.enter(Verifying)
	require.Equal(t, int64(10+completionMs), tl.completeBy, "all its states together")
	tl.extend()
	require.Equal(t, int64(500+completionMs), tl.completeBy)
	tl.enter(Sending)
	require.Zero(t, tl.completeBy)
}

func TestTheTimerIsByTheWallClock(t *testing.T) {
	tl := timeline{wall: wall, now: 100}
	at, changed := tl.setDue(600)
	require.Equal(t, []any{int64(wall + 500), true}, []any{at, changed})
	_, changed = tl.setDue(600)
	require.False(t, changed)
	at, _ = tl.setDue(50)
	require.Equal(t, int64(wall+1), at, "what is overdue comes next, not in the past")
	at, changed = tl.setDue(0)
	require.Equal(t, []any{int64(0), true}, []any{at, changed})
}

func TestSooner(t *testing.T) {
	require.Equal(t, []int64{7, 5, 5}, []int64{sooner(0, 7), sooner(5, 7), sooner(7, 5)})
}
