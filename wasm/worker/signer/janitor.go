package signer

import (
	"context"
	"strings"
	"time"

	"github.com/partway/partway/core"
	"github.com/partway/partway/core/decimal"
)

// janitor removes uploads that nobody finished.
type janitor struct {
	days int64 // age in days from which an upload is removed; 0: none is
	most int64 // requests to stores that one run makes at most
}

func parseJanitor(s section, targets []*target) janitor {
	s.known("days", "most")
	j := janitor{days: s.number("days", 0, 1, 365), most: s.number("most", 40, 2, 1000)}
	if j.days == 0 {
		return j
	}
	for _, t := range targets {
		if t.row != nil && t.policy.Key.Prefix() == "" {
			s.wrong(
				"days",
				"would remove uploads of others: the key template of the target "+t.name+" must begin with a folder of its own, such as uploads/",
			)
		}
		if j.days*24*3600 < t.uploadSeconds {
			s.wrong(
				"days",
				"would remove uploads that may go on: uploadSeconds of the target "+t.name+" must be at most "+decimal.String(
					j.days*24*3600,
				),
			)
		}
	}
	return j
}

// Sweep aborts the uploads below the targets' prefixes that are at now older
// than the configuration says. What it has no requests left for, other runs do:
// each begins with another target, so that none waits forever for the rest.
func (s *Signer) Sweep(ctx context.Context, now time.Time) {
	if s.janitor.days == 0 {
		return
	}
	c := &call{Signer: s, ctx: ctx, now: now}
	var first [1]byte
	s.env.Entropy(first[:])
	left := s.janitor.most
	for i := range s.targets {
		t := s.targets[(int(first[0])+i)%len(s.targets)]
		n := &note{Route: "janitor", Target: t.name}
		if left <= 0 {
			n.Code = "NotReached"
		}
		left -= c.sweep(t, left, n)
		s.log(n)
	}
}

// sweep returns how many requests it made.
func (c *call) sweep(t *target, most int64, n *note) (made int64) {
	prefix := t.policy.Key.Prefix()
	client, err := t.client(prefix+"janitor", nil)
	if err != nil {
		return 0
	}
	oldest := c.now.Add(-time.Duration(c.janitor.days) * 24 * time.Hour)
	var key, id string
	for made < most {
		made++
		reply, f := c.send(client, core.ListUploads, prefix, key, id)
		if f != nil {
			n.Code = f.Code
			return made
		}
		page, err := client.ReadListUploads(reply)
		if err != nil {
			f := because(err)
			n.Code, n.Status = f.Code, f.status
			return made
		}
		for _, u := range page.Uploads {
			begun, dated := parseInitiated(u.Initiated)
			switch {
			case dated && begun.After(oldest):
			case !dated || made >= most || !strings.HasPrefix(u.Key, prefix): // a store may not know prefixes
				n.Left++
			default:
				made++
				c.removeOld(t, u.Key, u.UploadID, n)
			}
		}
		if !page.Truncated {
			return made
		}
		key, id = page.NextKeyMarker, page.NextUploadIDMarker
	}
	return made
}

func (c *call) removeOld(t *target, key, id string, n *note) {
	client, err := t.client(key, nil)
	if err != nil {
		n.Left++
		return
	}
	reply, f := c.send(client, core.Abort, id)
	if f == nil {
		if _, err := client.ReadAbort(reply); err == nil {
			n.Aborted++
			return
		}
	}
	n.Left++
}

// parseInitiated reads the dates of the three stores' lists.
func parseInitiated(s string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, time.RFC1123, "2006-01-02 15:04:05"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
