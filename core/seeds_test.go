package core_test

import (
	"cmp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/core"
	"github.com/partway/partway/core/sign"
)

// The examples of the two documents that this project began with, rebuilt
// header for header:
//
//	https://help.aliyun.com/zh/oss/developer-reference/initiatemultipartupload
//	https://cloud.tencent.com/document/product/436/7746
//
// Their secrets and the ends of their signatures are masked, so everything but
// the signature is compared; example 2's is known from Tencent's own Go SDK
// for an invented key.
type example struct {
	name    string
	options []string // name, value, …
	headers string   // as printed, without what a browser sets or we sign
	time    int64
	auth    string // printed Authorization up to the signature
	upload  string
	echo    string // encryption headers of the reply
}

const (
	cosKeyID  = "AKID8A0fBVtYFrNm02oY1g1JQQF0c3JO****"
	cosBucket = "examplebucket-1250000000"
)

func cosReply(uploadID, echo string) string {
	if echo != "" {
		echo += "\n"
	}
	return "Content-Type: application/xml\nContent-Length: 230\nConnection: close\nServer: tencent-cos\nx-cos-request-id: NWVjZjc3ZDZfOThjMjJhMDlfMjg5N18zNWYy****\n" + echo + `


<InitiateMultipartUploadResult>
			<Bucket>examplebucket-1250000000</Bucket>
			<Key>exampleobject</Key>
			<UploadId>` + uploadID + `</UploadId>
</InitiateMultipartUploadResult>
`
}

var cosExamples = []example{
	{
		name:    "1 simple",
		headers: "Content-Type: video/mp4",
		time:    1585130821,
		auth:    "q-sign-time=1585130821;1585138021&q-key-time=1585130821;1585138021&q-header-list=content-length;content-type;date;host",
		upload:  "1585130821cbb7df1d11846c073ad648e8f33b087cec2381df437acdc833cf654b9ecc6361",
	},
	{
		name: "2 metadata and ACL",
		options: []string{"cacheControl", "max-age=86400", "contentDisposition", "attachment; filename=example.jpg",
			"metadata.example-field", "example-value", "acl", "public-read"},
		headers: "Content-Type: video/mp4\nCache-Control: max-age=86400\nContent-Disposition: attachment; filename=example.jpg\n" +
			"x-cos-meta-example-field: example-value\nx-cos-acl: public-read",
		time: 1590654934,
		auth: "q-sign-time=1590654934;1590662134&q-key-time=1590654934;1590662134&q-header-list=cache-control;content-disposition;" +
			"content-length;content-type;date;host;x-cos-acl;x-cos-meta-example-field",
		upload: "1590654934dfb1343b4323b711afc22569c18af51596d4f2e40faf392fe1bb469c5b77115f",
	},
	{
		name:    "3 SSE-COS",
		options: []string{"encryption", "AES256"},
		headers: "Content-Type: video/mp4\nx-cos-server-side-encryption: AES256",
		time:    1590655438,
		auth:    "q-sign-time=1590655438;1590662638&q-key-time=1590655438;1590662638&q-header-list=content-length;content-type;date;host;x-cos-server-side-encryption",
		upload:  "15906554384f160dd0a272ebb6fbcdb0ffbb61adb2b46fa6b9f2ffabcfb2940b8f72277952",
		echo:    "x-cos-server-side-encryption: AES256",
	},
	{
		name: "4 SSE-KMS",
		options: []string{"encryption", "cos/kms", "encryptionKeyId", "48ba38aa-26c5-11ea-855c-52540085****",
			"encryptionContext", "eyJhdXRob3IiOiJmeXNudGlhbiIsImNvbXBhbnkiOiJUZW5jZW50In0="},
		headers: "Content-Type: video/mp4\nx-cos-server-side-encryption: cos/kms\n" +
			"x-cos-server-side-encryption-cos-kms-key-id: 48ba38aa-26c5-11ea-855c-52540085****\n" +
			"x-cos-server-side-encryption-context: eyJhdXRob3IiOiJmeXNudGlhbiIsImNvbXBhbnkiOiJUZW5jZW50In0=",
		time: 1590655459,
		auth: "q-sign-time=1590655459;1590662659&q-key-time=1590655459;1590662659&q-header-list=content-length;content-type;date;host;" +
			"x-cos-server-side-encryption;x-cos-server-side-encryption-context;x-cos-server-side-encryption-cos-kms-key-id",
		upload: "15906554607990121702e8e4b706eb0f12b8568a3f3b0b76b884e4df676ed50291f0b17131",
		echo:   "x-cos-server-side-encryption: cos/kms\nx-cos-server-side-encryption-cos-kms-key-id: 48ba38aa-26c5-11ea-855c-52540085****",
	},
	{
		name: "5 SSE-C",
		options: []string{
			"customerKey",
			"MDEyMzQ1Njc4OUFCQ0RFRjAxMjM0NTY3ODlBQkNERUY=",
			"customerKeyMD5",
			"U5L61r7jcwdNvT7frmUG8g==",
		},
		headers: "Content-Type: video/mp4\nx-cos-server-side-encryption-customer-algorithm: AES256\n" +
			"x-cos-server-side-encryption-customer-key: MDEyMzQ1Njc4OUFCQ0RFRjAxMjM0NTY3ODlBQkNERUY=\n" +
			"x-cos-server-side-encryption-customer-key-MD5: U5L61r7jcwdNvT7frmUG8g==",
		time: 1590655481,
		auth: "q-sign-time=1590655481;1590662681&q-key-time=1590655481;1590662681&q-header-list=content-length;content-type;date;host;" +
			"x-cos-server-side-encryption-customer-algorithm;x-cos-server-side-encryption-customer-key;x-cos-server-side-encryption-customer-key-md5",
		upload: "15906554815fb0c8bda2edae20d895ad7452e949bf51541b31ca14a029fb6f1617f10ca186",
		echo: "x-cos-server-side-encryption-customer-algorithm: AES256\n" +
			"x-cos-server-side-encryption-customer-key-MD5: U5L61r7jcwdNvT7frmUG8g==",
	},
}

