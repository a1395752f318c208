package options

import (
	"slices"
	"strings"
	"testing"

	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/request"
	"github.com/stretchr/testify/require"
)

// The parameters of the pages of GetObject, GetObjectVersion and DeleteObject.
func TestAsksOnTheWire(t *testing.T) {
	read := []request.Op{request.GetObject}
	there := []request.Op{request.HeadObject, request.GetObject, request.DeleteObject}
	tested := map[string]bool{}
	for _, c := range []struct {
		name, value, parameter, sent string
		ops                          []request.Op
	}{
		{"responseCacheControl", "no-store", "response-cache-control", "no-store", read},
		{"responseContentDisposition", "a.txt", "response-content-disposition", "attachment; filename=\"a.txt\"", read},
		{"responseContentDisposition", "inline", "response-content-disposition", "inline", read},
		{"responseContentEncoding", "gzip", "response-content-encoding", "gzip", read},
		{"responseContentLanguage", "zh-CN", "response-content-language", "zh-CN", read},
		{"responseContentType", "text/html;charset=\"utf-8\"", "response-content-type", "text/html;charset=\"utf-8\"", read},
		{"responseExpires", "2031-01-01T00:00:00Z", "response-expires", "Wed, 01 Jan 2031 00:00:00 GMT", read},
		{"versionId", "null", "versionId", "null", there},
		{"versionId", "CAEQ+/=~", "versionId", "CAEQ+/=~", there},
		{"process", "image/resize,w_99", "x-oss-process", "image/resize,w_99", read},
	} {
		tested[c.name] = true
		for name := range base {
			o := parsed(t, name)
			if c.name == "process" && name != "oss" {
				continue
			}
			for _, op := range there {
				got, err := o.Asks(op, []request.Pair{{Name: c.name, Value: c.value}})
				if !slices.Contains(opNames(c.ops), op.String()) {
					require.NotNil(t, err, "%s %s of %s", name, c.name, op)
					require.Equal(t, c.name, err.Option)
					continue
				}
				require.Nil(t, err, "%v", err)
				require.Equal(t, []request.Pair{{Name: c.parameter, Value: c.sent}}, got)
			}
			_, err := Parse(with(name, c.name, c.value))
			require.NotNil(t, err, "%s is no option of an upload", c.name)
		}
	}
	for _, d := range dialect.All() {
		for _, a := range d.Asks {
			require.True(t, tested[a.Name], "%s %s", d.Name, a.Name)
		}
	}
}

func opNames(ops []request.Op) (names []string) {
	for _, op := range ops {
		names = append(names, op.String())
	}
	return names
}

func TestAsksWithoutAValueAreNone(t *testing.T) {
	o := parsed(t, "s3", "requestPayer", "requester", "contentType", "a/b")
	for _, pairs := range [][]request.Pair{nil, {{Name: "responseContentType"}, {Name: "versionId", Value: " "}}} {
		got, err := o.Asks(request.GetObject, pairs)
		require.Nil(t, err)
		require.Empty(t, got)
	}
}

func TestAsksThatAreWrong(t *testing.T) {
	for _, c := range []struct {
		op                            request.Op
		name, value, nearest, message string
	}{
		{request.GetObject, "responseContentTyp", "a/b", "responseContentType", "is nothing that getObject takes. Did you mean"},
		{request.GetObject, "contentType", "a/b", "responseContentType", "Did you mean"},
		{request.GetObject, "VersionID", "a", "versionId", "Did you mean"},
		{request.DeleteObject, "responseContentType", "a/b", "", "is nothing that deleteObject takes. Legal: versionId."},
		{request.HeadObject, "version", "a", "versionId", "Did you mean"},
		{request.PutObject, "versionId", "a", "", "is nothing that putObject takes."},
		{request.GetObject, "responseContentType", "text", "", "is not a media type"},
		{request.GetObject, "responseContentLanguage", "a\nb", "", "must not contain line ends"},
		{request.GetObject, "responseExpires", "tomorrow", "", "is not a date"},
		{request.GetObject, "responseCacheControl", strings.Repeat("x", longest+1), "", "is longer than 16 KiB"},
	} {
		_, err := parsed(t, "oss").Asks(c.op, []request.Pair{{Name: c.name, Value: c.value}})
		require.NotNil(t, err, "%s %s", c.op, c.name)
		require.Equal(t, []string{c.name, c.nearest}, []string{err.Option, err.Nearest})
		require.Contains(t, err.Message, c.message)
		require.NotContains(t, err.Message, "\n")
	}
	_, err := parsed(t, "oss").Asks(request.GetObject,
		[]request.Pair{{Name: "versionId", Value: "a"}, {Name: "versionId", Value: "b"}})
	require.NotNil(t, err)
	require.Contains(t, err.Message, "is given twice")
}

func TestUnknownOpNamesTheNearest(t *testing.T) {
	for name, nearest := range map[string]string{
		"getobject": "getObject", "deletObject": "deleteObject", "completed": "complete", "shred": "", "": "",
	} {
		err := UnknownOp(name)
		require.Equal(t, nearest, err.Nearest, name)
		require.Contains(t, err.Message, "Legal: initiate, ")
		require.Contains(t, err.Message, name)
	}
}
