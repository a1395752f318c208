package coretest

import (
	"flag"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var (
	schedules = flag.Int("schedules", 200_000, "how many random schedules to simulate")
	firstSeed = flag.Uint64("first", 1, "seed of the first one")
	oneSeed   = flag.Uint64("seed", 0, "replay this one and print all of it")
)

// TestRandomSchedules simulates uploads in which everything can go wrong. What
// must hold is in check.go.
func TestRandomSchedules(t *testing.T) {
	if *oneSeed != 0 {
		out := Replay(*oneSeed)
		t.Log("\n" + out.Log)
		require.Empty(t, out.Broken)
		return
	}
	began := time.Now()
	seed, broken := Search(*firstSeed, *schedules)
	if broken != "" {
		t.Logf("replay: go test ./core/coretest -run TestRandomSchedules -v -seed %d", seed)
		t.Fatalf("seed %d: %s", seed, broken)
	}
	t.Logf("%d schedules in %s", *schedules, time.Since(began).Round(time.Millisecond))
}