func client(t *testing.T, pairs ...string) *core.Client {
	t.Helper()
	var options []core.Pair
	for i := 0; i < len(pairs); i += 2 {
		options = append(options, core.Pair{Name: pairs[i], Value: pairs[i+1]})
	}
	c, err := core.New(options)
	require.NoError(t, err)
	return c
}

// lines reads printed headers, names in lower case.
func lines(text string) (pairs []core.Pair) {
	for line := range strings.SplitSeq(text, "\n") {
		if name, value, found := strings.Cut(line, ": "); found {
			pairs = append(pairs, core.Pair{Name: strings.ToLower(name), Value: value})
		}
	}
	return pairs
}

// printed splits a printed reply into its parts.
func printed(text string) core.Reply {
	head, body, _ := strings.Cut(text, "\n<")
	return core.Reply{Status: 200, Headers: lines(head), Body: []byte("\n\n\n<" + body)}
}

func TestExamplesOfTheCOSSeed(t *testing.T) {
	require.Len(t, cosExamples, 5)
	for _, e := range cosExamples {
		t.Run(e.name, func(t *testing.T) {
			c := client(
				t,
				append([]string{"dialect", "cos", "bucket", cosBucket, "region", "ap-beijing", "key", "exampleobject",
					"contentType", "video/mp4"}, e.options...)...)
			r, err := c.Build(core.Initiate)
			require.NoError(t, err)
			require.Equal(t, "POST", r.Method)
			require.Equal(
				t,
				"https://examplebucket-1250000000.cos.ap-beijing.myqcloud.com/exampleobject?uploads",
				r.URL(),
			)
			require.ElementsMatch(t, lines(e.headers), r.Headers)

			prefix := "q-sign-algorithm=sha1&q-ak=" + cosKeyID + "&" + e.auth + "&q-url-param-list=uploads&q-signature="
			require.Equal(t, prefix, cosAuthorization(t, *r, e, cosKeyID, "any"))

			reply := printed(cosReply(e.upload, e.echo))
			begun, err := c.ReadInitiate(reply)
			require.NoError(t, err)
			require.Equal(t, core.Initiated{Bucket: cosBucket, Key: "exampleobject", UploadID: e.upload,
				RequestID: "NWVjZjc3ZDZfOThjMjJhMDlfMjg5N18zNWYy****"}, begun)
			require.Equal(t, lines(e.echo), c.Encryption(reply))
		})
	}
}

// cosAuthorization signs as the seed does, Date and Content-Length included,
// and gives everything in front of the signature.
func cosAuthorization(t *testing.T, r core.Request, e example, id, secret string) string {
	signed := cosSigned(t, r, e, id, secret)
	auth, found := signed.Request.Header("authorization")
	require.True(t, found)
	return strings.TrimSuffix(auth, signed.Signature)
}

