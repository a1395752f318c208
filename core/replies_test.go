package core_test

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/wire"
)

// reply is a case of testdata/replies.json, which the WebAssembly module is
// tested with, too. Every case is made by hand after the vendors' documents
// and the seeds. OK are the fields of the module's answer to read (wasm/abi);
// of Error, what is not there must be empty, and Advice need only be part of
// the sentence.
type reply struct {
	Name, Op, Dialect string
	Part, Status      int
	Headers           [][2]string
	Body, Base64      string
	OK                []string
	Error             *failure
}

type failure struct {
	Code, Message, RequestID, Retry, Advice, Stored string
	ServerTime, RetryAfter                          int64
}

func (c *reply) value(t *testing.T) (*dialect.Dialect, *request.Reply) {
	d, found := dialect.ByName(c.Dialect)
	require.True(t, found)
	r := &request.Reply{Status: c.Status, Body: []byte(c.Body)}
	if c.Base64 != "" {
		body, err := base64.StdEncoding.DecodeString(c.Base64)
		require.NoError(t, err)
		r.Body = body
	}
	for _, h := range c.Headers {
		r.Headers = append(r.Headers, request.Pair{Name: h[0], Value: h[1]})
	}
	return d, r
}

func TestReplies(t *testing.T) {
	var cases []reply
	text, err := os.ReadFile("testdata/replies.json")
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &cases))
	require.Greater(t, len(cases), 100)

	seen := map[string]bool{}
	for _, c := range cases {
		require.False(t, seen[c.Name], "two cases of the name %q", c.Name)
		seen[c.Name] = true
		t.Run(c.Name, func(t *testing.T) {
			d, r := c.value(t)
			got, failed := read(request.OpByName(c.Op), d, c.Part, r)
			if c.Error == nil {
				require.Nil(t, failed)
				require.Equal(t, c.OK, got)
				return
			}
			require.NotNil(t, failed)
			require.Equal(t, c.Op, failed.Op.String())
			require.Equal(t, c.Part, failed.Part)
			require.Equal(t, c.Status, failed.Status)
			require.Contains(t, failed.Advice, c.Error.Advice)
			require.Equal(t, c.Error.Advice == "", failed.Advice == "", failed.Advice)
			want := *c.Error
			want.Advice = failed.Advice
			require.Equal(t, want, failure{
				Code: failed.Code, Message: failed.Message, RequestID: failed.RequestID, Retry: failed.Retry.String(),
				Advice: failed.Advice, Stored: flag(failed.Stored), ServerTime: failed.ServerTime, RetryAfter: failed.RetryAfter,
			})
		})
	}
}

// read gives the fields of an answer in the order in which the module does.
func read(op request.Op, d *dialect.Dialect, part int, r *request.Reply) ([]string, *wire.Error) {
	switch op {
	case request.Initiate:
		x, err := wire.ReadInitiate(d, r)
		return []string{x.Bucket, x.Key, x.UploadID, x.RequestID}, err
	case request.UploadPart:
		x, err := wire.ReadUploadPart(d, part, r)
		return []string{x.ETag, x.CRC64, x.RequestID}, err
	case request.ListParts:
		x, err := wire.ReadListParts(d, r)
		fields := []string{flag(x.Truncated), strconv.Itoa(x.NextMarker), strconv.Itoa(len(x.Parts))}
		for _, p := range x.Parts {
			fields = append(fields, strconv.Itoa(p.Number), p.ETag, strconv.FormatInt(p.Size, 10), p.CRC64)
		}
		return fields, err
	case request.Complete:
		x, err := wire.ReadComplete(d, r)
		return []string{x.ETag, x.Location, x.CRC64, x.VersionID, x.RequestID}, err
	case request.Abort:
		x, err := wire.ReadAbort(d, r)
		return []string{x.RequestID}, err
	case request.ListUploads:
		x, err := wire.ReadListUploads(d, r)
		fields := []string{flag(x.Truncated), x.NextKeyMarker, x.NextUploadIDMarker, strconv.Itoa(len(x.Uploads))}
		for _, u := range x.Uploads {
			fields = append(fields, u.Key, u.UploadID, u.Initiated)
		}
		return fields, err
	case request.PutObject:
		x, err := wire.ReadPutObject(d, r)
		return []string{x.ETag, x.CRC64, x.VersionID, x.RequestID}, err
	}
	x, err := wire.ReadHeadObject(d, r)
	return []string{strconv.FormatInt(x.Size, 10), x.ETag, x.CRC64, x.VersionID, x.RequestID}, err
}

func flag(b bool) string {
	if b {
		return "1"
	}
	return ""
}
