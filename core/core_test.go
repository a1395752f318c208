package core_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/core"
)

func s3Client(t *testing.T) *core.Client {
	return client(
		t,
		"dialect",
		"s3",
		"bucket",
		"my-bucket",
		"region",
		"eu-west-1",
		"key",
		"k",
		"accessKeyId",
		"id",
		"accessKeySecret",
		"secret",
	)
}

func TestBuildEveryOperation(t *testing.T) {
	c := s3Client(t)
	for _, row := range []struct {
		op   core.Op
		args []string
		url  string
	}{
		{core.Initiate, nil, "/k?uploads"},
		{core.UploadPart, []string{"U", "7"}, "/k?partNumber=7&uploadId=U"},
		{core.ListParts, []string{"U", "0"}, "/k?uploadId=U"},
		{core.ListParts, []string{"U", "1000"}, "/k?uploadId=U&part-number-marker=1000"},
		{core.Complete, []string{"U", "1", "a", "2", "b"}, "/k?uploadId=U"},
		{core.Abort, []string{"U"}, "/k?uploadId=U"},
		{core.ListUploads, []string{"p", "", ""}, "/?uploads&prefix=p"},
		{core.PutObject, nil, "/k"},
		{core.HeadObject, nil, "/k"},
		{core.HeadObject, []string{"versionId", "v"}, "/k?versionId=v"},
		{core.GetObject, nil, "/k"},
		{core.GetObject, []string{"responseContentType", "a/b", "versionId", "v"}, "/k?response-content-type=a%2Fb&versionId=v"},
		{core.DeleteObject, []string{"versionId", ""}, "/k"},
	} {
		r, err := c.Build(row.op, row.args...)
		require.NoError(t, err, row.op.String())
		require.Equal(t, row.op, r.Op)
		require.Equal(t, "https://my-bucket.s3.eu-west-1.amazonaws.com"+row.url, r.URL())
	}
}

func TestBuildRefusesWrongArguments(t *testing.T) {
	c := s3Client(t)
	for _, row := range []struct {
		name   string
		op     core.Op
		args   []string
		option string
	}{
		{"no operation", 0, nil, "operation"},
		{"unknown operation", 99, nil, "operation"},
		{"too many", core.Initiate, []string{"U"}, "arguments"},
		{"too few", core.UploadPart, []string{"U"}, "arguments"},
		{"half a pair", core.Complete, []string{"U", "1"}, "arguments"},
		{"nothing to complete", core.Complete, nil, "arguments"},
		{"half an ask", core.GetObject, []string{"versionId"}, "arguments"},
		{"an unknown ask", core.GetObject, []string{"uploadId", "U"}, "uploadId"},
		{"an ask of another operation", core.DeleteObject, []string{"responseContentType", "a/b"}, "responseContentType"},
		{"no upload ID", core.Abort, []string{""}, "uploadId"},
		{"no upload ID for a part", core.UploadPart, []string{"", "1"}, "uploadId"},
		{"part 0", core.UploadPart, []string{"U", "0"}, "partNumber"},
		{"part 10001", core.UploadPart, []string{"U", "10001"}, "partNumber"},
		{"part x", core.UploadPart, []string{"U", "1x"}, "partNumber"},
		{"negative marker", core.ListParts, []string{"U", "-1"}, "marker"},
		{"no parts", core.Complete, []string{"U"}, "parts"},
		{"parts out of order", core.Complete, []string{"U", "2", "a", "1", "b"}, "parts"},
		{"part y", core.Complete, []string{"U", "y", "a"}, "partNumber"},
	} {
		t.Run(row.name, func(t *testing.T) {
			r, err := c.Build(row.op, row.args...)
			var wrong *core.OptionError
			require.ErrorAs(t, err, &wrong)
			require.Equal(t, row.option, wrong.Option)
			require.NotEmpty(t, wrong.Message)
			require.Nil(t, r)
		})
	}
}

