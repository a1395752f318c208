package options

import (
	"slices"
	"strings"
	"testing"

	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/request"
	"github.com/stretchr/testify/require"
)

// base has what each dialect needs and nothing else.
var base = map[string][]string{
	"oss": {"dialect", "oss", "region", "cn-hangzhou", "bucket", "oss-example", "key", "multipart.data"},
	"cos": {"dialect", "cos", "region", "ap-beijing", "bucket", "examplebucket-1250000000", "key", "exampleobject"},
	"s3":  {"dialect", "s3", "region", "us-east-1", "bucket", "examplebucket", "key", "exampleobject"},
}

// with is the base of a dialect with names and values that replace or extend
// it; an empty value takes an option out.
func with(dialect string, more ...string) (pairs []request.Pair) {
	for given := base[dialect]; len(given) > 0; given = given[2:] {
		pairs = append(pairs, request.Pair{Name: given[0], Value: given[1]})
	}
	replaceable := pairs
next:
	for ; len(more) > 0; more = more[2:] {
		for i := range replaceable {
			if pairs[i].Name == more[0] {
				pairs[i].Value = more[1]
				continue next
			}
		}
		pairs = append(pairs, request.Pair{Name: more[0], Value: more[1]})
	}
	return pairs
}

func parsed(t *testing.T, dialect string, more ...string) *Options {
	t.Helper()
	o, err := Parse(with(dialect, more...))
	require.Nil(t, err, "%+v", err)
	return o
}

func refused(t *testing.T, dialect string, more ...string) *Error {
	t.Helper()
	o, err := Parse(with(dialect, more...))
	require.NotNil(t, err, "%v was accepted", more)
	require.Nil(t, o)
	return err
}

const (
	sampleKey    = "MDEyMzQ1Njc4OUFCQ0RFRjAxMjM0NTY3ODlBQkNERUY="
	sampleKeyMD5 = "U5L61r7jcwdNvT7frmUG8g=="
	sampleJSON   = `{"author":"fysntian","company":"Tencent"}`
	sampleBase64 = "eyJhdXRob3IiOiJmeXNudGlhbiIsImNvbXBhbnkiOiJUZW5jZW50In0="
)

var (
	stored  = []request.Op{request.Initiate, request.PutObject}
	visible = []request.Op{request.Complete, request.PutObject}
	writing = []request.Op{request.Initiate, request.Complete, request.PutObject}
	sending = []request.Op{request.UploadPart, request.PutObject}
	keyed   = []request.Op{request.Initiate, request.UploadPart, request.PutObject, request.HeadObject, request.GetObject}
	all     = []request.Op{request.Initiate, request.UploadPart, request.ListParts, request.Complete, request.Abort,
		request.ListUploads, request.PutObject, request.HeadObject, request.GetObject, request.DeleteObject}
)

