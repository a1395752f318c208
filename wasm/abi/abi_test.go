package abi

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"github.com/partway/partway/core/request"
	"github.com/stretchr/testify/require"
)

// fixtures are the messages that the JavaScript twin's tests read too.
type fixtures struct {
	Messages []struct {
		Name    string
		Fn      int
		Fields  []string
		Message []byte `json:"base64"`
	}
	Malformed []struct {
		Name    string
		Message []byte `json:"base64"`
	}
}

func load(t testing.TB) fixtures {
	text, err := os.ReadFile("testdata/messages.json")
	require.NoError(t, err)
	var f fixtures
	require.NoError(t, json.Unmarshal(text, &f))
	require.NotEmpty(t, f.Messages)
	require.NotEmpty(t, f.Malformed)
	return f
}

func TestFixturesBothWays(t *testing.T) {
	for _, m := range load(t).Messages {
		t.Run(m.Name, func(t *testing.T) {
			var w Writer
			w.Texts(m.Fields...)
			require.Equal(t, string(m.Message), string(w.Message()))

			r := NewReader(m.Message)
			for _, want := range m.Fields {
				require.Equal(t, want, r.Text())
			}
			require.True(t, r.Done())
			require.Empty(t, r.Text(), "a field after the last")
			require.False(t, r.Done())
		})
	}
}

func TestMalformedFixtures(t *testing.T) {
	for _, m := range load(t).Malformed {
		t.Run(m.Name, func(t *testing.T) {
			r := NewReader(m.Message)
			for range 10 {
				r.Text()
			}
			require.False(t, r.Done())
		})
	}
}

func TestEveryKindOfField(t *testing.T) {
	pairs := []request.Pair{{Name: "a", Value: "1"}, {Name: "名", Value: ""}}
	var w Writer
	w.Text("text")
	w.Bytes([]byte{0, 255})
	w.Flag(true)
	w.Flag(false)
	w.Int(-1795000000)
	w.Int(1 << 53)
	w.Uint64(math.MaxUint64)
	w.List([]string{"x", ""})
	w.List(nil)
	w.Pairs(pairs)
	w.Pairs(nil)

	r := NewReader(w.Message())
	require.Equal(t, "text", r.Text())
	require.Equal(t, []byte{0, 255}, r.Bytes())
	require.True(t, r.Flag())
	require.False(t, r.Flag())
	require.EqualValues(t, -1795000000, r.Int())
	require.EqualValues(t, 1<<53, r.Int())
	require.Equal(t, uint64(math.MaxUint64), r.Uint64())
	require.Equal(t, []string{"x", ""}, r.List())
	require.Nil(t, r.List())
	require.Equal(t, pairs, r.Pairs())
	require.Nil(t, r.Pairs())
	require.True(t, r.Done())
}

func TestFaultyFields(t *testing.T) {
	read := map[string]func(*Reader){
		"int":    func(r *Reader) { r.Int() },
		"uint64": func(r *Reader) { r.Uint64() },
		"flag":   func(r *Reader) { r.Flag() },
		"list":   func(r *Reader) { r.List() },
		"pairs":  func(r *Reader) { r.Pairs() },
	}
	for _, test := range []struct{ kind, field string }{
		{"int", ""}, {"int", "-"}, {"int", "1.5"}, {"int", "1e3"}, {"int", " 1"}, {"int", "+1"},
		{"int", "9223372036854775808"}, {"int", "--1"},
		{"uint64", ""}, {"uint64", "-1"}, {"uint64", "18446744073709551616"}, {"uint64", "99999999999999999999"},
		{"uint64", "184467440737095516150"}, {"uint64", "/"}, {"uint64", ":"},
		{"flag", "0"}, {"flag", "true"}, {"flag", "11"},
		{"list", "1"}, {"list", "-1"}, {"list", "999999999999999999"}, {"list", "4294967297"},
		{"pairs", "1"}, {"pairs", "2147483648"}, {"pairs", "-9"},
	} {
		t.Run(test.kind+" "+test.field, func(t *testing.T) {
			var w Writer
			w.Text(test.field)
			r := NewReader(w.Message())
			read[test.kind](r)
			require.False(t, r.Done())
		})
	}
}

// TestCountsMakeNoRoomForWhatIsNotThere: a list is refused before it is made.
func TestCountsMakeNoRoomForWhatIsNotThere(t *testing.T) {
	var w Writer
	w.Texts("3", "a", "b")
	require.Nil(t, NewReader(w.Message()).List())
	w = Writer{}
	w.Texts("2", "a", "b", "c")
	require.Nil(t, NewReader(w.Message()).Pairs())
}

func TestReaderRefusesWhatIsTooLong(t *testing.T) {
	var w Writer
	w.Bytes(make([]byte, MaxMessage-4))
	r := NewReader(w.Message())
	r.Bytes()
	require.True(t, r.Done())

	w = Writer{}
	w.Bytes(make([]byte, MaxMessage-3))
	r = NewReader(w.Message())
	r.Bytes()
	require.False(t, r.Done())
}

// FuzzReader: whatever the bytes, reading ends without a panic and a list is
// never larger than the message can hold; what reads whole prints back unchanged.
func FuzzReader(f *testing.F) {
	fixtures := load(f)
	for _, m := range fixtures.Messages {
		f.Add(m.Message)
	}
	for _, m := range fixtures.Malformed {
		f.Add(m.Message)
	}
	f.Fuzz(func(t *testing.T, message []byte) {
		r, w := NewReader(message), Writer{}
		for len(r.rest) > 0 && !r.bad {
			w.Bytes(r.Bytes())
		}
		if r.Done() {
			require.Equal(t, string(message), string(w.Message()))
		}
		r = NewReader(message)
		require.LessOrEqual(t, len(r.Pairs())*8, len(message))
		require.LessOrEqual(t, len(r.List())*4, len(message))
		r.Flag()
		r.Int()
		r.Uint64()
	})
}
