package signer

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/core/request"
)

// crowded is a store with many pages of young uploads in front of old ones.
type crowded struct {
	pages   int
	listed  []string
	aborted int
	most    int // requests that the host allows in a run; 0: any number
	made    int
}

func (s *crowded) fetch(_ context.Context, c *Call) request.Reply {
	if s.made++; s.most > 0 && s.made > s.most {
		return request.Reply{Status: HostLimit}
	}
	if c.Method == "DELETE" {
		s.aborted++
		return request.Reply{Status: 204}
	}
	at, _ := url.Parse(c.URL)
	marker := at.Query().Get("key-marker")
	s.listed = append(s.listed, marker)
	page := 0
	fmt.Sscanf(marker, "uploads/%d", &page)
	date, more := time.Now().UTC().Format(time.RFC3339), fmt.Sprintf(
		"<IsTruncated>true</IsTruncated><NextKeyMarker>uploads/%d</NextKeyMarker><NextUploadIdMarker>id</NextUploadIdMarker>", page+1)
	if page == s.pages {
		date, more = "2020-01-01T00:00:00Z", "<IsTruncated>false</IsTruncated>"
	}
	row := fmt.Sprintf("<Upload><Key>uploads/%d</Key><UploadId>id</UploadId><Initiated>%s</Initiated></Upload>", page, date)
	return request.Reply{Status: 200, Body: []byte("<ListMultipartUploadsResult>" + more + row + "</ListMultipartUploadsResult>")}
}

func withJanitor(t *testing.T, store *crowded, most int) *harness {
	o := settings()
	o["targets"] = object{"s3": o["targets"].(object)["s3"]}
	o["janitor"] = object{"days": 7, "most": most}
	h := newHarness(t, o)
	h.signer.env.Fetch = store.fetch
	return h
}

// A run goes on where the last one stopped: what it does not reach, another does.
func TestJanitorGoesOn(t *testing.T) {
	store := &crowded{pages: 7}
	h := withJanitor(t, store, 3)
	for run := range 3 {
		require.Zero(t, store.aborted, run)
		h.signer.Sweep(t.Context(), time.Now())
	}
	require.Equal(t, 1, store.aborted)
	require.Equal(t, []string{"", "uploads/1", "uploads/2", "uploads/3", "uploads/4", "uploads/5", "uploads/6", "uploads/7"}, store.listed)
	h.signer.Sweep(t.Context(), time.Now())
	require.Equal(t, "", store.listed[8], "and begins anew behind the end")
}

// Where the host allows no more, a run ends, and the next goes on.
func TestJanitorWithinTheHostsLimit(t *testing.T) {
	store := &crowded{pages: 5, most: 2}
	h := withJanitor(t, store, 1000)
	for range 4 {
		store.made = 0
		h.signer.Sweep(t.Context(), time.Now())
		require.LessOrEqual(t, store.made, store.most+1)
	}
	require.Equal(t, 1, store.aborted)
	require.Contains(t, h.out.String(), `"code":"HostLimit"`)
}

// A place that the store no longer takes is not gone back to for ever.
func TestJanitorAfterAFailure(t *testing.T) {
	store := &crowded{pages: 9}
	h := withJanitor(t, store, 2)
	h.signer.Sweep(t.Context(), time.Now())
	h.signer.env.Fetch = func(context.Context, *Call) request.Reply {
		return request.Reply{Status: 400, Body: []byte("<Error><Code>InvalidArgument</Code></Error>")}
	}
	h.signer.Sweep(t.Context(), time.Now())
	h.signer.env.Fetch = store.fetch
	h.signer.Sweep(t.Context(), time.Now())
	require.Equal(t, []string{"", "uploads/1", "", "uploads/1"}, store.listed)
}

func TestDatesOfUploads(t *testing.T) {
	want := time.Date(2026, 11, 30, 7, 8, 9, 0, time.UTC)
	for _, s := range []string{"2026-11-30T07:08:09.000Z", "2026-11-30T15:08:09+08:00", "Mon, 30 Nov 2026 07:08:09 GMT", "2026-11-30 07:08:09"} {
		got, ok := parseInitiated(s)
		require.True(t, ok, s)
		require.True(t, want.Equal(got), s)
	}
	for _, s := range []string{"", "yesterday", "0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "Mon, 30 Nov 2026 07:08:09 PST", "2026-13-01T00:00:00Z", "1795000000"} {
		_, ok := parseInitiated(s)
		require.False(t, ok, s)
	}
}

// FuzzInitiated: whatever a list says of an upload's beginning, what was begun
// within the days stays, in any of the forms that stores use.
func FuzzInitiated(f *testing.F) {
	now := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	f.Add("2026-11-30T07:08:09.000Z", int64(1))
	f.Add("Mon, 30 Nov 2026 07:08:09 GMT", int64(2))
	f.Add("2026-11-30 07:08:09", int64(3))
	f.Fuzz(func(t *testing.T, text string, ago int64) {
		if begun, dated := parseInitiated(text); dated {
			require.GreaterOrEqual(t, begun.Year(), 2006)
			require.True(t, strings.Contains(text, begun.Format("15:04")) || strings.ContainsAny(text, "+-"), text)
		}
		then := now.Add(-time.Duration(ago%int64(20*365*24*3600)) * time.Second).Truncate(time.Second)
		for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05.000Z", "Mon, 02 Jan 2006 15:04:05 GMT", "2006-01-02 15:04:05"} {
			begun, dated := parseInitiated(then.UTC().Format(layout))
			require.True(t, dated && begun.Equal(then) || then.Year() < 2006, "%s: %s", layout, then)
		}
	})
}
