//go:build !nokeys

package module

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/core/request"
	"github.com/partway/partway/wasm/abi"
)

// target is options that suffice; more are names and values behind each other.
func target(more ...string) []request.Pair {
	pairs := []request.Pair{{Name: "dialect", Value: "oss"}, {Name: "bucket", Value: "partway-dev"},
		{Name: "region", Value: "cn-hangzhou"}, {Name: "key", Value: "a b"}}
	for i := 0; i < len(more); i += 2 {
		pairs = append(pairs, request.Pair{Name: more[i], Value: more[i+1]})
	}
	return pairs
}

const objectURL = "https://partway-dev.oss-cn-hangzhou.aliyuncs.com/a%20b"

func TestCheck(t *testing.T) {
	require.Equal(
		t,
		[]string{"ok", "oss", "oss-v4", "partway-dev", "a b", "cn-hangzhou", "partway-dev.oss-cn-hangzhou.aliyuncs.com",
			objectURL, "crc64xz", "x-oss-hash-crc64ecma"},
		call(t, abi.Check, target()),
	)

	answer := call(t, abi.Check, target("storageClass", "Archve"))
	require.Equal(t, []string{"option", "storageClass", "Archve", "Archive"}, answer[:4])
	require.Contains(t, answer[6:], "Archive")
	require.Equal(t, "option", call(t, abi.Check, []request.Pair{})[0])
}

func TestBuildOfEveryOperation(t *testing.T) {
	const bucket = "https://partway-dev.oss-cn-hangzhou.aliyuncs.com/"
	for _, test := range []struct {
		op          string
		args        []string
		method, url string
	}{
		{"initiate", nil, "POST", objectURL + "?uploads"},
		{"uploadPart", []string{"id", "7"}, "PUT", objectURL + "?partNumber=7&uploadId=id"},
		{"listParts", []string{"id", "9"}, "GET", objectURL + "?uploadId=id&part-number-marker=9&encoding-type=url"},
		{"complete", []string{"id", "1", `"e"`}, "POST", objectURL + "?uploadId=id"},
		{"abort", []string{"id"}, "DELETE", objectURL + "?uploadId=id"},
		{"listUploads", []string{"a/", "", ""}, "GET", bucket + "?uploads&prefix=a%2F&encoding-type=url"},
		{"putObject", nil, "PUT", objectURL},
		{"headObject", nil, "HEAD", objectURL},
		{"getObject", []string{"process", "image/info"}, "GET", objectURL + "?x-oss-process=image%2Finfo"},
		{"deleteObject", []string{"versionId", "v"}, "DELETE", objectURL + "?versionId=v"},
	} {
		t.Run(test.op, func(t *testing.T) {
			answer := call(t, abi.Build, test.op, "none", 0, test.args, target())
			require.Equal(t, []string{"ok", test.method, test.url}, answer[:3])
			require.Equal(t, []string{"", ""}, answer[len(answer)-2:], "nothing was signed")
			body := answer[len(answer)-3]
			require.Equal(
				t,
				test.op == "complete",
				strings.Contains(body, `<Part><PartNumber>1</PartNumber><ETag>"e"</ETag></Part>`),
			)

			more := call(t, abi.Build, test.op, "none", 0, append(test.args, "1"), target())
			require.Equal(t, "option", more[0], "an argument too many")
		})
	}
}

func TestBuildInEveryForm(t *testing.T) {
	keys := target("accessKeyId", "id", "accessKeySecret", "secret")
	header := call(t, abi.Build, "initiate", "header", 1795000000, []string{}, keys)
	require.Equal(t, objectURL+"?uploads", header[2])
	require.Contains(t, header, "Authorization")
	require.NotEmpty(t, header[len(header)-1])

	query := call(t, abi.Build, "initiate", "query", 1795000000, []string{}, keys)
	require.Contains(t, query[2], "x-oss-signature=")
	require.NotContains(t, query, "Authorization")

	for _, form := range []string{"header", "query"} {
		require.Equal(
			t,
			[]string{"option", "accessKeyId"},
			call(t, abi.Build, "initiate", form, 0, []string{}, target())[:2],
		)
	}
	require.Equal(t, []string{"option", ""}, call(t, abi.Build, "initiate", "cookie", 0, []string{}, keys)[:2])
	require.NotContains(t, strings.Join(append(header, query...), "\n"), "secret")
}

