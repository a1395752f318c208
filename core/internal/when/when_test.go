package when

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func check(t *testing.T, unix int64) {
	t.Helper()
	want := time.Unix(unix, 0).UTC()
	require.Equal(t, want.Format("20060102T150405Z"), ISO(unix))
	require.Equal(t, want.Format("20060102"), Day(unix))
	require.Equal(t, want.Format("2006-01-02T15:04:05.000Z"), RFC3339(unix))
	require.Equal(t, want.Format(http.TimeFormat), HTTP(unix))

	back, ok := ParseISO(ISO(unix))
	require.True(t, ok)
	require.Equal(t, unix, back)
	back, ok = ParseHTTP(HTTP(unix))
	require.True(t, ok)
	require.Equal(t, unix, back)
}

func TestEveryDayOfACentury(t *testing.T) {
	end := time.Date(2101, 3, 2, 0, 0, 0, 0, time.UTC)
	for day := time.Date(1999, 12, 30, 23, 59, 59, 0, time.UTC); day.Before(end); day = day.AddDate(0, 0, 1) {
		check(t, day.Unix())
	}
}

func TestEdges(t *testing.T) {
	for _, unix := range []int64{minUnix, minUnix + 1, -1, 0, 1, 951782399, 951782400, 951868800, 1709251199, 4107542400, maxUnix} {
		check(t, unix)
	}
	require.Equal(t, "99991231T235959Z", ISO(maxUnix+1), "later years end at the last second")
	require.Equal(t, "00000101T000000Z", ISO(minUnix-1), "earlier ones at the first")
}

func TestParseRefuses(t *testing.T) {
	for _, s := range []string{
		"", "20230229T000000Z", "20240230T000000Z", "20241301T000000Z", "20240100T000000Z", "20240101T240000Z",
		"20240101T006000Z", "20240101T000060Z", "20240101 000000Z", "20240101T000000z", "2024010１T0000Z", "20240101T000000ZZ",
	} {
		_, ok := ParseISO(s)
		require.False(t, ok, "%q", s)
	}
	for _, s := range []string{
		"", "Sat, 29 Feb 2023 00:00:00 GMT", "Fri, 16 Dec 2023 16:20:57 GMT", "Sat, 16 dec 2023 16:20:57 GMT",
		"Sat, 16 Dec 2023 16:20:57 UTC", "Sat, 16 Dec 2023 16:20:57 GM", "Sat; 16 Dec 2023 16:20:57 GMT",
	} {
		_, ok := ParseHTTP(s)
		require.False(t, ok, "%q", s)
	}
}

func FuzzFormat(f *testing.F) {
	for _, unix := range []int64{minUnix, -1, 0, 1702743657, maxUnix} {
		f.Add(unix)
	}
	f.Fuzz(func(t *testing.T, unix int64) {
		check(t, min(max(unix, minUnix), maxUnix))
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"20231216T162057Z", "Sat, 16 Dec 2023 16:20:57 GMT", "00000000T000000Z", "99999999T999999Z"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if unix, ok := ParseISO(s); ok {
			require.Equal(t, s, ISO(unix))
		}
		if unix, ok := ParseHTTP(s); ok {
			require.Equal(t, s, HTTP(unix))
		}
	})
}
