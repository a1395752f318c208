package signer

import (
	"context"
	"strings"
	"time"

	"github.com/partway/partway/core"
	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/wire"
)

// janitor removes uploads that nobody finished.
type janitor struct {
	days int64 // age in days from which an upload is removed; 0: none is
	most int64 // requests that one run makes at most, where the host allows as many
}

func parseJanitor(s section, targets []*target) janitor {
	s.known("days", "most")
	j := janitor{days: s.number("days", 0, 1, 365), most: s.number("most", 1000, 2, 10_000)}
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
// each goes on where the last one stopped, as far as the host remembers that, and
// begins with another target, so that none waits forever for the rest.
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

// stoppedLife is how long it is remembered where a run stopped.
const stoppedLife = 48 * time.Hour

// sweep returns how many requests it made, or most if the host allows no more.
func (c *call) sweep(t *target, most int64, n *note) (made int64) {
	prefix := t.policy.Key.Prefix()
	client, err := t.client(prefix+"janitor", nil)
	if err != nil {
		return 0
	}
	stopped := memoryKey("janitor", t.name, prefix)
	marker, _ := c.recall(stopped)
	key, id, _ := strings.Cut(string(marker), "\x00")
	for made < most {
		made++
		reply, f := c.send(client, core.ListUploads, prefix, key, id)
		if f == nil && reply.Status == HostLimit {
			n.Code = "HostLimit"
			return most
		}
		page, failed := readPage(client, reply, f)
		if failed != nil {
			n.Code, n.Status = failed.Code, failed.status
			c.remember(stopped, nil, stoppedLife) // it may be this that the store does not take
			return made
		}
		more, ended := c.sweepPage(t, page.Uploads, most-made, n)
		if made += more; ended {
			return most
		}
		if !page.Truncated {
			c.remember(stopped, nil, stoppedLife)
			return made
		}
		if n.Left > 0 && made >= most {
			return made // in the middle of a page, which the next run begins with
		}
		key, id = page.NextKeyMarker, page.NextUploadIDMarker
		c.remember(stopped, []byte(key+"\x00"+id), stoppedLife)
	}
	return made
}

func readPage(client *core.Client, reply request.Reply, f *failure) (page core.UploadsPage, failed *failure) {
	if f != nil {
		return page, f
	}
	page, err := client.ReadListUploads(reply)
	if err != nil {
		return page, because(err)
	}
	return page, nil
}

// sweepPage removes what is old of a page with at most so many requests. ended:
// the host allows no more.
func (c *call) sweepPage(t *target, uploads []wire.Upload, most int64, n *note) (made int64, ended bool) {
	oldest := c.now.Add(-time.Duration(c.janitor.days) * 24 * time.Hour)
	for _, u := range uploads {
		begun, dated := parseInitiated(u.Initiated)
		switch {
		case dated && begun.After(oldest):
		case !dated || made >= most || !strings.HasPrefix(u.Key, t.policy.Key.Prefix()): // a store may not know prefixes
			n.Left++
		default:
			made++
			if c.removeOld(t, u.Key, u.UploadID, n) == HostLimit {
				n.Left++
				n.Code = "HostLimit"
				return made, true
			}
		}
	}
	return made, false
}

// removeOld returns the status of the store's reply.
func (c *call) removeOld(t *target, key, id string, n *note) (status int) {
	client, err := t.client(key, nil)
	if err != nil {
		n.Left++
		return 0
	}
	reply, f := c.send(client, core.Abort, id)
	if f == nil && reply.Status == HostLimit {
		return HostLimit
	}
	if f == nil {
		if _, err := client.ReadAbort(reply); err == nil {
			n.Aborted++
			return reply.Status
		}
	}
	n.Left++
	return reply.Status
}

// parseInitiated reads the dates of the three stores' lists. One from before
// there were such stores, or of a zone without a number, is none: what cannot be
// dated stays.
func parseInitiated(s string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, time.RFC1123, "2006-01-02 15:04:05"} {
		t, err := time.Parse(layout, s)
		if err != nil {
			continue
		}
		if layout == time.RFC1123 && !strings.HasSuffix(s, " GMT") {
			break
		}
		return t, t.Year() >= 2006
	}
	return time.Time{}, false
}
