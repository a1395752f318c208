package upload

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRateSettlesOnASteadySpeed(t *testing.T) {
	var r rate
	now := int64(0)
	run := func(ms, bytesPerMs int64) {
		for end := now + ms; now < end; {
			now += 100
			r.add(100 * bytesPerMs)
			r.tick(now)
		}
	}
	run(400, 1_000)
	require.Zero(t, r.speed, "too early to say")
	run(100, 1_000)
	require.Equal(t, int64(1_000_000), r.speed)
	run(3_000, 3_000)
	require.InDelta(t, 2_200_000, r.speed, 200_000, "on the way to the new speed")
	run(30_000, 3_000)
	require.InDelta(t, 3_000_000, r.speed, 10_000)
	run(30_000, 0)
	require.Less(t, r.speed, int64(10_000))
}
