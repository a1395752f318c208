package wire

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/internal/hash"
	"github.com/partway/partway/core/internal/text"
	"github.com/partway/partway/core/options"
	"github.com/partway/partway/core/request"
)

var targets = map[string][]request.Pair{
	"oss": {
		{Name: "dialect", Value: "oss"},
		{Name: "region", Value: "cn-hangzhou"},
		{Name: "bucket", Value: "oss-example"},
		{Name: "key", Value: "a b/c"},
	},
	"cos": {
		{Name: "dialect", Value: "cos"},
		{Name: "region", Value: "ap-beijing"},
		{Name: "bucket", Value: "examplebucket-1250000000"},
		{Name: "key", Value: "a b/c"},
	},
	"s3": {
		{Name: "dialect", Value: "s3"},
		{Name: "region", Value: "eu-west-1"},
		{Name: "bucket", Value: "my-bucket"},
		{Name: "key", Value: "a b/c"},
	},
}

// parse takes more options as name, value, name, value …
func parse(t testing.TB, name string, more ...string) *options.Options {
	t.Helper()
	pairs := append([]request.Pair(nil), targets[name]...)
	for i := 0; i < len(more); i += 2 {
		pairs = append(pairs, request.Pair{Name: more[i], Value: more[i+1]})
	}
	o, err := options.Parse(pairs)
	require.Nil(t, err)
	return o
}

func TestRequests(t *testing.T) {
	const (
		oss = "https://oss-example.oss-cn-hangzhou.aliyuncs.com"
		cos = "https://examplebucket-1250000000.cos.ap-beijing.myqcloud.com"
		s3  = "https://my-bucket.s3.eu-west-1.amazonaws.com"
	)
	type pairs = []request.Pair
	octets := pairs{{Name: "content-type", Value: "application/octet-stream"}}
	for _, c := range []struct {
		name        string
		request     *request.Request
		method, url string
		headers     pairs
	}{
		{"initiate oss", Initiate(parse(t, "oss")), "POST", oss + "/a%20b/c?uploads", nil},
		{"initiate oss, parameters behind uploads", Initiate(parse(t, "oss", "encodingType", "url", "sequential", "true")), "POST", oss + "/a%20b/c?uploads&encoding-type=url&sequential", nil},
		{"initiate cos must say a type", Initiate(parse(t, "cos")), "POST", cos + "/a%20b/c?uploads", octets},
		{"initiate cos with a type", Initiate(parse(t, "cos", "contentType", "video/mp4")), "POST", cos + "/a%20b/c?uploads", pairs{{Name: "content-type", Value: "video/mp4"}}},
		{"initiate s3", Initiate(parse(t, "s3")), "POST", s3 + "/a%20b/c?uploads", nil},

		{"uploadPart has no type and no encryption", UploadPart(parse(t, "oss", "contentType", "video/mp4", "encryption", "AES256"), "U+1", 7), "PUT", oss + "/a%20b/c?partNumber=7&uploadId=U%2B1", nil},
		{"uploadPart cos", UploadPart(parse(t, "cos", "encryption", "AES256"), "U", 10000), "PUT", cos + "/a%20b/c?partNumber=10000&uploadId=U", nil},
		{"uploadPart with a traffic limit", UploadPart(parse(t, "oss", "trafficLimit", "819200"), "U", 1), "PUT", oss + "/a%20b/c?partNumber=1&uploadId=U", pairs{{Name: "x-oss-traffic-limit", Value: "819200"}}},

		{"listParts", ListParts(parse(t, "oss"), "U", 0), "GET", oss + "/a%20b/c?uploadId=U&encoding-type=url", nil},
		{"listParts, next page", ListParts(parse(t, "cos"), "U", 1000), "GET", cos + "/a%20b/c?uploadId=U&part-number-marker=1000&encoding-type=url", nil},
		{"listParts s3 has no encoding", ListParts(parse(t, "s3"), "U", 1000), "GET", s3 + "/a%20b/c?uploadId=U&part-number-marker=1000", nil},

		{"abort", Abort(parse(t, "cos", "contentType", "a/b"), "U"), "DELETE", cos + "/a%20b/c?uploadId=U", nil},

		{"listUploads", ListUploads(parse(t, "cos"), "", "", ""), "GET", cos + "/?uploads&encoding-type=url", nil},
		{"listUploads with prefix", ListUploads(parse(t, "oss"), "a b/", "", "ignored"), "GET", oss + "/?uploads&prefix=a%20b%2F&encoding-type=url", nil},
		{"listUploads, next page", ListUploads(parse(t, "s3"), "a", "k", "U"), "GET", s3 + "/?uploads&prefix=a&key-marker=k&upload-id-marker=U", nil},

		{"putObject cos", PutObject(parse(t, "cos")), "PUT", cos + "/a%20b/c", octets},
		{"putObject s3", PutObject(parse(t, "s3", "forbidOverwrite", "true")), "PUT", s3 + "/a%20b/c", pairs{{Name: "if-none-match", Value: "*"}}},
		{"getObject", GetObject(parse(t, "oss", "contentType", "a/b")), "GET", oss + "/a%20b/c", nil},
		{"getObject with a version", GetObject(parse(t, "s3"), request.Pair{Name: "versionId", Value: "+"}), "GET", s3 + "/a%20b/c?versionId=%2B", nil},
		{"deleteObject", DeleteObject(parse(t, "cos", "storageClass", "ARCHIVE")), "DELETE", cos + "/a%20b/c", nil},
		{"headObject", HeadObject(parse(t, "oss", "contentType", "a/b")), "HEAD", oss + "/a%20b/c", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.method, c.request.Method)
			require.Equal(t, c.url, c.request.URL())
			require.ElementsMatch(t, c.headers, c.request.Headers)
			require.Nil(t, c.request.Body)
		})
	}
}

