package coretest

import (
	"flag"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var (
	schedules = flag.Int("schedules", 200_000, "how many random schedules to simulate")
	firstSeed = flag.Uint64("first", 1, "seed of the first one")
	oneSeed   = flag.Uint64("seed", 0, "replay this one and print all of it")
	weakened  = flag.String("weaken", "", "take this defence away from the machine")
)

// TestRandomSchedules simulates uploads in which everything can go wrong. What
// must hold is in check.go.
func TestRandomSchedules(t *testing.T) {
	if *oneSeed != 0 {
		out := Replay(*oneSeed, *weakened)
		t.Log("\n" + out.Log)
		require.Empty(t, out.Broken)
		return
	}
	began := time.Now()
	seed, broken := search(*firstSeed, *schedules, *weakened)
	if broken != "" {
		t.Fatalf("seed %d: %s\nreplay: go test ./core/coretest -run TestRandomSchedules -v -seed %d", seed, broken, seed)
	}
	t.Logf("%d schedules in %s", *schedules, time.Since(began).Round(time.Millisecond))
}

// search runs schedules on all processors until one breaks, and returns the
// lowest seed that did.
func search(first uint64, count int, weaken string) (seed uint64, broken string) {
	var next atomic.Uint64
	var stop atomic.Bool
	var lock sync.Mutex
	var group sync.WaitGroup
	next.Store(first)
	defer debug.SetGCPercent(debug.SetGCPercent(1000)) // many small runs that leave nothing
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for !stop.Load() {
				mine := next.Add(1) - 1
				if mine >= first+uint64(count) {
					return
				}
				if out := Run(mine, weaken); out.Broken != "" {
					stop.Store(true)
					lock.Lock()
					if broken == "" || mine < seed {
						seed, broken = mine, out.Broken
					}
					lock.Unlock()
				}
			}
		})
	}
	group.Wait()
	return seed, broken
}