// wire has a row for each header and parameter of the vendors' tables: the
// option, what goes out, and with which operations.
var wire = []struct {
	dialect, option, value string
	header, sent           string // a header that begins with "?" is a parameter
	ops                    []request.Op
	with                   []string // options that it needs
}{
	// https://www.alibabacloud.com/help/en/oss/developer-reference/initiatemultipartupload
	{"oss", "encodingType", "url", "?encoding-type", "url", []request.Op{request.Initiate, request.Complete}, nil},
	{"oss", "sequential", "true", "?sequential", "", []request.Op{request.Initiate}, nil},
	{"oss", "cacheControl", "no-cache", "cache-control", "no-cache", stored, nil},
	{
		"oss",
		"contentDisposition",
		"attachment;filename=oss_download.jpg",
		"content-disposition",
		"attachment;filename=oss_download.jpg",
		stored,
		nil,
	},
	{"oss", "contentEncoding", "utf-8", "content-encoding", "utf-8", stored, nil},
	{"oss", "contentType", "text/plain; charset=utf-8", "content-type", "text/plain; charset=utf-8", stored, nil},
	{"oss", "expires", "Fri, 28 Feb 2012 05:38:42 GMT", "", "", nil, nil}, // a Tuesday: see TestDates
	{"oss", "expires", "Tue, 28 Feb 2012 05:38:42 GMT", "expires", "Tue, 28 Feb 2012 05:38:42 GMT", stored, nil},
	{"oss", "expires", "1330407522000", "expires", "Tue, 28 Feb 2012 05:38:42 GMT", stored, nil},
	{"oss", "metadata.Owner-Name", "a b", "x-oss-meta-owner-name", "a b", stored, nil},
	{"oss", "encryption", "AES256", "x-oss-server-side-encryption", "AES256", stored, nil},
	{"oss", "encryption", "KMS", "x-oss-server-side-encryption", "KMS", stored, nil},
	{"oss", "encryption", "SM4", "x-oss-server-side-encryption", "SM4", stored, nil},
	{
		"oss",
		"encryptionKeyId",
		"9468da86-3509-4f8d-a61e-6eab1eac",
		"x-oss-server-side-encryption-key-id",
		"9468da86-3509-4f8d-a61e-6eab1eac",
		stored,
		[]string{"encryption", "KMS"},
	},
	{"oss", "dataEncryption", "SM4", "x-oss-server-side-data-encryption", "SM4", stored, []string{"encryption", "KMS"}},
	{"oss", "storageClass", "Standard", "x-oss-storage-class", "Standard", stored, nil},
	{"oss", "storageClass", "IA", "x-oss-storage-class", "IA", stored, nil},
	{"oss", "storageClass", "Archive", "x-oss-storage-class", "Archive", stored, nil},
	{"oss", "storageClass", "ColdArchive", "x-oss-storage-class", "ColdArchive", stored, nil},
	{"oss", "storageClass", "DeepColdArchive", "x-oss-storage-class", "DeepColdArchive", stored, nil},
	{"oss", "tags.Tag A", "1+1=2", "x-oss-tagging", "Tag%20A=1%2B1%3D2", stored, nil},
	{"oss", "forbidOverwrite", "true", "x-oss-forbid-overwrite", "true", writing, nil},
	{"oss", "forbidOverwrite", "false", "x-oss-forbid-overwrite", "false", writing, nil},
	{"oss", "requestPayer", "requester", "x-oss-request-payer", "requester", all, nil},
	// The pages of UploadPart, CompleteMultipartUpload and PutObject.
	{"oss", "acl", "public-read-write", "x-oss-object-acl", "public-read-write", visible, nil},
	{"oss", "trafficLimit", "819200", "x-oss-traffic-limit", "819200", sending, nil},
	{"oss", "callback", sampleJSON, "x-oss-callback", sampleBase64, visible, nil},
	{"oss", "callback", sampleBase64, "x-oss-callback", sampleBase64, visible, nil},
	{
		"oss",
		"callbackVar",
		`{"x:a":"b"}`,
		"x-oss-callback-var",
		"eyJ4OmEiOiJiIn0=",
		visible,
		[]string{"callback", sampleJSON},
	},

	// https://cloud.tencent.com/document/product/436/7746 and 7728
	{"cos", "cacheControl", "max-age=86400", "cache-control", "max-age=86400", stored, nil},
	{
		"cos",
		"contentDisposition",
		"attachment; filename=example.jpg",
		"content-disposition",
		"attachment; filename=example.jpg",
		stored,
		nil,
	},
	{"cos", "contentEncoding", "gzip", "content-encoding", "gzip", stored, nil},
	{"cos", "contentLanguage", "zh-CN", "content-language", "zh-CN", stored, nil},
	{"cos", "contentType", "video/mp4", "content-type", "video/mp4", stored, nil},
	{"cos", "expires", "2012-02-28T05:38:42Z", "expires", "Tue, 28 Feb 2012 05:38:42 GMT", stored, nil},
	{"cos", "metadata.example-field", "example_value", "x-cos-meta-example-field", "example_value", stored, nil},
	{"cos", "storageClass", "MAZ_INTELLIGENT_TIERING", "x-cos-storage-class", "MAZ_INTELLIGENT_TIERING", stored, nil},
	{"cos", "tags.Key1", "值", "x-cos-tagging", "Key1=%E5%80%BC", stored, nil},
	{"cos", "acl", "public-read", "x-cos-acl", "public-read", stored, nil},
	{"cos", "acl", "default", "x-cos-acl", "default", stored, nil},
	{
		"cos",
		"grantRead",
		`id="100000000001",id="100000000002"`,
		"x-cos-grant-read",
		`id="100000000001",id="100000000002"`,
		stored,
		nil,
	},
	{"cos", "grantReadAcp", `id="100000000001"`, "x-cos-grant-read-acp", `id="100000000001"`, stored, nil},
	{"cos", "grantWriteAcp", `id="100000000001"`, "x-cos-grant-write-acp", `id="100000000001"`, stored, nil},
	{"cos", "grantFullControl", `id="100000000001"`, "x-cos-grant-full-control", `id="100000000001"`, stored, nil},
	{"cos", "encryption", "AES256", "x-cos-server-side-encryption", "AES256", stored, nil},
	{"cos", "encryption", "SM4", "x-cos-server-side-encryption", "SM4", stored, nil},
	{"cos", "encryption", "cos/kms", "x-cos-server-side-encryption", "cos/kms", stored, nil},
	{
		"cos",
		"encryptionKeyId",
		"48ba38aa-26c5-11ea-855c-52540085",
		"x-cos-server-side-encryption-cos-kms-key-id",
		"48ba38aa-26c5-11ea-855c-52540085",
		stored,
		[]string{"encryption", "cos/kms"},
	},
	{
		"cos",
		"encryptionContext",
		sampleJSON,
		"x-cos-server-side-encryption-context",
		sampleBase64,
		stored,
		[]string{"encryption", "cos/kms"},
	},
	{
		"cos",
		"customerAlgorithm",
		"AES256",
		"x-cos-server-side-encryption-customer-algorithm",
		"AES256",
		keyed,
		[]string{"customerKey", sampleKey},
	},
	{"cos", "customerKey", sampleKey, "x-cos-server-side-encryption-customer-key", sampleKey, keyed, nil},
	{
		"cos",
		"customerKeyMD5",
		sampleKeyMD5,
		"x-cos-server-side-encryption-customer-key-md5",
		sampleKeyMD5,
		keyed,
		[]string{"customerKey", sampleKey},
	},
	{"cos", "forbidOverwrite", "true", "x-cos-forbid-overwrite", "true", writing, nil},
	{"cos", "trafficLimit", "838860800", "x-cos-traffic-limit", "838860800", sending, nil},
	{"cos", "mimeLimit", "text/plain;img/jpg;img/*", "x-cos-mime-limit", "text/plain;img/jpg;img/*", sending, nil},
	{
		"cos",
		"picOperations",
		`{"is_pic_info":1,"rules":[]}`,
		"pic-operations",
		`{"is_pic_info":1,"rules":[]}`,
		visible,
		nil,
	},
	{"cos", "callback", sampleJSON, "x-cos-callback", sampleBase64, visible, nil},
	{"cos", "callbackVar", sampleJSON, "x-cos-callback-var", sampleBase64, visible, []string{"callback", sampleJSON}},
	{"cos", "returnBody", sampleJSON, "x-cos-return-body", sampleBase64, visible, nil},

	// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html
	{"s3", "cacheControl", "no-store", "cache-control", "no-store", stored, nil},
	{"s3", "contentDisposition", "inline", "content-disposition", "inline", stored, nil},
	{"s3", "contentEncoding", "br", "content-encoding", "br", stored, nil},
	{"s3", "contentLanguage", "en", "content-language", "en", stored, nil},
	{"s3", "contentType", "image/svg+xml", "content-type", "image/svg+xml", stored, nil},
	{"s3", "expires", "2012-02-28T13:38:42.999+08:00", "expires", "Tue, 28 Feb 2012 05:38:42 GMT", stored, nil},
	{"s3", "metadata.Under_score.d", "v", "x-amz-meta-under_score.d", "v", stored, nil},
	{"s3", "tags.k@", "", "x-amz-tagging", "k%40=", stored, nil},
	{"s3", "storageClass", "GLACIER_IR", "x-amz-storage-class", "GLACIER_IR", stored, nil},
	{"s3", "acl", "aws-exec-read", "x-amz-acl", "aws-exec-read", stored, nil},
	{
		"s3",
		"grantRead",
		`uri="http://acs.amazonaws.com/groups/global/AllUsers"`,
		"x-amz-grant-read",
		`uri="http://acs.amazonaws.com/groups/global/AllUsers"`,
		stored,
		nil,
	},
	{"s3", "grantReadAcp", `id="1", id="2"`, "x-amz-grant-read-acp", `id="1", id="2"`, stored, nil},
	{
		"s3",
		"grantWriteAcp",
		`emailAddress="a@example.com"`,
		"x-amz-grant-write-acp",
		`emailAddress="a@example.com"`,
		stored,
		nil,
	},
	{"s3", "grantFullControl", `id="1"`, "x-amz-grant-full-control", `id="1"`, stored, nil},
	{"s3", "encryption", "AES256", "x-amz-server-side-encryption", "AES256", stored, nil},
	{"s3", "encryption", "aws:kms", "x-amz-server-side-encryption", "aws:kms", stored, nil},
	{
		"s3",
		"encryptionKeyId",
		"arn:aws:kms:x",
		"x-amz-server-side-encryption-aws-kms-key-id",
		"arn:aws:kms:x",
		stored,
		[]string{"encryption", "aws:kms:dsse"},
	},
	{
		"s3",
		"encryptionContext",
		sampleJSON,
		"x-amz-server-side-encryption-context",
		sampleBase64,
		stored,
		[]string{"encryption", "aws:kms"},
	},
	{
		"s3",
		"bucketKey",
		"true",
		"x-amz-server-side-encryption-bucket-key-enabled",
		"true",
		stored,
		[]string{"encryption", "aws:kms"},
	},
	{"s3", "customerKey", sampleKey, "x-amz-server-side-encryption-customer-key", sampleKey, keyed, nil},
	{"s3", "forbidOverwrite", "true", "if-none-match", "*", visible, nil},
	{"s3", "websiteRedirect", "/elsewhere", "x-amz-website-redirect-location", "/elsewhere", stored, nil},
	{
		"s3",
		"objectLockMode",
		"GOVERNANCE",
		"x-amz-object-lock-mode",
		"GOVERNANCE",
		stored,
		[]string{"objectLockRetainUntil", "2030-01-01T00:00:00Z"},
	},
	{
		"s3",
		"objectLockRetainUntil",
		"2030-01-01T00:00:00Z",
		"x-amz-object-lock-retain-until-date",
		"2030-01-01T00:00:00.000Z",
		stored,
		[]string{"objectLockMode", "COMPLIANCE"},
	},
	{"s3", "objectLockLegalHold", "ON", "x-amz-object-lock-legal-hold", "ON", stored, nil},
	{
		"s3",
		"checksumAlgorithm",
		"CRC64NVME",
		"x-amz-checksum-algorithm",
		"CRC64NVME",
		[]request.Op{request.Initiate},
		nil,
	},
	{
		"s3",
		"checksumType",
		"FULL_OBJECT",
		"x-amz-checksum-type",
		"FULL_OBJECT",
		[]request.Op{request.Initiate},
		[]string{"checksumAlgorithm", "CRC64NVME"},
	},
	{"s3", "requestPayer", "requester", "x-amz-request-payer", "requester", all, nil},
	{"s3", "expectedBucketOwner", "111122223333", "x-amz-expected-bucket-owner", "111122223333", all, nil},
}