func TestNewRefuses(t *testing.T) {
	c, err := core.New([]core.Pair{{Name: "dialect", Value: "os"}})
	require.Nil(t, c)
	var wrong *core.OptionError
	require.ErrorAs(t, err, &wrong)
	require.Equal(t, "oss", wrong.Nearest)
}

// S3 signs the digest of what the request holds, and nothing of the bytes that
// it does not.
func TestPayloadOfHeaderSignatures(t *testing.T) {
	c := s3Client(t)
	digest := func(b []byte) string {
		sum := sha256.Sum256(b)
		return hex.EncodeToString(sum[:])
	}
	for _, row := range []struct {
		op   core.Op
		args []string
		want func(*core.Request) string
	}{
		{core.Initiate, nil, func(*core.Request) string { return digest(nil) }},
		{core.Complete, []string{"U", "1", "a"}, func(r *core.Request) string { return digest(r.Body) }},
		{core.UploadPart, []string{"U", "1"}, func(*core.Request) string { return "UNSIGNED-PAYLOAD" }},
		{core.PutObject, nil, func(*core.Request) string { return "UNSIGNED-PAYLOAD" }},
	} {
		r, err := c.Build(row.op, row.args...)
		require.NoError(t, err)
		signed, err := c.Sign(r, core.Header, 1702743657)
		require.NoError(t, err)
		got, _ := signed.Request.Header("x-amz-content-sha256")
		require.Equal(t, row.want(r), got, row.op.String())
	}
}

func TestFormsOfSignatures(t *testing.T) {
	c := s3Client(t)
	r, err := c.Build(core.UploadPart, "U", "1")
	require.NoError(t, err)

	plain, err := c.Sign(r, core.None, 0)
	require.NoError(t, err)
	require.Equal(t, &core.Signed{Request: *r}, plain)

	header, err := c.Sign(r, core.Header, 1702743657)
	require.NoError(t, err)
	_, found := header.Request.Header("authorization")
	require.True(t, found)
	require.Equal(t, r.URL(), header.Request.URL())

	query, err := c.Sign(r, core.Query, 1702743657)
	require.NoError(t, err)
	_, found = query.Request.Header("authorization")
	require.False(t, found)
	require.Contains(t, query.Request.URL(), "X-Amz-Signature="+query.Signature)

	for name, want := range map[string]core.Form{"header": core.Header, "query": core.Query, "none": core.None} {
		got, known := core.FormByName(name)
		require.True(t, known)
		require.Equal(t, want, got)
	}
	_, known := core.FormByName("form")
	require.False(t, known)
}

// COS documents no tolerance for signatures from the future, as a page has them
// whose clock is a little fast.
func TestSignaturesOfCOSBeginASecondAgo(t *testing.T) {
	for expires, want := range map[string]string{"": "1599999999;1600000900", "1": "1599999999;1600000001", "7200": "1599999999;1600007200"} {
		c := client(t, "dialect", "cos", "bucket", "examplebucket-1250000000", "region", "ap-beijing", "key", "k",
			"accessKeyId", "id", "accessKeySecret", "secret", "signatureExpires", expires)
		r, err := c.Build(core.UploadPart, "U", "1")
		require.NoError(t, err)
		header, err := c.Sign(r, core.Header, 1600000000)
		require.NoError(t, err)
		authorization, _ := header.Request.Header("authorization")
		require.Contains(t, authorization, "&q-sign-time="+want+"&q-key-time="+want+"&")
		query, err := c.Sign(r, core.Query, 1600000000)
		require.NoError(t, err)
		require.Contains(t, query.Request.Query, core.Pair{Name: "q-sign-time", Value: want})
	}
	r, err := s3Client(t).Build(core.UploadPart, "U", "1")
	require.NoError(t, err)
	exact, err := s3Client(t).Sign(r, core.Header, 1702743657)
	require.NoError(t, err)
	require.Contains(
		t,
		exact.Request.Headers,
		core.Pair{Name: "x-amz-date", Value: "20231216T162057Z"},
		"others say the time as it is",
	)
}

