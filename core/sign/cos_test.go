package sign

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/core/internal/hash"
	"github.com/partway/partway/core/internal/text"
	"github.com/partway/partway/core/request"
)

const (
	cosHost    = "examplebucket-1250000000.cos.ap-beijing.myqcloud.com"
	cosAwkward = "dir/ex ample(腾讯云)+!'*~.bin"
	cosUpload  = "1585130821cbb7df1d11846c073ad648e8f33b087cec2381df437acdc833cf654b9ecc6361"
)

func cosRequest(method, key string, query, headers []request.Pair) request.Request {
	return request.Request{Method: method, Query: query, Headers: headers, Target: request.Target{
		Scheme: "https", Host: cosHost, Region: "ap-beijing", Bucket: "examplebucket-1250000000", Key: key,
	}}
}

func cosParams(start, seconds int64) Params {
	return Params{
		Time:        start,
		Expires:     seconds,
		Credentials: Credentials{ID: "EXAMPLE-SECRET-ID", Secret: "EXAMPLE-SECRET-KEY"},
	}
}

func sha1Hex(s string) string {
	sum := hash.SHA1([]byte(s))
	return text.Hex(sum[:])
}

// The vendor's page on request signatures shows everything but the secret.
func TestCOSPublishedByVendor(t *testing.T) {
	for _, c := range []struct {
		name      string
		request   request.Request
		headers   []string
		start     int64
		key       string
		canonical string // SHA-1
		want      string
	}{
		{
			"put", cosRequest("PUT", "exampleobject(腾讯云)", nil, []request.Pair{
				{Name: "Content-Length", Value: "13"}, {Name: "Content-MD5", Value: "mQ/fVh815F3k6TAUm8m0eg=="}, {Name: "Content-Type", Value: "text/plain"},
				{Name: "Date", Value: "Thu, 16 May 2019 06:45:51 GMT"}, {Name: "x-cos-acl", Value: "private"}, {Name: "x-cos-grant-read", Value: `uin="100000000011"`},
			}), []string{"content-length", "content-md5", "content-type", "date", "host", "x-cos-acl", "x-cos-grant-read"},
			1557989151, "eb2519b498b02ac213cb1f3d1a3d27a3b3c9bc5f", "8b2751e77f43a0995d6e9eb9477f4b685cca4172", "3b8851a11a569213c17ba8fa7dcf2abec6935172",
		},
		{
			"get", cosRequest("GET", "exampleobject(腾讯云)",
				[]request.Pair{{Name: "response-content-type", Value: octetStream}, {Name: "response-cache-control", Value: "max-age=600"}},
				[]request.Pair{{Name: "Date", Value: "Thu, 16 May 2019 06:55:53 GMT"}}), []string{"date", "host"},
			1557989753, "937914bf490e9e8c189836aad2052e4feeb35eaf", "54ecfe22f59d3514fdc764b87a32d8133ea611e6", "01681b8c9d798a678e43b685a9f1bba0f6c0e012",
		},
	} {
		p := Params{Time: c.start, Expires: 7200, Headers: c.headers}
		p.Key = Key{scope: cosKeyTime(&p), bytes: []byte(c.key)}
		got := named("cos").Header(c.request, p)
		require.Equal(t, c.canonical, sha1Hex(got.Canonical), "%s: %s", c.name, got.Canonical)
		require.Equal(t, c.want, got.Signature, c.name)
	}
}

func TestCOSKnownAnswers(t *testing.T) {
	seed := []request.Pair{
		{
			Name:  "Cache-Control",
			Value: "max-age=86400",
		}, {Name: "Content-Disposition", Value: "attachment; filename=example.jpg"}, {Name: "Content-Length", Value: "0"},
		{
			Name:  "Content-Type",
			Value: "video/mp4",
		}, {Name: "x-cos-acl", Value: "public-read"}, {Name: "x-cos-meta-example-field", Value: "example-value"},
		{Name: "Date", Value: "Thu, 28 May 2020 08:35:34 GMT"},
	}
	seedList := []string{
		"cache-control",
		"content-disposition",
		"content-length",
		"content-type",
		"host",
		"x-cos-acl",
		"x-cos-meta-example-field",
	}
	listParts := []request.Pair{
		{Name: "uploadId", Value: cosUpload},
		{Name: "max-parts", Value: "1000"},
		{Name: "part-number-marker", Value: "1000"},
		{Name: "encoding-type", Value: "url"},
	}
	part := []request.Pair{{Name: "partNumber", Value: "2"}, {Name: "uploadId", Value: cosUpload}}
	for _, c := range []struct {
		name    string
		request request.Request
		params  Params
		headers []string
		token   string
		sha1    string
		want    string
	}{
		{"initiate as a browser can", cosRequest("POST", "exampleobject", []request.Pair{{Name: "uploads"}}, seed), cosParams(1590654934, 7200), seedList, "", "0f50a5473a994118668fcfe5e91f37577552b8d6", "8a3cc71385bca95d689ed8bed8d57574eac35c5a"},
		{"initiate with Date", cosRequest("POST", "exampleobject", []request.Pair{{Name: "uploads"}}, seed), cosParams(1590654934, 7200), append(seedList, "date"), "", "5ee35eb8da9e52eaf3e4e8bf3610f810ca55ef4b", "ee59a3c49efec9c5032deeda838ab4bc8d131fb2"},
		{"part with token", cosRequest("PUT", cosAwkward, part, []request.Pair{{Name: "Content-Length", Value: "13"}, {Name: "Content-MD5", Value: "EI9SjrY7Zec08nrjMfX/qg=="}}), cosParams(1600000000, 3600), []string{"content-length", "content-md5", "host", "x-cos-security-token"}, "EXAMPLE/TOKEN+==", "1e4f779a491815ebf807888c24aaeec13964c5ee", "687d5b8b40825d4785f8719ef74b0fdfb2ec0b05"},
		{"list parts", cosRequest("GET", "exampleobject", listParts, nil), cosParams(1600000000, 3600), nil, "", "34071fb4c2120f17787dfab6501ed7c3c5112cb2", "ea2c641e8e1919b57229fd157dacd0e5cd8078b7"},
	} {
		c.params.Headers, c.params.Token = c.headers, c.token
		got := named("cos").Header(c.request, c.params)
		require.Equal(t, c.sha1, sha1Hex(got.Canonical), "%s: %s", c.name, got.Canonical)
		require.Equal(t, c.want, got.Signature, c.name)
	}
}