func TestEachRowOfTheVendorsTables(t *testing.T) {
	for _, c := range wire {
		if c.header == "" {
			refused(t, c.dialect, c.option, c.value)
			continue
		}
		t.Run(c.dialect+"/"+c.option+"="+c.value, func(t *testing.T) {
			o := parsed(t, c.dialect, append([]string{c.option, c.value}, c.with...)...)
			require.Equal(t, c.value, o.Get(c.option))
			for _, op := range all {
				name, sent := c.header, o.Headers(op)
				if c.header[0] == '?' {
					name, sent = c.header[1:], o.Query(op)
				}
				value, found := exactly(sent, name)
				require.Equal(t, slices.Contains(c.ops, op), found, "%s with %s: %v", name, op, sent)
				if found {
					require.Equal(t, c.sent, value)
				}
			}
		})
	}
}

func TestEveryOptionHasARowAbove(t *testing.T) {
	tested := map[string]bool{}
	for _, c := range wire {
		name, _, _ := strings.Cut(c.option, ".")
		tested[c.dialect+" "+name] = true
	}
	for _, d := range dialect.All() {
		for _, o := range d.Options {
			require.True(t, tested[d.Name+" "+o.Name] || o.Implied != "", "%s %s", d.Name, o.Name)
		}
	}
}

