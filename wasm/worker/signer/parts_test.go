package signer

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCompleteRequest(t *testing.T) {
	for text, want := range map[string]CompleteRequest{
		`{}`:                                  {},
		` { "sum" : "12" , "parts" : null } `: {Sum: "12"},
		`{"parts":[]}`:                        {Parts: []CompletePart{}},
		`{"parts":[{"PartNumber":1,"ETag":"\"a\""},{}]}`:     {Parts: []CompletePart{{1, `"a"`}, {}}},
		`{"Parts":[{"partNumber":2,"etag":"b","Size":5}]}`:   {Parts: []CompletePart{{2, "b"}}},
		`{"x":[1,{"y":[true,false,null,"\\\"",-1.5e3]}]}`:    {},
		`{"parts":[{"ETag":"\u0041\/\b\f\n\r\t\\ä\u00e4"}]}`: {Parts: []CompletePart{{0, "A/\b\f\n\r\t\\ää"}}},
		`{"parts":[{"PartNumber":null,"ETag":null}]}`:        {Parts: []CompletePart{{}}},
	} {
		in, f := completeRequest([]byte(text), 3)
		require.Nil(t, f, text)
		require.Equal(t, want, in, text)
	}
	for text, want := range map[string]string{
		`[]`:                                  "must be an object",
		`5`:                                   "must be an object",
		`{"parts":5}`:                         "parts must be a list",
		`{"parts":[5]}`:                       "parts must be objects",
		`{"parts":[[]]}`:                      "parts must be objects",
		`{"parts":[{"PartNumber":"1"}]}`:      "PartNumber must be a whole number",
		`{"parts":[{"PartNumber":1.5}]}`:      "PartNumber must be a whole number",
		`{"parts":[{"ETag":5}]}`:              "ETag must be a text",
		`{"sum":5}`:                           "sum must be a text",
		`{"parts":[{},{},{},{}]}`:             "more than 3 parts",
		`{"x":[[[[[[[]]]]]]]}`:                "nested too deeply",
		`{"parts":[{}`:                        "JSON",
		`{"sum":"a`:                           "text",
		`{"sum":"\`:                           "text",
		`{"sum":"\u12"}`:                      "text",
		`{"sum":"\x"}`:                        "text",
		"{\"sum\":\"a\nb\"}":                  "text",
		`{"sum":"a"}x`:                        "JSON",
		`{"sum":"a",}`:                        "JSON",
		`{"x"}`:                               "JSON",
		`{"x":}`:                              "JSON",
		`{x:1}`:                               "JSON",
		`{`:                                   "JSON",
		`{"parts":[],"parts":[]}`:             "parts is there twice",
		`{"sum":"1","SUM":"2"}`:               "sum is there twice",
		`{"parts":[{"ETag":"a","etag":"b"}]}`: "ETag is there twice",
		`{"sum":"` + strings.Repeat("a", 300) + `"}`: "longer than 256",
	} {
		_, f := completeRequest([]byte(text), 3)
		require.NotNil(t, f, text)
		require.Equal(t, 400, f.status)
		require.Contains(t, f.Message, want, text)
	}
}

// FuzzCompleteRequest: of what is JSON, the same is read as by encoding/json.
func FuzzCompleteRequest(f *testing.F) {
	for _, s := range []string{`{"parts":[{"PartNumber":1,"ETag":"\"a\""}],"sum":"1"}`, `{"x":[{"y":-1e3}],"sum":null}`, `{"parts":[{},{},{}]}`, `{"sum":"\ud83d\ude00"}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		in, failed := completeRequest(bytes.Clone(text), 5)
		require.LessOrEqual(t, len(in.Parts), 5)
		var same CompleteRequest
		wrong := json.Unmarshal(text, &same)
		if failed != nil {
			// What is read nowhere else, or more than there may be, is refused here only.
			require.True(t, wrong != nil || len(same.Parts) > 5 || failed.Code == "TooManyParts" || tooDeep(text) ||
				strings.HasSuffix(failed.Message, "twice") || strings.HasSuffix(failed.Message, "bytes") ||
				bytes.Contains(text, []byte(`\u`)), "%q: %s", text, failed.Message)
			return
		}
		if wrong == nil && json.Valid(text) && !bytes.ContainsAny(text, "\\\x80\xff") && isPlain(text) {
			require.Equal(t, same, in, "%q", text)
		}
	})
}

// isPlain: names in letters beyond ASCII may fold to others, and what is not
// UTF-8 is read in another way.
func isPlain(text []byte) bool {
	for _, c := range text {
		if c >= 0x80 {
			return false
		}
	}
	return true
}
