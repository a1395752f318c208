package http

import (
	"context"
	std "net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func FuzzHeader(f *testing.F) {
	for _, name := range []string{"", "etag", "ETAG", "x-amz-meta-a", "-a--b-", "a b", "x_y", "ä", "a\nb", "content-TYPE", "!#$%&'*+-.^_`|~0A"} {
		f.Add(name, "Etag")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		ours, theirs := Header{}, std.Header{}
		require.Equal(t, std.CanonicalHeaderKey(a), CanonicalHeaderKey(a))
		for _, h := range []interface {
			Add(name, value string)
			Set(name, value string)
			Del(name string)
		}{ours, theirs} {
			h.Add(a, "1")
			h.Add(b, "2")
			h.Add(a, "3")
			h.Set(b, "4")
		}
		require.Equal(t, map[string][]string(theirs), map[string][]string(ours))
		require.Equal(t, theirs.Values(a), ours.Values(a))
		require.Equal(t, theirs.Get(b), ours.Get(b))
		require.Equal(t, theirs.Get(a+b), ours.Get(a+b))
		theirs.Del(a)
		ours.Del(a)
		require.Equal(t, map[string][]string(theirs), map[string][]string(ours))
	})
}

func FuzzParseTime(f *testing.F) {
	now := time.Unix(1_795_858_306, 0).UTC()
	for _, layout := range []string{std.TimeFormat, time.RFC850, time.ANSIC, time.RFC1123Z, time.RFC3339} {
		f.Add(now.Format(layout))
	}
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		ours, err := ParseTime(text)
		theirs, other := std.ParseTime(text)
		require.Equal(t, theirs, ours)
		require.Equal(t, other, err)
	})
}

func TestContext(t *testing.T) {
	r := &Request{Method: "GET"}
	require.NotNil(t, r.Context())
	type key struct{}
	with := r.WithContext(context.WithValue(r.Context(), key{}, "here"))
	require.Equal(t, "here", with.Context().Value(key{}))
	require.Equal(t, "GET", with.Method)
	require.Nil(t, r.Context().Value(key{}))
}
