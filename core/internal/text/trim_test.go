package text

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func FuzzTrim(f *testing.F) {
	for _, s := range []string{"", " ", "a", " a", "a ", "  a b  ", "\ta\n", "\x80 "} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, cut := range []string{" ", " \t", " \t\r\n", ""} {
			require.Equal(t, strings.Trim(s, cut), Trim(s, cut))
		}
	})
}
