package text

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func FuzzIndex(f *testing.F) {
	for _, s := range [][2]string{{"", ""}, {"a", ""}, {"", "a"}, {"ab", "b"}, {"aab", "ab"}, {"abc", "abcd"}, {"abcabd", "abd"}} {
		f.Add(s[0], s[1])
	}
	f.Fuzz(func(t *testing.T, s, word string) {
		require.Equal(t, strings.Index(s, word), Index(s, word))
	})
}