// The customer's key goes with every request that touches bytes or asks about
// the object, and with no other.
func TestCustomerKeyOnEveryPart(t *testing.T) {
	for name, header := range map[string]string{"cos": "x-cos-", "s3": "x-amz-"} {
		o := parse(t, name, "customerKey", "MDEyMzQ1Njc4OUFCQ0RFRjAxMjM0NTY3ODlBQkNERUY=")
		want := []request.Pair{
			{Name: header + "server-side-encryption-customer-algorithm", Value: "AES256"},
			{
				Name:  header + "server-side-encryption-customer-key",
				Value: "MDEyMzQ1Njc4OUFCQ0RFRjAxMjM0NTY3ODlBQkNERUY=",
			},
			{Name: header + "server-side-encryption-customer-key-md5", Value: "U5L61r7jcwdNvT7frmUG8g=="},
		}
		for _, r := range []*request.Request{Initiate(o), UploadPart(o, "U", 1), PutObject(o), HeadObject(o), GetObject(o)} {
			require.Subset(t, r.Headers, want, "%s %s", name, r.Op)
		}
		for _, r := range []*request.Request{ListUploads(o, "", "", ""), DeleteObject(o), Abort(o, "U"), Complete(o, "U", []Part{{Number: 1, ETag: "e"}})} {
			require.NotContains(t, r.Headers, want[1], "%s %s", name, r.Op)
		}
	}
}

