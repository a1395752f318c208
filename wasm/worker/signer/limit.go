package signer

import (
	"net/http"
	"sync"
	"time"
)

// refuseHaste counts what a user begins: all of it costs requests to the store,
// and room there until the janitor comes.
func (c *call) refuseHaste(user string) *failure {
	if c.begins == 0 || c.env.Allow == nil || c.env.Allow(user, c.begins) {
		return nil
	}
	f := refuse(http.StatusTooManyRequests, "TooManyUploads", "too many uploads were begun within a minute")
	f.Retry, f.retryAfter = "slower", 60
	return f
}

// NewCounter counts in this process: from full minute to full minute.
func NewCounter(now func() time.Time) func(user string, perMinute int64) bool {
	var lock sync.Mutex
	var minute int64
	counts := map[string]int64{}
	return func(user string, perMinute int64) bool {
		lock.Lock()
		defer lock.Unlock()
		if m := now().Unix() / 60; m != minute {
			minute, counts = m, map[string]int64{}
		}
		counts[user]++
		return counts[user] <= perMinute
	}
}
