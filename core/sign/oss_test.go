package sign

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/core/internal/hash"
	"github.com/partway/partway/core/internal/text"
	"github.com/partway/partway/core/request"
)

// Answers of alibabacloud-oss-go-sdk-v2 1.6.1 and ali-oss 6.23.0 to the same
// made-up requests, as far as not marked otherwise.

const (
	ossMoment   = 1702743657 // 2023-12-16T16:20:57Z
	ossUpload   = "0004B9894A22E5B1888A1E29F8236E2D"
	octetStream = "application/octet-stream"
)

var awkwardKey = "dir a/b+c~中.bin"

func ossRequest(method, key string, query, headers []request.Pair) request.Request {
	return request.Request{Method: method, Query: query, Headers: headers, Target: request.Target{
		Scheme: "https", Host: "examplebucket.oss-cn-hangzhou.aliyuncs.com", Region: "cn-hangzhou",
		Bucket: "examplebucket", Key: key,
	}}
}

func ossParams(token string, headers ...string) Params {
	return Params{
		Time:        ossMoment,
		Expires:     3600,
		Headers:     headers,
		Credentials: Credentials{ID: "ak", Secret: "sk", Token: token},
	}
}

func partQuery(number string) []request.Pair {
	return []request.Pair{{Name: "partNumber", Value: number}, {Name: "uploadId", Value: ossUpload}}
}

func digest(canonical string) string {
	sum := hash.SHA256([]byte(canonical))
	return text.Hex(sum[:])
}

func TestOSSV4KnownAnswers(t *testing.T) {
	octets := []request.Pair{{Name: "Content-Type", Value: octetStream}}
	initiate := ossRequest(
		"POST",
		"multipart.data",
		[]request.Pair{{Name: "encoding-type", Value: "url"}, {Name: "uploads"}},
		append([]request.Pair{{Name: "X-Oss-Storage-Class", Value: "IA"}}, octets...),
	)
	part := ossRequest("PUT", awkwardKey, partQuery("7"), octets)
	plain := ossRequest("PUT", "multipart.data", partQuery("1"), nil)
	for _, c := range []struct {
		name      string
		sign      func(request.Request, Params) Signed
		request   request.Request
		params    Params
		canonical string // SHA-256
		want      string
	}{
		{"header", named("oss-v4").Header, part, ossParams(""), "c83a1da5d3d65dade66e2b3429d2de4e686845488e35cee5018b908569ad75e6", "d8b8c8969828ec05f4864bdd0c06deb89def36e93d67b06043d19028d19e4d95"},
		{"header, token", named("oss-v4").Header, part, ossParams("token"), "13fd5306eac131dc3a8f0ae13569d3aea73afe632450c87db4ebec09970b7d64", "0661906f6b84d90602fe8e9062e91df19a0df5f89276b303c9463906d115227b"},
		{"header, initiate", named("oss-v4").Header, initiate, ossParams(""), "8146a2ccc434a1675e29d3de8c42d2ca77e7166ae8e0d58b2fb2999bc0620d8d", "b6ce94d6938da2d9c80f3968e6a555bb28c97f9292caf16b8e036074c45efb26"},
		{"URL", named("oss-v4").Query, plain, ossParams(""), "ea0a944c900473e62800d84ce73d311949e103237a3a3c08154a43daf5ebf105", "3fedecf8d0ffa60a17c15761b4f1f5e7f65a4300a45c6dadc965e6730d560be4"},
		{"URL, host and token", named("oss-v4").Query, plain, ossParams("token", "host"), "15a9069d0e6243457a9ddbf5a49ba1a265f2c78782259e93f9d98894602af3da", "136af36c709a5ca81cc1c7da45e42c9650627e3d82c1fc0dffb6021a694454f4"},
		{"URL, token to escape", named("oss-v4").Query, plain, ossParams("tok+/="), "2e18c3304d324c66fd5eaeca60c012645f244d8936a56e01513694ef8757a477", "ba8f89a04a15157be084a0336a4378be7c9a1e5bc2366b7f5ec13249777579f8"},
	} {
		got := c.sign(c.request, c.params)
		require.Equal(t, c.canonical, digest(got.Canonical), "%s: canonical request\n%s", c.name, got.Canonical)
		require.Equal(t, c.want, got.Signature, c.name)
	}
}

func TestOSSV4CanonicalRequest(t *testing.T) {
	got := named(
		"oss-v4",
	).Header(ossRequest("PUT", awkwardKey, partQuery("7"), []request.Pair{{Name: "Content-Type", Value: octetStream}}), ossParams(""))
	require.Equal(t, `PUT
/examplebucket/dir%20a/b%2Bc~%E4%B8%AD.bin
partNumber=7&uploadId=0004B9894A22E5B1888A1E29F8236E2D
content-type:application/octet-stream
x-oss-content-sha256:UNSIGNED-PAYLOAD
x-oss-date:20231216T162057Z


UNSIGNED-PAYLOAD`, got.Canonical)
	require.Equal(
		t,
		"b412a03b134ebddd720f5167b5de6db66620ebb3b01cff4d49e3ccb09f8de97f",
		text.Hex(named("oss-v4").Key(ossParams(""), "cn-hangzhou").bytes),
	)
}

