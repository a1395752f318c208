package signer

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Whatever begins an upload counts, for each user.
func TestBeginsAreCounted(t *testing.T) {
	o := settings()
	o["beginsPerMinute"] = float64(5)
	h := newHarness(t, o)
	minute := time.Now().Truncate(time.Minute)
	h.signer.env.Allow = NewCounter(func() time.Time { return minute })
	begins := []func() reply{
		func() reply { return h.call("POST", "/s3/multipart", object{"filename": "a", "size": 1}) },
		func() reply { return h.call("POST", "/s3/multipart", object{"filename": "a"}) },
		func() reply { return h.call("GET", "/s3/params?filename=a", nil) },
		func() reply { return h.call("POST", "/s3/sign", object{"method": "PUT", "key": "a"}) },
	}
	var ticket SignAnswer
	h.call("POST", "/s3/sign", object{"method": "POST", "key": "a"}).into(&ticket)
	for _, begin := range begins {
		require.Equal(t, 200, begin().status)
	}
	for _, begin := range begins {
		r := begin()
		require.Equal(t, []any{429, "TooManyUploads", "slower", "60"},
			[]any{r.status, r.failure().Code, r.failure().Retry, r.header.Get("Retry-After")})
	}
	status, doc := visit(t, "POST", ticket.URL, "", "")
	require.Equal(t, []any{429, "TooManyUploads"}, []any{status, xmlText(t, doc, "Code")})
	require.Equal(t, 200, h.call("GET", "/healthz", nil).status)
	minute = minute.Add(time.Minute)
	require.Equal(t, 200, begins[0]().status)
}

func TestCounterIsOfEachUser(t *testing.T) {
	allow := NewCounter(time.Now)
	for _, user := range []string{"ann", "bob"} {
		require.Equal(t, []bool{true, true, false}, []bool{allow(user, 2), allow(user, 2), allow(user, 2)})
	}
}

func TestMemoryForgets(t *testing.T) {
	now := time.Now()
	m := NewMemory(func() time.Time { return now })
	m.Put("a", []byte("x"), time.Minute)
	value, found := m.Get("a")
	require.Equal(t, []any{"x", true}, []any{string(value), found})
	now = now.Add(time.Minute)
	_, found = m.Get("a")
	require.False(t, found)
	for i := range 3 * mostMemories {
		m.Put(string(rune(i+0x10000)), []byte{}, time.Minute)
	}
	require.LessOrEqual(t, len(m.(*memory).values), mostMemories)
	m.Put("b", []byte{}, time.Minute)
	m.Put("b", nil, time.Minute)
	_, found = m.Get("b")
	require.False(t, found)
}
