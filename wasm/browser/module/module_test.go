//go:build !nokeys

package module

import (
	"encoding/json"
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/core/request"
	"github.com/partway/partway/wasm/abi"
)

func TestPlan(t *testing.T) {
	require.Equal(t, []string{"ok", "8388608", "2", ""}, call(t, abi.Plan, "oss", 8<<20+1, 0))
	require.Equal(t, []string{"ok", "5", "1", "1"}, call(t, abi.Plan, "cos", 5, 0))
	require.Equal(t, []string{"ok", "5242880", "3", ""}, call(t, abi.Plan, "s3", 11<<20, 5<<20))
	require.Equal(
		t,
		[]string{
			"option",
			"partSize",
			"5",
			"5242880",
			"partSize is 5 bytes; legal here are 5242880 to 5368709120",
			"1",
			"5242880 to 5368709120",
		},
		call(t, abi.Plan, "s3", 11<<20, 5),
	)
	require.Equal(t, []string{"option", "size", "-1", "0"}, call(t, abi.Plan, "s3", -1, 0)[:4])
	require.Equal(t, []string{"option", ""}, call(t, abi.Plan, "gcs", 1, 0)[:2])
}

func TestCombine(t *testing.T) {
	require.Equal(t, []string{"ok", "11051210869376104954"},
		call(t, abi.Combine, 2, "14865968487149912872", 5, "7598038797645275211", 5))
	require.Equal(t, []string{"ok", "7"}, call(t, abi.Combine, 2, "7", 3, "0", 0))
}

func TestReadOfThePartsAPageSends(t *testing.T) {
	headers := []request.Pair{
		{Name: "ETag", Value: `"e"`},
		{Name: "x-oss-hash-crc64ecma", Value: "7"},
		{Name: "x-oss-request-id", Value: "r"},
	}
	require.Equal(t, []string{"ok", `"e"`, "7", "r"}, call(t, abi.Read, "uploadPart", "oss", 3, 200, headers, ""))
	require.Equal(t, []string{"ok", `"e"`, "7", "", "r"}, call(t, abi.Read, "putObject", "oss", 0, 200, headers, ""))
	answer := call(t, abi.Read, "uploadPart", "oss", 3, 503, headers[2:],
		`<Error><Code>SlowDown</Code><Message>less</Message></Error>`)
	require.Equal(t, []string{"store", "uploadPart", "3", "503", "SlowDown", "less", "r", "slower"}, answer[:8])
	require.Len(t, answer, 12)
}

func TestMessagesThatAreNoCalls(t *testing.T) {
	none := []request.Pair{}
	for name, answer := range map[string][]string{
		"no such function":        call(t, 0),
		"nor this":                call(t, 11),
		"nor a negative one":      call(t, -1),
		"no such dialect":         call(t, abi.Read, "uploadPart", "gcs", 1, 200, none, ""),
		"no such operation":       call(t, abi.Read, "upload", "oss", 1, 200, none, ""),
		"no operation":            call(t, abi.Read, "", "oss", 1, 200, none, ""),
		"a field too many":        call(t, abi.Plan, "oss", 1, 0, "more"),
		"a field too few":         call(t, abi.Plan, "oss", 1),
		"no number":               call(t, abi.Plan, "oss", "1.5", 0),
		"more pairs than bytes":   call(t, abi.Read, "uploadPart", "oss", 1, 200, 1_000_000, ""),
		"a negative part":         call(t, abi.Read, "uploadPart", "oss", -1, 200, none, ""),
		"a part beyond any":       call(t, abi.Read, "uploadPart", "oss", 1<<40, 200, none, ""),
		"MD5 does not combine":    call(t, abi.Combine, 1, "d41d8cd98f00b204e9800998ecf8427e", 3),
		"a length below zero":     call(t, abi.Combine, 2, "1", 3, "2", -3),
		"a sum beyond 64 bits":    call(t, abi.Combine, 2, "18446744073709551616", 3, "2", 3),
		"sums that are not there": call(t, abi.Combine, 3, "1", 3, "2", 3),
		"a message that is empty": call(t, abi.Read),
	} {
		require.Len(t, answer, 6, name)
		require.Equal(t, []string{"option", "", "", ""}, answer[:4], name)
		require.NotEmpty(t, answer[4], name)
		require.Equal(t, "0", answer[5], name)
	}
}

func TestCallKeepsNothingOfTheMessage(t *testing.T) {
	m := message("uploadPart", "oss", 3, 200, []request.Pair{{Name: "ETag", Value: `"e"`}}, "")
	before := string(m)
	answer := Call(abi.Read, m)
	require.Equal(t, before, string(m))
	clear(m)
	require.Equal(t, []string{"ok", `"e"`, "", ""}, fields(t, answer))
}

func TestHash(t *testing.T) {
	for algorithm, want := range map[int]string{
		abi.CRC64XZ: "11051210869376104954", abi.CRC64NVME: "12577168950296156296", abi.CRC32C: "3808858755", abi.MD5: "25f9e794323b453885f5181f1b624d0b",
	} {
		var h Hash
		for range 2 { // begun anew
			require.True(t, h.Start(algorithm))
			h.Add([]byte("1234"))
			h.Add([]byte("56789"))
			require.Equal(t, []string{"ok", want}, fields(t, h.Sum()))
		}
		require.True(t, h.Start(abi.CRC64XZ))
		require.Equal(t, []string{"ok", "0"}, fields(t, h.Sum()))
	}
}

func TestHashThatIsNone(t *testing.T) {
	for _, algorithm := range []int{-1, 0, 5} {
		var h Hash
		require.True(t, h.Start(abi.MD5))
		require.False(t, h.Start(algorithm))
		h.Add([]byte("x"))
		require.Equal(t, "option", fields(t, h.Sum())[0])
	}
}

// FuzzCall: whatever the message, there is a well-formed answer of one of the
// three kinds, and the message is as it was.
func FuzzCall(f *testing.F) {
	text, err := os.ReadFile("../../abi/testdata/messages.json")
	require.NoError(f, err)
	var fixtures struct {
		Messages, Malformed []struct {
			Fn      int
			Message []byte `json:"base64"`
		}
	}
	require.NoError(f, json.Unmarshal(text, &fixtures))
	require.NotEmpty(f, fixtures.Messages)
	for _, m := range append(fixtures.Messages, fixtures.Malformed...) {
		f.Add(m.Fn, m.Message)
	}
	f.Fuzz(func(t *testing.T, fn int, m []byte) {
		before := string(m)
		answer := fields(t, Call(fn, m))
		require.Equal(t, before, string(m))
		switch answer[0] {
		case abi.OK:
		case abi.Option:
			legal, err := strconv.Atoi(answer[5])
			require.NoError(t, err)
			require.Len(t, answer, 6+legal)
		case abi.Store:
			require.Len(t, answer, 12)
		default:
			t.Fatalf("an answer begins with %q", answer[0])
		}
	})
}

func BenchmarkReadPart(b *testing.B) {
	m := message(
		"uploadPart",
		"oss",
		3,
		200,
		[]request.Pair{{Name: "ETag", Value: `"e"`}, {Name: "x-oss-hash-crc64ecma", Value: "7"}},
		"",
	)
	b.ReportAllocs()
	for b.Loop() {
		Call(abi.Read, m)
	}
}