// The published cases of alibabacloud-oss-go-sdk-v2 (signer_v4_test.go).
func TestOSSV4PublishedBySDK(t *testing.T) {
	r := ossRequest(
		"PUT",
		"1234+-/123/1.txt",
		[]request.Pair{
			{Name: "param1", Value: "value1"},
			{Name: "+param1", Value: "value3"},
			{Name: "|param1", Value: "value4"},
			{Name: "+param2"},
			{Name: "|param2"},
			{Name: "param2"},
		},
		[]request.Pair{
			{Name: "x-oss-head1", Value: "value"},
			{Name: "abc", Value: "value"},
			{Name: "ZAbc", Value: "value"},
			{Name: "XYZ", Value: "value"},
			{Name: "content-type", Value: "text/plain"},
		},
	)
	r.Target.Bucket = "bucket"
	p := ossParams("", "abc", "ZAbc")
	p.Time = 1702747512
	got := named("oss-v4").Header(r, p)
	require.Equal(t, "4a4183c187c07c8947db7620deb0a6b38d9fbdd34187b6dbaccb316fa251212f", got.Signature)
	authorization, _ := got.Request.Header("authorization")
	require.Equal(t, "OSS4-HMAC-SHA256 Credential=ak/20231216/cn-hangzhou/oss/aliyun_v4_request,"+
		"AdditionalHeaders=abc;zabc,Signature="+got.Signature, authorization)

	r.Headers[4].Value = octetStream
	p = ossParams("")
	p.Time, p.Expires = 1702781677, 599
	require.Equal(
		t,
		"a39966c61718be0d5b14e668088b3fa07601033f6518ac7b523100014269c0fe",
		named("oss-v4").Query(r, p).Signature,
	)
}

func TestOSSV4AdditionalHeaders(t *testing.T) {
	r := ossRequest(
		"PUT",
		"a",
		nil,
		[]request.Pair{
			{Name: "Cache-Control", Value: " no-store\t"},
			{Name: "Content-Type", Value: "text/plain"},
			{Name: "Range", Value: "x"},
		},
	)
	got := named(
		"oss-v4",
	).Query(r, ossParams("", "RANGE", "host", "content-type", "x-oss-meta-a", "cache-control", "absent", "range"))
	list, _ := request.Find(got.Request.Query, "x-oss-additional-headers")
	require.Equal(
		t,
		"cache-control;host;range",
		list,
		"sorted, once each, without those that are signed anyway or absent",
	)
	require.Contains(
		t,
		got.Canonical,
		"\ncache-control:no-store\ncontent-type:text/plain\nhost:"+r.Target.Host+"\nrange:x\n\ncache-control;host;range\n",
	)

	_, present := request.Find(named("oss-v4").Query(r, ossParams("")).Request.Query, "x-oss-additional-headers")
	require.False(t, present, "an empty list is an error at the store")
}

func TestOSSV1KnownAnswers(t *testing.T) {
	const date = "Sat, 16 Dec 2023 16:20:57 GMT"
	octets := request.Pair{Name: "Content-Type", Value: octetStream}
	browser := ossRequest("PUT", awkwardKey, partQuery("7"), []request.Pair{octets})
	native := ossRequest("PUT", awkwardKey, partQuery("7"), []request.Pair{octets, {Name: "Date", Value: date}})
	plain := ossRequest("PUT", "multipart.data", partQuery("1"), nil)
	for _, c := range []struct {
		name    string
		sign    func(request.Request, Params) Signed
		request request.Request
		token   string
		string  string
		want    string
	}{
		{"header, Date", named("oss-v1").Header, native, "token", "PUT\n\napplication/octet-stream\n" + date + "\nx-oss-security-token:token\n/examplebucket/dir a/b+c~中.bin?partNumber=7&uploadId=" + ossUpload, "tBgEId5jaYAKZlAPL/wZTz3K1vo="},
		{"header, x-oss-date", named("oss-v1").Header, browser, "token", "PUT\n\napplication/octet-stream\n" + date + "\nx-oss-date:" + date + "\nx-oss-security-token:token\n/examplebucket/dir a/b+c~中.bin?partNumber=7&uploadId=" + ossUpload, "RUfEeCVqxOwTCoFw1HqN0WQwO+4="},
		{"URL, token", named("oss-v1").Query, plain, "token", "PUT\n\n\n1702747257\n/examplebucket/multipart.data?partNumber=1&security-token=token&uploadId=" + ossUpload, "zvm7DbI4VnGb68Te4HMxGGI1siE="},
		{"URL", named("oss-v1").Query, plain, "", "PUT\n\n\n1702747257\n/examplebucket/multipart.data?partNumber=1&uploadId=" + ossUpload, "cZGSlYyoc2P/2Q9HON4TukX5ViA="},
	} {
		got := c.sign(c.request, ossParams(c.token))
		require.Equal(t, c.string, got.StringToSign, c.name)
		require.Equal(t, c.want, got.Signature, c.name)
	}
}

