package decimal

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestBothWays(t *testing.T) {
	for _, n := range []int64{0, 1, 9, 10, 99, 100, -1, -10, 1<<53 + 1, math.MaxInt64, math.MinInt64} {
		require.Equal(t, strconv.FormatInt(n, 10), String(n))
		back, ok := Parse(String(n))
		require.True(t, ok, n)
		require.Equal(t, n, back)
	}
	require.Equal(t, "crc=18446744073709551615", string(AppendUint([]byte("crc="), math.MaxUint64)))
}

func TestNoNumbers(t *testing.T) {
	for _, s := range []string{"", "-", "+1", " 1", "1 ", "1.0", "1e3", "0x1", "--1", "/", ":", "９",
		"9223372036854775808", "-9223372036854775809", "18446744073709551616", "184467440737095516150"} {
		n, ok := Parse(s)
		require.False(t, ok, s)
		require.Zero(t, n, s)
	}
}

// FuzzParse compares with strconv, which also takes a plus sign.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "0", "-0", "007", "-9223372036854775808", "18446744073709551615", "1_0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if strings.HasPrefix(s, "+") {
			return
		}
		want, err := strconv.ParseInt(s, 10, 64)
		n, ok := Parse(s)
		require.Equal(t, err == nil, ok)
		if ok {
			require.Equal(t, want, n)
		}
		u, err := strconv.ParseUint(s, 10, 64)
		v, ok := ParseUint(s)
		require.Equal(t, err == nil, ok)
		if ok {
			require.Equal(t, u, v)
		}
	})
}