var cosDates = map[int64]string{
	1585130821: "Wed, 25 Mar 2020 10:07:01 GMT", 1590654934: "Thu, 28 May 2020 08:35:34 GMT", 1590655438: "Thu, 28 May 2020 08:43:58 GMT",
	1590655459: "Thu, 28 May 2020 08:44:19 GMT", 1590655481: "Thu, 28 May 2020 08:44:41 GMT",
}

func cosSigned(t *testing.T, r core.Request, e example, id, secret string) core.Signed {
	r.Headers = append(
		r.Headers,
		core.Pair{Name: "date", Value: cosDates[e.time]},
		core.Pair{Name: "content-length", Value: "0"},
	)
	_, list, _ := strings.Cut(e.auth, "q-header-list=")
	scheme, found := sign.ByName("cos")
	require.True(t, found)
	return scheme.Header(
		r,
		sign.Params{
			Credentials: sign.Credentials{ID: id, Secret: secret},
			Time:        e.time,
			Expires:     7200,
			Headers:     strings.Split(list, ";"),
		},
	)
}

// The same request, signed by Tencent's Go SDK with this key.
func TestSignatureOfTheCOSSeedsSecondExample(t *testing.T) {
	e := cosExamples[1]
	c := client(
		t,
		append(
			[]string{
				"dialect",
				"cos",
				"bucket",
				cosBucket,
				"region",
				"ap-beijing",
				"key",
				"exampleobject",
				"contentType",
				"video/mp4",
			},
			e.options...)...)
	r, err := c.Build(core.Initiate)
	require.NoError(t, err)
	require.Equal(
		t,
		"ee59a3c49efec9c5032deeda838ab4bc8d131fb2",
		cosSigned(t, *r, e, "EXAMPLE-SECRET-ID", "EXAMPLE-SECRET-KEY").Signature,
	)
}

const ossReply = `Content-Length: 230
Server: AliyunOSS
Connection: keep-alive
x-oss-request-id: 42c25703-7503-fbd8-670a-bda01eaec618
Date: Wed, 22 Feb 2012 08:32:21 GMT
Content-Type: application/xml
<?xml version="1.0" encoding="UTF-8"?>
<InitiateMultipartUploadResult xmlns=”http://doc.oss-cn-hangzhou.aliyuncs.com”>
    <Bucket> multipart_upload</Bucket>
    <Key>multipart.data</Key>
    <UploadId>0004B9894A22E5B1888A1E29F8236E2D</UploadId>
</InitiateMultipartUploadResult>
`

func TestExampleOfTheOSSSeed(t *testing.T) {
	c := client(
		t,
		"dialect",
		"oss",
		"bucket",
		"oss-example",
		"region",
		"oss-cn-hangzhou",
		"key",
		"multipart.data",
		"storageClass",
		"Archive",
		"signature",
		"oss-v1",
		"accessKeyId",
		"qn6qrrqxo2oawuk53otfjbyc",
		"accessKeySecret",
		"any",
	)
	r, err := c.Build(core.Initiate)
	require.NoError(t, err)
	require.Equal(t, "POST", r.Method)
	require.Equal(t, "https://oss-example.oss-cn-hangzhou.aliyuncs.com/multipart.data?uploads", r.URL())
	require.Equal(t, []core.Pair{{Name: "x-oss-storage-class", Value: "Archive"}}, r.Headers)

	r.Headers = append(r.Headers, core.Pair{Name: "date", Value: "Wed, 22 Feb 2012 08:32:21 GMT"})
	signed, err := c.Sign(r, core.Header, 1329899541)
	require.NoError(t, err)
	require.Equal(
		t,
		"POST\n\n\nWed, 22 Feb 2012 08:32:21 GMT\nx-oss-storage-class:Archive\n/oss-example/multipart.data?uploads",
		signed.StringToSign,
	)
	auth, _ := signed.Request.Header("authorization")
	require.Equal(t, "OSS qn6qrrqxo2oawuk53otfjbyc:"+signed.Signature, auth)

	begun, err := c.ReadInitiate(printed(ossReply))
	require.NoError(t, err)
	require.Equal(
		t,
		core.Initiated{Bucket: "multipart_upload", Key: "multipart.data", UploadID: "0004B9894A22E5B1888A1E29F8236E2D",
			RequestID: "42c25703-7503-fbd8-670a-bda01eaec618"},
		begun,
	)
}