func TestCOSAuthorization(t *testing.T) {
	p := cosParams(1600000000, 3600)
	p.Token = "EXAMPLE/TOKEN+=="
	got := named(
		"cos",
	).Header(cosRequest("PUT", "a", []request.Pair{{Name: "partNumber", Value: "2"}, {Name: "uploadId", Value: "u"}}, []request.Pair{
		{
			Name:  "Content-Type",
			Value: "text/plain",
		}, {Name: "Content-MD5", Value: "EI9SjrY7Zec08nrjMfX/qg=="}, {Name: "Pic-Operations", Value: "{}"},
		{Name: "x-cos-server-side-encryption-customer-key-MD5", Value: "U5L61r7jcwdNvT7frmUG8g=="},
	}), p)
	authorization, _ := got.Request.Header("Authorization")
	require.Equal(
		t,
		"q-sign-algorithm=sha1&q-ak=EXAMPLE-SECRET-ID&q-sign-time=1600000000;1600003600&q-key-time=1600000000;1600003600"+
			"&q-header-list=content-md5;host;pic-operations;x-cos-security-token;x-cos-server-side-encryption-customer-key-md5"+
			"&q-url-param-list=partnumber;uploadid&q-signature="+got.Signature,
		authorization,
	)
	require.Equal(t, "817b4f77fc8ceed81ae09f3a648b22bbbe2c6248", string(named("cos").Key(p, "").bytes))

	p.Headers, p.Query = []string{}, []string{}
	got = named("cos").Header(cosRequest("GET", "a", nil, nil), p)
	authorization, _ = got.Request.Header("Authorization")
	require.Contains(t, authorization, "&q-header-list=&q-url-param-list=&q-signature=", "empty lists stay")
}

func TestCOSPresignedURL(t *testing.T) {
	p := cosParams(1600000000, 3600)
	p.Token = "EXAMPLE/TOKEN+=="
	got := named(
		"cos",
	).Query(cosRequest("PUT", "dir/a b.bin", []request.Pair{{Name: "partNumber", Value: "2"}, {Name: "uploadId", Value: cosUpload}}, nil), p)
	require.Equal(
		t,
		"https://"+cosHost+"/dir/a%20b.bin?partNumber=2&uploadId="+cosUpload+"&x-cos-security-token=EXAMPLE%2FTOKEN%2B%3D%3D"+
			"&q-sign-algorithm=sha1&q-ak=EXAMPLE-SECRET-ID&q-sign-time=1600000000%3B1600003600&q-key-time=1600000000%3B1600003600&q-header-list=host"+
			"&q-url-param-list=partnumber%3Buploadid%3Bx-cos-security-token&q-signature=c166fc6afc120786d7e0a7e75d6ec113f1e1d469",
		got.Request.URL(),
	)

	p.Query = []string{"partNumber", "uploadId"}
	unsigned := named("cos").Query(cosRequest("PUT", "a", []request.Pair{{Name: "partNumber", Value: "2"}}, nil), p)
	require.NotContains(t, unsigned.Canonical, "token")
	require.Contains(t, unsigned.Request.URL(), "&x-cos-security-token=EXAMPLE%2FTOKEN%2B%3D%3D&", "sent all the same")
}

func TestCOSRepeatedAndOddNames(t *testing.T) {
	r := cosRequest(
		"PUT",
		"a",
		[]request.Pair{{Name: "B/ä", Value: "2"}, {Name: "b/ä", Value: "1"}, {Name: "a", Value: "中"}},
		[]request.Pair{{Name: "x-cos-meta-a", Value: " two  spaces "}, {Name: "X-Cos-Meta-A", Value: "!"}},
	)
	got := named("cos").Header(r, cosParams(1, 1))
	require.Equal(
		t,
		"put\n/a\na=%E4%B8%AD&b%2f%c3%a4=1&b%2f%c3%a4=2\nhost="+cosHost+"&x-cos-meta-a=%21&x-cos-meta-a=two%20%20spaces\n",
		got.Canonical,
	)
}
