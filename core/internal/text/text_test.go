package text

import (
	"encoding/base64"
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"
)

func FuzzEncode(f *testing.F) {
	for _, s := range []string{"", "f", "fo", "foo", "foob", "fooba", "foobar", "\x00\xff\xfe"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		require.Equal(t, hex.EncodeToString(b), Hex(b))
		s := Base64(b)
		require.Equal(t, base64.StdEncoding.EncodeToString(b), s)
		back, ok := Base64Decode(s)
		require.True(t, ok)
		require.Equal(t, string(b), string(back))
	})
}

func FuzzBase64Decode(f *testing.F) {
	for _, s := range []string{"", "Zg==", "Zm8=", "Zm9v", "Zh==", "Zm9=", "Z", "====", "Zg=g", "=AAA", "Zm9v\n", "Zm9v!!!!", "A=AA"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		b, ok := Base64Decode(s)
		if !ok {
			require.Empty(t, b, "a refusal leaves no result")
			return
		}
		require.Equal(t, s, Base64(b), "what decodes encodes back unchanged")
	})
}

func TestBase64DecodeAgreesWithStrictStandardLibrary(t *testing.T) {
	for _, s := range []string{"", "Zg==", "Zm8=", "Zm9v", "Zh==", "Zm9=", "Z", "====", "Zg=g", "Zm9v!!!!", "Zg"} {
		want, err := base64.StdEncoding.Strict().DecodeString(s)
		got, ok := Base64Decode(s)
		require.Equal(t, err == nil, ok, "%q", s)
		if ok {
			require.Equal(t, string(want), string(got), "%q", s)
		}
	}
}

func TestBuffer(t *testing.T) {
	var b Buffer
	require.Empty(t, b.String())
	b.Add("a", "", "bc")
	b.Add()
	b.Add("d")
	require.Equal(t, "abcd", b.String())
	require.Equal(t, "ab", Cat("a", "b"))
	require.Empty(t, Cat())
}