func TestBuildRefuses(t *testing.T) {
	for name, args := range map[string][]string{
		"no arguments": {}, "no number": {"id", "x"}, "number 0": {"id", "0"}, "number beyond the last": {"id", "10001"}, "no upload": {"", "1"},
	} {
		require.Equal(t, "option", call(t, abi.Build, "uploadPart", "none", 0, args, target())[0], name)
	}
	require.Equal(
		t,
		"option",
		call(t, abi.Build, "complete", "none", 0, []string{"id", "2", "e", "1", "e"}, target())[0],
	)
	require.Equal(t, []string{"option", "operation", "shred", ""}, call(t, abi.Build, "shred", "none", 0, []string{}, target())[:4])
	require.Equal(t, []string{"option", "operation", "getobject", "getObject"},
		call(t, abi.Build, "getobject", "none", 0, []string{}, target())[:4])
}

func TestSign(t *testing.T) {
	sign := func(scheme, form, style string, selection ...any) []string {
		f := []any{scheme, form, "PUT", "https", "h.example", "/base", "cn-hangzhou", "bucket", "k", style,
			[]request.Pair{{Name: "partNumber", Value: "1"}}, []request.Pair{{Name: "content-type", Value: "a/b"}}, "",
			"id", "secret", "", 1795000000, 900, ""}
		return call(t, abi.Sign, append(f, selection...)...)
	}
	choice := []any{"", []string{}, "", []string{}}
	for _, scheme := range []string{"oss-v4", "oss-v1", "cos", "aws-v4"} {
		for _, form := range []string{"header", "query"} {
			answer := sign(scheme, form, "path", choice...)
			require.Equal(t, []string{"ok", "PUT"}, answer[:2], scheme)
			require.Contains(t, answer[2], "https://h.example/base/bucket/k?partNumber=1", scheme)
			require.NotEmpty(t, answer[len(answer)-1], scheme)
		}
	}
	own := sign("cos", "header", "bound", choice...)
	none := sign("cos", "header", "bound", "1", []string{}, "1", []string{})
	require.Equal(t, "ok", none[0])
	require.NotEqual(t, own[len(own)-1], none[len(none)-1], "an empty selection is not the scheme's own choice")
	for name, answer := range map[string][]string{
		"scheme": sign("oss-v9", "header", "path", choice...), "form": sign("cos", "none", "path", choice...), "style": sign("cos", "header", "", choice...),
		"a list that counts for nothing": sign("cos", "header", "path", "", []string{"host"}, "", []string{}),
	} {
		require.Equal(t, []string{"option", ""}, answer[:2], name)
	}
}

// TestReadOfEveryReply runs the cases that the built module is tested with, too.
func TestReadOfEveryReply(t *testing.T) {
	text, err := os.ReadFile("../../../core/testdata/replies.json")
	require.NoError(t, err)
	var cases []struct {
		Name, Op, Dialect string
		Part, Status      int
		Headers           [][2]string
		Body, Base64      string
		OK                []string
		Error             *struct{ Code, Retry string }
	}
	require.NoError(t, json.Unmarshal(text, &cases))
	require.Greater(t, len(cases), 100)
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			body := []byte(c.Body)
			if c.Base64 != "" {
				body, err = base64.StdEncoding.DecodeString(c.Base64)
				require.NoError(t, err)
			}
			headers := []request.Pair{}
			for _, h := range c.Headers {
				headers = append(headers, request.Pair{Name: h[0], Value: h[1]})
			}
			answer := call(t, abi.Read, c.Op, c.Dialect, c.Part, c.Status, headers, body)
			if c.Error == nil {
				require.Equal(t, append([]string{"ok"}, c.OK...), answer)
				return
			}
			require.Len(t, answer, 12)
			require.Equal(t, []string{"store", c.Op}, answer[:2])
			require.Equal(t, []string{c.Error.Code, c.Error.Retry}, []string{answer[4], answer[7]})
		})
	}
}

func BenchmarkBuildPart(b *testing.B) {
	m := message(
		"uploadPart",
		"header",
		1795000000,
		[]string{"id", "7"},
		target("accessKeyId", "id", "accessKeySecret", "secret"),
	)
	b.ReportAllocs()
	for b.Loop() {
		Call(abi.Build, m)
	}
}