func TestWithoutKeysNothingIsSigned(t *testing.T) {
	c := client(t, "dialect", "oss", "bucket", "oss-example", "region", "cn-hangzhou", "key", "k")
	r, err := c.Build(core.Initiate)
	require.NoError(t, err)
	_, err = c.Sign(r, core.Header, 0)
	var wrong *core.OptionError
	require.ErrorAs(t, err, &wrong)
	require.Equal(t, "accessKeyId", wrong.Option)
	_, err = c.Sign(r, core.None, 0)
	require.NoError(t, err)
}

func TestInitiatedNamesBucketAndKey(t *testing.T) {
	c := client(t, "dialect", "oss", "bucket", "oss-example", "region", "cn-hangzhou", "key", "k")
	answer := func(inside string) core.Reply {
		return core.Reply{
			Status: 200,
			Body: []byte(
				"<InitiateMultipartUploadResult>" + inside + "<UploadId>U</UploadId></InitiateMultipartUploadResult>",
			),
		}
	}
	begun, err := c.ReadInitiate(answer(""))
	require.NoError(t, err)
	require.Equal(t, core.Initiated{Bucket: "oss-example", Key: "k", UploadID: "U"}, begun)
	begun, err = c.ReadInitiate(answer("<Bucket>b</Bucket><Key>other</Key>"))
	require.NoError(t, err)
	require.Equal(t, core.Initiated{Bucket: "b", Key: "other", UploadID: "U"}, begun, "what the store says counts")
	begun, err = c.ReadInitiate(core.Reply{Status: 500})
	require.Error(t, err)
	require.Zero(t, begun)
}

// A nil *Error in an error would make every success a failure.
func TestReadsReturnPlainNil(t *testing.T) {
	c := client(t, "dialect", "oss", "bucket", "oss-example", "region", "cn-hangzhou", "key", "k")
	good := func(root, body string) core.Reply {
		return core.Reply{
			Status:  200,
			Headers: []core.Pair{{Name: "ETag", Value: "e"}},
			Body:    []byte("<" + root + ">" + body + "</" + root + ">"),
		}
	}
	empty := core.Reply{Status: 200, Headers: []core.Pair{{Name: "ETag", Value: "e"}}}
	for name, read := range map[string]func(core.Reply) error{
		"initiate":    func(r core.Reply) error { _, err := c.ReadInitiate(r); return err },
		"uploadPart":  func(r core.Reply) error { _, err := c.ReadUploadPart(1, r); return err },
		"listParts":   func(r core.Reply) error { _, err := c.ReadListParts(r); return err },
		"complete":    func(r core.Reply) error { _, err := c.ReadComplete(r); return err },
		"abort":       func(r core.Reply) error { _, err := c.ReadAbort(r); return err },
		"listUploads": func(r core.Reply) error { _, err := c.ReadListUploads(r); return err },
		"putObject":   func(r core.Reply) error { _, err := c.ReadPutObject(r); return err },
		"headObject":  func(r core.Reply) error { _, err := c.ReadHeadObject(r); return err },
	} {
		success := map[string]core.Reply{
			"initiate":    good("InitiateMultipartUploadResult", "<UploadId>U</UploadId>"),
			"listParts":   good("ListPartsResult", ""),
			"complete":    good("CompleteMultipartUploadResult", "<ETag>e</ETag>"),
			"listUploads": good("ListMultipartUploadsResult", ""),
		}
		r, special := success[name]
		if !special {
			r = empty
		}
		err := read(r)
		require.True(t, err == nil, "%s: %v", name, err)

		err = read(core.Reply{})
		var failed *core.Error
		require.True(t, errors.As(err, &failed))
		require.Equal(t, name, failed.Op.String())
		require.Equal(t, "NoReply", failed.Code)
	}
}
