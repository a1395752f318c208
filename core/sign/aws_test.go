package sign

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/core/internal/hash"
	"github.com/partway/partway/core/internal/text"
	"github.com/partway/partway/core/request"
)

const emptySHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

func awsRequest(method, key string, query, headers []request.Pair) request.Request {
	return request.Request{Method: method, Query: query, Headers: headers, Target: request.Target{
		Scheme: "https", Host: "examplebucket.s3.amazonaws.com", Region: "us-east-1", Bucket: "examplebucket", Key: key,
	}}
}

func awsParams(payload string) Params {
	return Params{Time: 1369353600, Expires: 86400, Payload: payload, // 2013-05-24T00:00:00Z
		Credentials: Credentials{ID: "AKIAIOSFODNN7EXAMPLE", Secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}}
}

// The examples of the vendor's pages on header and URL signatures for S3.
func TestAWSPublishedByVendor(t *testing.T) {
	body := hash.SHA256([]byte("Welcome to Amazon S3."))
	put := awsRequest(
		"PUT",
		"test$file.text",
		nil,
		[]request.Pair{
			{Name: "Date", Value: "Fri, 24 May 2013 00:00:00 GMT"},
			{Name: "x-amz-storage-class", Value: "REDUCED_REDUNDANCY"},
		},
	)
	putParams := awsParams(text.Hex(body[:]))
	putParams.Headers = []string{"date", "host", "x-amz-content-sha256", "x-amz-date", "x-amz-storage-class"}
	get := awsRequest("GET", "test.txt", nil, []request.Pair{{Name: "Range", Value: "bytes=0-9"}})
	getParams := awsParams(emptySHA256)
	getParams.Headers = []string{"host", "range", "x-amz-content-sha256", "x-amz-date"}
	for _, c := range []struct {
		name    string
		sign    func(request.Request, Params) Signed
		request request.Request
		params  Params
		want    string
	}{
		{"get object", named("aws-v4").Header, get, getParams, "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"},
		{"put object", named("aws-v4").Header, put, putParams, "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"},
		{"get lifecycle", named("aws-v4").Header, awsRequest("GET", "", []request.Pair{{Name: "lifecycle"}}, nil), awsParams(emptySHA256), "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"},
		{"list", named("aws-v4").Header, awsRequest("GET", "", []request.Pair{{Name: "max-keys", Value: "2"}, {Name: "prefix", Value: "J"}}, nil), awsParams(emptySHA256), "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"},
		{"URL", named("aws-v4").Query, awsRequest("GET", "test.txt", nil, nil), awsParams(""), "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"},
	} {
		got := c.sign(c.request, c.params)
		require.Equal(t, c.want, got.Signature, "%s:\n%s", c.name, got.Canonical)
	}
	got := named("aws-v4").Header(get, getParams)
	authorization, _ := got.Request.Header("Authorization")
	require.Equal(t, "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "+
		"SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, Signature="+got.Signature, authorization)
}

func TestAWSPresignedURL(t *testing.T) {
	p := awsParams("")
	p.Token = "a+b/="
	got := named(
		"aws-v4",
	).Query(awsRequest("PUT", "a b/c+d", []request.Pair{{Name: "partNumber", Value: "1"}, {Name: "uploadId", Value: "u/="}}, nil), p)
	require.Equal(
		t,
		"https://examplebucket.s3.amazonaws.com/a%20b/c%2Bd?partNumber=1&uploadId=u%2F%3D&X-Amz-Algorithm=AWS4-HMAC-SHA256"+
			"&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400"+
			"&X-Amz-Security-Token=a%2Bb%2F%3D&X-Amz-SignedHeaders=host&X-Amz-Signature="+got.Signature,
		got.Request.URL(),
	)
}

func TestAWSCanonicalRequest(t *testing.T) {
	r := awsRequest(
		"PUT",
		"/a//../b c",
		[]request.Pair{{Name: "a-b", Value: "1"}, {Name: "uploads"}, {Name: "a", Value: "~/!"}, {Name: "B"}},
		[]request.Pair{
			{
				Name:  "X-Amz-Meta-A-B",
				Value: "b",
			}, {Name: "X-Amz-Meta-A", Value: "\t two   three\t four "}, {Name: "Cache-Control", Value: "unsigned"},
			{
				Name:  "x-amz-meta-a",
				Value: "again",
			}, {Name: "Content-Type", Value: "text/plain"}, {Name: "Host", Value: "not.this.example"}, {Name: "x-amz-meta-empty"},
		},
	)
	r.Target.Style, r.Target.Base, r.Target.Host = request.PathStyle, "/base", "127.0.0.1:9000"
	got := named("aws-v4").Header(r, awsParams("STREAMING-UNSIGNED-PAYLOAD-TRAILER"))
	require.Equal(t, "PUT\n/base/examplebucket//a//../b%20c\nB=&a=~%2F%21&a-b=1&uploads=\n"+
		"content-type:text/plain\nhost:127.0.0.1:9000\nx-amz-content-sha256:STREAMING-UNSIGNED-PAYLOAD-TRAILER\nx-amz-date:20130524T000000Z\n"+
		"x-amz-meta-a:two three\t four,again\nx-amz-meta-a-b:b\nx-amz-meta-empty:\n\n"+
		"content-type;host;x-amz-content-sha256;x-amz-date;x-amz-meta-a;x-amz-meta-a-b;x-amz-meta-empty\nSTREAMING-UNSIGNED-PAYLOAD-TRAILER", got.Canonical)
}