func TestCompleteBody(t *testing.T) {
	parts := []Part{{Number: 1, ETag: `"AB"`}, {Number: 2, ETag: "cd"}, {Number: 3, ETag: `W/"<&>"`}}
	const want = `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"AB"</ETag></Part>` +
		`<Part><PartNumber>2</PartNumber><ETag>"cd"</ETag></Part><Part><PartNumber>3</PartNumber><ETag>"W/"&#60;&#38;&#62;""</ETag></Part></CompleteMultipartUpload>`
	sum := hash.MD5([]byte(want))
	for name, md5 := range map[string]bool{"oss": true, "cos": true, "s3": false} {
		r := Complete(parse(t, name, "contentType", "video/mp4", "forbidOverwrite", "true"), "U", parts)
		require.Equal(t, want, string(r.Body))
		require.Equal(t, "POST", r.Method)
		require.Equal(t, []request.Pair{{Name: "uploadId", Value: "U"}}, r.Query)
		kind, _ := r.Header("content-type")
		require.Equal(t, "application/xml", kind)
		digest, sent := r.Header("content-md5")
		require.Equal(t, md5, sent, name)
		if md5 {
			require.Equal(t, text.Base64(sum[:]), digest)
		}
		_, guarded := r.Header(
			map[string]string{"oss": "x-oss-forbid-overwrite", "cos": "x-cos-forbid-overwrite", "s3": "if-none-match"}[name],
		)
		require.True(t, guarded, "overwriting is decided when the object appears")
	}
}

// 10,000 parts with quoted MD5s stay under the 1 MB of private COS.
func TestCompleteBodyStaysSmall(t *testing.T) {
	parts := make([]Part, 10000)
	for i := range parts {
		parts[i] = Part{Number: i + 1, ETag: `"39270a968a357d24207e9911162507eb"`}
	}
	require.Nil(t, CheckParts(parse(t, "cos").Dialect, parts))
	require.Less(t, len(Complete(parse(t, "cos"), "U", parts).Body), 1<<20)
}

func TestCheckParts(t *testing.T) {
	number := func(numbers ...int) (parts []Part) {
		for _, n := range numbers {
			parts = append(parts, Part{Number: n, ETag: strconv.Itoa(n)})
		}
		return parts
	}
	for _, c := range []struct {
		name, dialect string
		parts         []Part
		want          string
	}{
		{"whole", "cos", number(1, 2, 3), ""},
		{"gaps where they are legal", "oss", number(2, 9, 10000), ""},
		{"none", "oss", nil, "at least one part"},
		{"zero", "s3", number(0), "from 1 to 10000"},
		{"too many", "s3", number(10001), "from 1 to 10000"},
		{"negative", "s3", number(-1), "from 1 to 10000"},
		{"twice", "oss", number(1, 2, 2), "part 2 is listed twice"},
		{"descending", "oss", number(1, 3, 2), "part 2 is listed after part 3"},
		{"gap", "cos", number(1, 3), "part 2 is missing before part 3"},
		{"late start", "cos", number(2), "part 1 is missing before part 2"},
		{"no ETag", "s3", []Part{{Number: 1}}, "part 1 has no ETag"},
		{"empty ETag", "s3", []Part{{Number: 1, ETag: `""`}}, "part 1 has no ETag"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, _ := dialect.ByName(c.dialect)
			err := CheckParts(d, c.parts)
			if c.want == "" {
				require.Nil(t, err)
				return
			}
			require.NotNil(t, err)
			require.Equal(t, "parts", err.Option)
			require.Contains(t, err.Message, c.want)
		})
	}
}

func TestSameETag(t *testing.T) {
	for _, same := range [][2]string{{`"ab"`, "AB"}, {`W/"ab"`, `"ab"`}, {"", `""`}, {"ab-2", `"AB-2"`}} {
		require.True(t, SameETag(same[0], same[1]), same)
	}
	for _, other := range [][2]string{{`"ab"`, "ac"}, {`"`, ""}, {"ab-2", "ab"}, {`"ab`, "ab"}} {
		require.False(t, SameETag(other[0], other[1]), other)
	}
}

// A request must be the caller's to change: no two share memory.
func TestRequestsShareNothing(t *testing.T) {
	o := parse(t, "oss", "cacheControl", "no-store")
	one, two := Initiate(o), Initiate(o)
	one.Headers[0].Value, one.Query[0].Name = "x", "x"
	require.Equal(t, "no-store", two.Headers[0].Value)
	require.Equal(t, "uploads", two.Query[0].Name)
	require.Equal(t, two, Initiate(o))
}