// One case per row of the seeds' tables of response elements: the row's
// element has a value of its own, and it comes back; bucket and key that are
// not named are those of the options.
func TestResponseElementsOfTheSeeds(t *testing.T) {
	for _, row := range []struct {
		dialect, element, body string
		want                   core.Initiated
	}{
		{"oss", "InitiateMultipartUploadResult", "<UploadId>U</UploadId>", core.Initiated{UploadID: "U"}},
		{"oss", "Bucket", "<Bucket>b1</Bucket><UploadId>U</UploadId>", core.Initiated{Bucket: "b1", UploadID: "U"}},
		{"oss", "Key", "<Key>k/1</Key><UploadId>U</UploadId>", core.Initiated{Key: "k/1", UploadID: "U"}},
		{"oss", "UploadId", "<UploadId>0004B9</UploadId>", core.Initiated{UploadID: "0004B9"}},
		{"oss", "EncodingType", "<Key>k%0A</Key><UploadId>U</UploadId><EncodingType>url</EncodingType>", core.Initiated{Key: "k\n", UploadID: "U"}},
		{"cos", "InitiateMultipartUploadResult", "<UploadId>U</UploadId>", core.Initiated{UploadID: "U"}},
		{"cos", "Bucket", "<Bucket>b-1</Bucket><UploadId>U</UploadId>", core.Initiated{Bucket: "b-1", UploadID: "U"}},
		{"cos", "Key", "<Key>k%0A</Key><UploadId>U</UploadId>", core.Initiated{Key: "k%0A", UploadID: "U"}},
		{"cos", "UploadId", "<UploadId>1585130821c</UploadId>", core.Initiated{UploadID: "1585130821c"}},
	} {
		t.Run(row.dialect+" "+row.element, func(t *testing.T) {
			region := map[string]string{"oss": "cn-hangzhou", "cos": "ap-beijing"}[row.dialect]
			c := client(t, "dialect", row.dialect, "bucket", cosBucket, "region", region, "key", "k")
			got, err := c.ReadInitiate(
				core.Reply{
					Status: 200,
					Body:   []byte("<InitiateMultipartUploadResult>" + row.body + "</InitiateMultipartUploadResult>"),
				},
			)
			require.NoError(t, err)
			row.want.Bucket = cmp.Or(row.want.Bucket, cosBucket)
			row.want.Key = cmp.Or(row.want.Key, "k")
			require.Equal(t, row.want, got)
		})
	}
}

// One case per error that the seeds name. COS's refers to its common table,
// which the tests of package dialect go through.
func TestErrorsOfTheSeeds(t *testing.T) {
	c := client(t, "dialect", "oss", "bucket", "oss-example", "region", "cn-hangzhou", "key", "k")
	for _, row := range []struct {
		code   string
		status int
		part   int // 0: initiate
		advice string
	}{
		{"KmsServiceNotEnabled", 403, 0, "key service"},
		{"InvalidArgumet", 400, 0, "value"},
		{"InvalidArgument", 400, 0, "value"},
		{"InvalidEncryptionAlgorithmError", 400, 0, "encryption"},
		{"InvalidArgument", 400, 3, "value"}, // the encryption header on a part
	} {
		t.Run(row.code, func(t *testing.T) {
			reply := core.Reply{Status: row.status, Body: []byte("<Error><Code>" + row.code + "</Code></Error>")}
			_, err := c.ReadInitiate(reply)
			if row.part > 0 {
				_, err = c.ReadUploadPart(row.part, reply)
			}
			var failed *core.Error
			require.ErrorAs(t, err, &failed)
			require.Equal(t, row.code, failed.Code)
			require.Equal(t, row.part, failed.Part)
			require.Equal(t, "never", failed.Retry.String())
			require.Contains(t, failed.Advice, row.advice)
		})
	}
}

// The encryption header that OSS refuses on a part is never sent there.
func TestNoEncryptionOnPartsOfOSS(t *testing.T) {
	c := client(t, "dialect", "oss", "bucket", "oss-example", "region", "cn-hangzhou", "key", "k", "encryption", "KMS")
	r, err := c.Build(core.Initiate)
	require.NoError(t, err)
	require.Contains(t, r.Headers, core.Pair{Name: "x-oss-server-side-encryption", Value: "KMS"})
	r, err = c.Build(core.UploadPart, "U", "1")
	require.NoError(t, err)
	require.Empty(t, r.Headers)
}