func exactly(pairs []request.Pair, name string) (value string, found bool) {
	for _, p := range pairs {
		if p.Name == name {
			return p.Value, true
		}
	}
	return "", false
}

func TestNothingGoesOutUnasked(t *testing.T) {
	for name := range base {
		o := parsed(t, name)
		for _, op := range all {
			require.Empty(t, o.Headers(op))
			require.Empty(t, o.Query(op))
		}
	}
}

// The examples of the pages of initiate.
func TestExamplesOfTheVendors(t *testing.T) {
	kms := "48ba38aa-26c5-11ea-855c-52540085****"
	for _, c := range []struct {
		dialect string
		given   []string
		want    []request.Pair
	}{
		{"oss", []string{"storageClass", "Archive"}, []request.Pair{{Name: "x-oss-storage-class", Value: "Archive"}}},
		{"cos", []string{"contentType", "video/mp4"}, []request.Pair{{Name: "content-type", Value: "video/mp4"}}},
		{"cos", []string{"contentType", "video/mp4", "cacheControl", "max-age=86400", "acl", "public-read",
			"contentDisposition", "attachment; filename=example.jpg", "metadata.example-field", "example-value"},
			[]request.Pair{
				{Name: "cache-control", Value: "max-age=86400"},
				{Name: "content-disposition", Value: "attachment; filename=example.jpg"},
				{Name: "content-type", Value: "video/mp4"},
				{Name: "x-cos-meta-example-field", Value: "example-value"},
				{Name: "x-cos-acl", Value: "public-read"},
			}},
		{"cos", []string{"contentType", "video/mp4", "encryption", "AES256"}, []request.Pair{
			{Name: "content-type", Value: "video/mp4"},
			{Name: "x-cos-server-side-encryption", Value: "AES256"},
		}},
		{"cos", []string{"contentType", "video/mp4", "encryption", "cos/kms", "encryptionKeyId", kms, "encryptionContext", sampleJSON},
			[]request.Pair{
				{Name: "content-type", Value: "video/mp4"},
				{Name: "x-cos-server-side-encryption", Value: "cos/kms"},
				{Name: "x-cos-server-side-encryption-cos-kms-key-id", Value: kms},
				{Name: "x-cos-server-side-encryption-context", Value: sampleBase64},
			}},
		{"cos", []string{"contentType", "video/mp4", "customerKey", sampleKey}, []request.Pair{
			{Name: "content-type", Value: "video/mp4"},
			{Name: "x-cos-server-side-encryption-customer-algorithm", Value: "AES256"},
			{Name: "x-cos-server-side-encryption-customer-key", Value: sampleKey},
			{Name: "x-cos-server-side-encryption-customer-key-md5", Value: sampleKeyMD5},
		}},
	} {
		require.Equal(t, c.want, parsed(t, c.dialect, c.given...).Headers(request.Initiate))
	}
}

