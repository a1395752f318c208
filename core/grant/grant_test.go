package grant

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/core/request"
)

var (
	keys  = Keys{[]byte("0123456789abcdef0123456789abcdef"), []byte("fedcba9876543210fedcba9876543210")}
	whole = Grant{
		Target: "photos", User: "ann", UploadID: "id+/=", Size: 1 << 45, Most: 1 << 46, PartSize: 5 << 20, Parts: 100,
		ByTicket: true, Verify: "crc64xz", Begun: 1795000000, Until: 1795600000, Options: []request.Pair{{Name: "contentType", Value: "image/png"}, {Name: "metadata.a", Value: ""}},
	}
	nonce = [NonceBytes]byte{1, 2, 3}
)

const now = 1795000001

func TestSealRoundTrip(t *testing.T) {
	for _, g := range []Grant{whole, {Size: Unknown, Until: now + 1}, {Target: "t", Size: 0, Parts: 1, Until: now + 1}} {
		sealed := keys.Seal(&g, Upload, "k", nonce)
		require.Regexp(t, `^[A-Za-z0-9_-]+$`, sealed)
		got, err := keys.Open(sealed, Upload, "k", g.User, now)
		require.Nil(t, err)
		require.Equal(t, g, got)
	}
}

func TestSealHidesWhatIsInIt(t *testing.T) {
	sealed := keys.Seal(&whole, Upload, "k", nonce)
	raw, ok := fromURL(sealed)
	require.True(t, ok)
	require.NotContains(t, string(raw), "id+/=")
	require.NotContains(t, string(raw), "photos")
}

func TestSealIsForOneUploadOnly(t *testing.T) {
	sealed := keys.Seal(&whole, Upload, "k", nonce)
	for name, open := range map[string]func() (Grant, *Error){
		"another key":     func() (Grant, *Error) { return keys.Open(sealed, Upload, "k2", "ann", now) },
		"no key":          func() (Grant, *Error) { return keys.Open(sealed, Upload, "", "ann", now) },
		"another user":    func() (Grant, *Error) { return keys.Open(sealed, Upload, "k", "bob", now) },
		"no user":         func() (Grant, *Error) { return keys.Open(sealed, Upload, "k", "", now) },
		"another purpose": func() (Grant, *Error) { return keys.Open(sealed, TicketComplete, "k", "ann", now) },
		"another secret":  func() (Grant, *Error) { return keys[1:].Open(sealed, Upload, "k", "ann", now) },
		"no secret":       func() (Grant, *Error) { return Keys(nil).Open(sealed, Upload, "k", "ann", now) },
		"padded":          func() (Grant, *Error) { return keys.Open(sealed+"=", Upload, "k", "ann", now) },
		"too long":        func() (Grant, *Error) { return keys.Open(strings.Repeat("A", 1<<20), Upload, "k", "ann", now) },
		"empty":           func() (Grant, *Error) { return keys.Open("", Upload, "k", "ann", now) },
	} {
		g, err := open()
		require.Equal(t, Grant{}, g, name)
		require.NotNil(t, err, name)
		require.Equal(t, SealInvalid, err.Code, name)
	}
	_, err := keys.Open(sealed, Upload, "k", "ann", whole.Until)
	require.Equal(t, SealExpired, err.Code)
}

// Every single bit counts, and every length.
func TestSealThatWasAltered(t *testing.T) {
	sealed := keys.Seal(&whole, Upload, "k", nonce)
	for i := range sealed {
		_, err := keys.Open(sealed[:i], Upload, "k", "ann", now)
		require.NotNil(t, err, "cut at %d", i)
		for _, c := range []byte("A_z") {
			if sealed[i] == c {
				continue
			}
			_, err := keys.Open(sealed[:i]+string(c)+sealed[i+1:], Upload, "k", "ann", now)
			require.NotNil(t, err, "%c at %d", c, i)
		}
	}
}

func TestSecretsRotate(t *testing.T) {
	old := keys[1:].Seal(&whole, Upload, "k", nonce)
	_, err := keys.Open(old, Upload, "k", "ann", now)
	require.Nil(t, err, "the previous secret still opens")
	_, err = keys[1:].Open(keys.Seal(&whole, Upload, "k", nonce), Upload, "k", "ann", now)
	require.NotNil(t, err, "the current one seals")
}

func TestParseKey(t *testing.T) {
	_, ok := ParseKey("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")
	require.True(t, ok)
	for _, bad := range []string{"", "MDEy", "0123456789abcdef0123456789abcdef", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY"} {
		_, ok := ParseKey(bad)
		require.False(t, ok, bad)
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(keys.Seal(&whole, Upload, "k", nonce), "k", "ann")
	f.Add("", "", "")
	f.Fuzz(func(t *testing.T, sealed, key, user string) {
		g, err := keys.Open(sealed, Upload, key, user, now)
		if err == nil && (key != "k" || user != "ann" || sealed != keys.Seal(&whole, Upload, "k", nonce)) {
			t.Fatalf("opened %q: %+v", sealed, g)
		}
	})
}

func FuzzDecode(f *testing.F) {
	f.Add(whole.encode())
	f.Fuzz(func(t *testing.T, b []byte) {
		if g, ok := decode(b); ok {
			again, ok := decode(g.encode())
			require.True(t, ok)
			require.Equal(t, g, again)
		}
	})
}
