package sign

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/core/internal/text"
	"github.com/partway/partway/core/request"
)

// The policy of the vendor's page "Example: browser-based upload using HTTP
// POST", line ends included.
const awsPublishedPolicy = `{ "expiration": "2015-12-30T12:00:00.000Z",
  "conditions": [
    {"bucket": "sigv4examplebucket"},
    ["starts-with", "$key", "user/user1/"],
    {"acl": "public-read"},
    {"success_action_redirect": "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html"},
    ["starts-with", "$Content-Type", "image/"],
    {"x-amz-meta-uuid": "14365123651274"},
    {"x-amz-server-side-encryption": "AES256"},
    ["starts-with", "$x-amz-meta-tag", ""],

    {"x-amz-credential": "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request"},
    {"x-amz-algorithm": "AWS4-HMAC-SHA256"},
    {"x-amz-date": "20151229T000000Z" }
  ]
}`

func TestPolicySignatures(t *testing.T) {
	p := awsParams("")
	p.Time = 1451347200
	document := text.Base64([]byte(strings.ReplaceAll(awsPublishedPolicy, "\n", "\r\n")))
	require.Equal(
		t,
		"8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e",
		awsV4.signature(document, &p, "us-east-1"),
	)

	p = ossParams("")
	document = text.Base64(
		[]byte(
			`{"expiration":"2023-12-16T17:20:57.000Z","conditions":[{"bucket":"examplebucket"},{"x-oss-signature-version":"OSS4-HMAC-SHA256"}]}`,
		),
	)
	require.Equal(
		t,
		"71599483e1af9b87eb8c60121d673ac70a310ae7be6f8a6cac689c36322500b4",
		ossV4.signature(document, &p, "cn-hangzhou"),
	)
	require.Equal(t, "6wmJIfif7XjPcmkJkjFPN3/R6IM=", ossV1Signature(document, &p))

	p = Params{}
	p.Key = Key{scope: cosKeyTime(&p), bytes: []byte("39acc8c9f34ba5b19bce4e965b370cd3f62d2fba")}
	require.Equal(
		t,
		"7758dc9a832e9d301dca704cacbf9d9f8172fdef",
		cosSignature("d5d903b8360468bc81c1311f134989bc8c8b5b89", &p),
	)
}

func field(t *testing.T, fields []request.Pair, name string) string {
	t.Helper()
	value, found := request.Find(fields, name)
	require.True(t, found, "no field %s among %v", name, fields)
	return value
}

func policyText(t *testing.T, fields []request.Pair) string {
	t.Helper()
	document, ok := text.Base64Decode(field(t, fields, "policy"))
	require.True(t, ok)
	return string(document)
}

func TestForms(t *testing.T) {
	policy := Policy{Bucket: "examplebucket", Region: "cn-hangzhou", Conditions: [][]string{
		{"starts-with", "$key", "user/"}, {"content-length-range", "1", "1048576"},
	}}
	const head = `{"expiration":"2023-12-16T17:20:57.000Z","conditions":[{"bucket":"examplebucket"},["starts-with","$key","user/"],["content-length-range",1,1048576]`
	for _, c := range []struct {
		scheme, policy string
		names          []string
	}{
		{"oss-v4", head + `,{"x-oss-signature-version":"OSS4-HMAC-SHA256"},{"x-oss-credential":"ak/20231216/cn-hangzhou/oss/aliyun_v4_request"},{"x-oss-date":"20231216T162057Z"},{"x-oss-security-token":"t\"\\"}]}`,
			[]string{"x-oss-signature-version", "x-oss-credential", "x-oss-date", "x-oss-security-token", "policy", "x-oss-signature"}},
		{"oss-v1", head + `]}`, []string{"OSSAccessKeyId", "x-oss-security-token", "policy", "Signature"}},
		{"cos", head + `,{"q-sign-algorithm":"sha1"},{"q-ak":"ak"},{"q-sign-time":"1702743657;1702747257"}]}`,
			[]string{"policy", "q-sign-algorithm", "q-ak", "q-key-time", "x-cos-security-token", "q-signature"}},
		{"aws-v4", head + `,{"x-amz-algorithm":"AWS4-HMAC-SHA256"},{"x-amz-credential":"ak/20231216/cn-hangzhou/s3/aws4_request"},{"x-amz-date":"20231216T162057Z"},{"x-amz-security-token":"t\"\\"}]}`,
			[]string{"x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-security-token", "policy", "x-amz-signature"}},
	} {
		scheme := named(c.scheme)
		fields := scheme.Form(policy, ossParams(`t"\`))
		require.Equal(t, c.policy, policyText(t, fields), c.scheme)
		var got []string
		for _, f := range fields {
			got = append(got, f.Name)
		}
		require.Equal(t, c.names, got, c.scheme)

		without := scheme.Form(policy, ossParams(""))
		require.Len(t, without, len(c.names)-1, "%s: no token, no field for it", c.scheme)
	}
}

func TestFormSignatures(t *testing.T) {
	policy, p := Policy{Expiration: 1702750000, Bucket: "b", Region: "r"}, ossParams("")
	f := named("oss-v4").Form(policy, p)
	require.Equal(t, ossV4.signature(field(t, f, "policy"), &p, "r"), field(t, f, "x-oss-signature"))
	f = named("aws-v4").Form(policy, p)
	require.Equal(t, awsV4.signature(field(t, f, "policy"), &p, "r"), field(t, f, "x-amz-signature"))
	f = named("oss-v1").Form(policy, p)
	require.Equal(t, ossV1Signature(field(t, f, "policy"), &p), field(t, f, "Signature"))
	f = named("cos").Form(policy, p)
	require.Equal(t, cosSignature(sha1Hex(policyText(t, f)), &p), field(t, f, "q-signature"))
	require.True(
		t,
		strings.HasPrefix(policyText(t, f), `{"expiration":"2023-12-16T18:06:40.000Z"`),
		"the policy's own end",
	)
}

func FuzzPolicy(f *testing.F) {
	f.Add("bucket", "eq", "$key", "a\"b\\c\x00\x1f\u2028\xff", int64(0))
	f.Add("", "content-length-range", "0", "007", int64(1702750000))
	f.Add("b", "content-length-range", "-1", "1e9", int64(-1))
	f.Fuzz(func(t *testing.T, bucket, match, name, value string, end int64) {
		policy := Policy{Bucket: bucket, Expiration: end, Conditions: [][]string{{match, name, value}, {}}}
		var read struct {
			Expiration string
			Conditions []any
		}
		require.NoError(t, json.Unmarshal([]byte(policy.document(&Params{Time: 1}, nil)), &read), "always legal JSON")
		require.Len(t, read.Conditions, 3)
		if match != "content-length-range" {
			require.Equal(t, []any{valid(match), valid(name), valid(value)}, read.Conditions[1])
		}
	})
}

// valid is s with U+FFFD for every byte that is not UTF-8.
func valid(s string) string { return string([]rune(s)) }