// The worked example of the vendor's page on V1 in the Authorization header.
func TestOSSV1PublishedByVendor(t *testing.T) {
	r := ossRequest("PUT", "nelson", nil, []request.Pair{
		{
			Name:  "Content-Md5",
			Value: "ODBGOERFMDMzQTczRUY3NUE3NzA5QzdFNUYzMDQxNEM=",
		}, {Name: "Content-Type", Value: "text/html"},
		{
			Name:  "Date",
			Value: "Thu, 17 Nov 2005 18:49:58 GMT",
		}, {Name: "X-OSS-Meta-Author", Value: "foo@bar.com"}, {Name: "X-OSS-Magic", Value: "abracadabra"},
	})
	r.Target.Bucket = "oss-example"
	got := named(
		"oss-v1",
	).Header(r, Params{Credentials: Credentials{ID: "44CF9590006BF252F707", Secret: "OtxrzxIsfpFjA7SwPzILwy8Bw21TLhquhboDYROV"}})
	require.Equal(t, "26NBxoKdsyly4EDv6inkoDft/yA=", got.Signature)
	authorization, _ := got.Request.Header("Authorization")
	require.Equal(t, "OSS 44CF9590006BF252F707:26NBxoKdsyly4EDv6inkoDft/yA=", authorization)
}

func TestOSSV1SignsSubResourcesOnly(t *testing.T) {
	r := ossRequest("GET", "", []request.Pair{
		{
			Name: "uploads",
		}, {Name: "prefix", Value: "a/b"}, {Name: "max-uploads", Value: "5"}, {Name: "x-oss-unknown", Value: "?&"},
		{
			Name:  "encoding-type",
			Value: "url",
		}, {Name: "key-marker", Value: "k"}, {Name: "uploadid", Value: "another letter case"}, {Name: ""},
	}, nil)
	require.Equal(t, "/examplebucket/?uploads&x-oss-unknown=?&", ossV1Resource(&r))
	r.Query = r.Query[1:3]
	require.Equal(t, "/examplebucket/", ossV1Resource(&r))
}

// The names that the vendor's page and SDKs sign, typed out again from there:
// those of uploads and objects first.
const ossV1Signed = `uploads uploadId partNumber sequential security-token callback callback-var objectMeta versionId cors acl tagging symlink
append position delete restore response-content-type response-content-language response-expires response-cache-control
response-content-disposition response-content-encoding withHashContext
x-oss-process x-oss-async-process x-oss-traffic-limit x-oss-request-payer x-oss-enable-md5 x-oss-enable-sha1 x-oss-enable-sha256
x-oss-hash-ctx x-oss-md5-ctx x-oss-ac-source-ip x-oss-ac-subnet-mask x-oss-ac-vpc-id x-oss-ac-forward-allow
x-oss-write-get-object-response x-oss-rename x-oss-delete x-oss-dir x-oss-access-point-name x-oss-target-redundancy-type
x-oss-redundancy-transition-taskid
location logging website referer lifecycle img style styleName replication replicationProgress replicationLocation cname bucketInfo
comp qos qosInfo live status vod startTime endTime stat udf udfName udfImage udfId udfImageDesc udfApplication udfApplicationLog
encryption policy policyStatus requestPayment inventory inventoryId continuation-token versions versioning asyncFetch worm wormId
wormExtend transferAcceleration regionList cloudboxes metaQuery resourceGroup rtc responseHeader processConfiguration vpcip vip group
link objectInfo bucketArchiveDirectRead httpsConfig publicAccessBlock redundancyTransition accessPoint accessPointPolicy seal
requesterQosInfo qosRequester resourcePoolInfo resourcePool resourcePoolBuckets`

// Parameters that OSS knows and V1 leaves out, and names that are none.
const ossV1Unsigned = `encoding-type max-parts part-number-marker prefix delimiter key-marker upload-id-marker max-uploads max-keys marker
list-type OSSAccessKeyId Expires Signature ACL Uploads uploadid x-oss oss-process callback- response- versio`

func TestOSSV1KnowsEveryName(t *testing.T) {
	resource := func(name string) string {
		r := ossRequest("GET", "k", []request.Pair{{Name: name, Value: "v"}}, nil)
		return ossV1Resource(&r)
	}
	signed := strings.Fields(ossV1Signed)
	require.Len(t, slices.Compact(slices.Sorted(slices.Values(signed))), len(signed))
	for _, name := range signed {
		require.Equal(t, "/examplebucket/k?"+name+"=v", resource(name))
	}
	for _, name := range append(strings.Fields(ossV1Unsigned), "", " ", "acl append", " acl", "acl ") {
		require.Equal(t, "/examplebucket/k", resource(name), name)
	}
	for name := range strings.FieldsSeq(ossV1SubResources) {
		require.Contains(t, signed, name, "is no name of the vendor's")
	}
}