func TestTagsShareOneHeader(t *testing.T) {
	o := parsed(t, "cos", "tags.Key1", "Value1", "tags.Key2", "a/b")
	require.Equal(
		t,
		[]request.Pair{{Name: "x-cos-tagging", Value: "Key1=Value1&Key2=a%2Fb"}},
		o.Headers(request.Initiate),
	)
}

func TestEmptyValuesCountAsNotGiven(t *testing.T) {
	o := parsed(
		t,
		"cos",
		"contentType",
		"",
		"acl",
		"",
		"customerKey",
		"",
		"endpoint",
		"",
		"partSize",
		"",
		"metadata.empty",
		"",
	)
	require.Equal(t, []request.Pair{{Name: "x-cos-meta-empty", Value: ""}}, o.Headers(request.Initiate))
}

func TestFalseSendsNothingWhereTrueIsAParameterOrACondition(t *testing.T) {
	require.Empty(t, parsed(t, "oss", "sequential", "false").Query(request.Initiate))
	require.Empty(t, parsed(t, "s3", "forbidOverwrite", "false").Headers(request.Complete))
}

func TestPaddingIsTrimmedAsHTTPDoes(t *testing.T) {
	require.Equal(t, []request.Pair{{Name: "cache-control", Value: "no-cache"}, {Name: "x-oss-meta-a", Value: "b  c"}},
		parsed(t, "oss", "cacheControl", " no-cache ", "metadata.a", "  b  c ").Headers(request.Initiate))
}

func TestNumbersCredentialsAndScheme(t *testing.T) {
	o := parsed(t, "oss", "partSize", "5242880", "signatureExpires", "604800", "signature", "oss-v1",
		"accessKeyId", "id", "accessKeySecret", "secret", "securityToken", "token")
	require.Equal(t, int64(5<<20), o.PartSize)
	require.Equal(t, int64(604800), o.Expires)
	require.Equal(t, "oss-v1", o.Scheme)
	require.Equal(t, []string{"id", "secret", "token"}, []string{o.AccessKeyID, o.AccessKeySecret, o.SecurityToken})
	for name, scheme := range map[string]string{"oss": "oss-v4", "cos": "cos", "s3": "aws-v4"} {
		o := parsed(t, name)
		require.Equal(t, scheme, o.Scheme)
		require.Zero(t, o.PartSize+o.Expires)
		require.Equal(t, name, o.Dialect.Name)
	}
}

func TestGetOfWhatWasNotGiven(t *testing.T) {
	require.Empty(t, parsed(t, "oss").Get("acl"))
}
