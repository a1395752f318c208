package coretest

import (
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// Search runs count schedules from the seed first on, on all processors, until one breaks a rule, and returns the
// lowest seed that did, with the rule. Broken is empty if none did.
func Search(first uint64, count int) (seed uint64, broken string) {
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
				if out := Run(mine); out.Broken != "" {
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
