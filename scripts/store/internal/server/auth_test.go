package server

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestAuthErrors(t *testing.T) {
	drop := func(name string) func(*http.Request) { return func(r *http.Request) { r.Header.Del(name) } }
	set := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	path := func(from, to string) func(*http.Request) {
		return func(r *http.Request) { r.URL.Path = strings.Replace(r.URL.Path, from, to, 1); r.URL.RawPath = "" }
	}
	query := func(add string) func(*http.Request) { return func(r *http.Request) { r.URL.RawQuery += add } }
	tests := []struct {
		name    string
		schemes string // where it applies
		change  req
		want    want
	}{
		{"wrong secret", "all", req{id: "key", secret: "other"}, every("403 SignatureDoesNotMatch")},
		{"unknown key", "all", req{id: "nobody", secret: "secret"}, every("403 InvalidAccessKeyId")},
		{"not signed", "header", req{unsigned: true}, every("403 AccessDenied")},
		{
			"rubbish",
			"header",
			req{unsigned: true, headers: pairs("authorization", "Basic a2V5OnNlY3JldA==")},
			every("400 InvalidArgument"),
		},
		{"signed twice", "query", req{after: set("Authorization", "OSS key:abc")}, every("400 InvalidArgument")},
		{"another path", "all", req{after: path("/k", "/kk")}, every("403 SignatureDoesNotMatch")},
		{"another parameter", "oss-v4 aws-v4", req{after: query("&max-parts=1")}, every("403 SignatureDoesNotMatch")},
		{
			"another header",
			"oss-v4 oss-v1",
			req{after: set("x-oss-storage-class", "IA")},
			every("403 SignatureDoesNotMatch"),
		},
		{"header not signed", "aws-v4", req{after: set("x-amz-storage-class", "STANDARD")}, every("403 AccessDenied")},
		{"token missing", "all", req{id: "sts", secret: "sts-secret"}, every("403 InvalidAccessKeyId")},
		{
			"wrong token",
			"all",
			req{id: "sts", secret: "sts-secret", token: "x"},
			want{"403 InvalidSecurityToken", "403 InvalidAccessKeyId", "400 InvalidToken"},
		},
		{
			"token of a permanent key",
			"all",
			req{id: "key", secret: "secret", token: "x"},
			want{"403 InvalidSecurityToken", "403 InvalidAccessKeyId", "400 InvalidToken"},
		},
		{
			"token expired",
			"all",
			req{id: "old", secret: "old-secret", token: "old-token"},
			want{"403 SecurityTokenExpired", "400 ExpiredToken", "400 ExpiredToken"},
		},
		{
			"14 minutes slow",
			"oss-v4-header oss-v1-header aws-v4-header",
			req{at: testTime.Add(-14 * time.Minute)},
			every("200"),
		},
		{
			"16 minutes slow",
			"oss-v4-header oss-v1-header aws-v4-header",
			req{at: testTime.Add(-16 * time.Minute)},
			every("403 RequestTimeTooSkewed"),
		},
		{
			"16 minutes fast",
			"oss-v4-header oss-v1-header aws-v4-header cos",
			req{at: testTime.Add(16 * time.Minute)},
			every("403 RequestTimeTooSkewed"),
		},
		{"14 minutes fast", "header", req{at: testTime.Add(14 * time.Minute)}, every("200")},
		{
			"not valid yet",
			"oss-v4-query aws-v4-query",
			req{at: testTime.Add(16 * time.Minute)},
			every("403 AccessDenied"),
		},
		{"about to expire", "query cos", req{at: testTime.Add(-599 * time.Second), expires: 600}, every("200")},
		{"expired", "query cos", req{at: testTime.Add(-601 * time.Second), expires: 600}, every("403 AccessDenied")},
		{
			"8 days",
			"oss-v4-query aws-v4-query",
			req{expires: 8 * 86400},
			want{"400 InvalidArgument", "", "400 AuthorizationQueryParametersError"},
		},
		{"payload word", "oss-v4-header", req{after: set("x-oss-content-sha256", "abc")}, every("400 InvalidArgument")},
		{"no date", "oss-v4-header", req{after: drop("x-oss-date")}, every("403 AccessDenied")},
		{"no date", "oss-v1-header", req{after: drop("x-oss-date")}, every("403 AccessDenied")},
		{"no payload hash", "aws-v4-header", req{after: drop("x-amz-content-sha256")}, every("400 InvalidRequest")},
		{"scope of another day", "oss-v4-header", req{after: func(r *http.Request) {
			r.Header.Set("Authorization", strings.Replace(r.Header.Get("Authorization"), "/20261122/", "/20261121/", 1))
		}}, every("400 InvalidArgument")},
		{"scope of another service", "aws-v4-header", req{after: func(r *http.Request) {
			r.Header.Set("Authorization", strings.Replace(r.Header.Get("Authorization"), "/s3/", "/ec2/", 1))
		}}, every("400 AuthorizationHeaderMalformed")},
		{"host not signed", "cos-header", req{after: func(r *http.Request) {
			r.Header.Set(
				"Authorization",
				strings.Replace(r.Header.Get("Authorization"), "q-header-list=host", "q-header-list=", 1),
			)
		}}, every("403 AccessDenied")},
	}
	h := newHarness(t)
	for _, w := range ways[:8] {
		form := map[bool]string{false: "header", true: "query"}[w.presigned]
		for _, test := range tests {
			applies := false
			for _, s := range strings.Fields(test.schemes) {
				applies = applies || s == "all" || s == form || s == w.scheme || s == w.scheme+"-"+form
			}
			if !applies || test.want.of(w.dialect) == "" {
				continue
			}
			t.Run(w.scheme+" "+form+" "+test.name, func(t *testing.T) {
				h := *h
				h.t = t
				q := test.change
				q.method, q.dialect, q.scheme, q.presigned, q.key = "PUT", w.dialect, w.scheme, w.presigned, "k"
				r := h.send(q)
				require.Equal(t, test.want.of(w.dialect), strings.TrimSpace(r.Status[:3]+" "+r.text("Code")), r.body)
				checkAuthDetails(t, r)
			})
		}
	}
}

// checkAuthDetails: what a client needs to find its mistake stands in the document.
func checkAuthDetails(t *testing.T, r reply) {
	switch r.text("Code") {
	case "RequestTimeTooSkewed":
		require.Equal(t, "2026-11-22T10:00:00.000Z", r.text("ServerTime"))
		require.Equal(t, "900000", r.text("MaxAllowedSkewMilliseconds"))
	case "SignatureDoesNotMatch":
		require.NotEmpty(t, r.text("StringToSign"))
		require.NotContains(t, r.body, "sts-secret")
	case "AccessDenied":
		if r.text("Expires") != "" {
			require.Equal(t, "Request has expired", r.text("Message"))
		}
	}
}

func TestRegion(t *testing.T) {
	h := newHarness(t)
	h.server.Config.Handler.(*Server).Auth.Region = "cn-hangzhou"
	for dialect, code := range map[string]string{"oss": "InvalidArgument", "s3": "AuthorizationHeaderMalformed"} {
		require.Equal(t, 200, h.send(req{method: "PUT", dialect: dialect, key: "k", body: "x"}).StatusCode)
		r := h.send(req{method: "PUT", dialect: dialect, key: "k", body: "x", region: "eu-west-1"})
		require.Equal(t, code, r.text("Code"))
		require.Equal(t, "cn-hangzhou", r.text("Region"))
	}
}

func TestAddresses(t *testing.T) {
	h := newHarness(t)
	s := h.server.Config.Handler.(*Server)
	tests := []struct{ host, path, dialect, bucket, key string }{
		{"localhost:8788", "/oss/b/k", "oss", "b", "k"},
		{"127.0.0.1:8788", "/cos/b/a/k", "cos", "b", "a/k"},
		{"[::1]:8788", "/s3/b/", "s3", "b", ""},
		{"localhost:8788", "/s3/b", "s3", "b", ""},
		{"localhost:8788", "/b/k", "s3", "b", "k"},
		{"localhost:8788", "/b//k", "s3", "b", "/k"},
		{"store.example", "/oss/b/oss/k", "oss", "b", "oss/k"},
		{"b.oss.localhost:8788", "/k", "oss", "b", "k"},
		{"b.cos.localhost", "/cos/k", "cos", "b", "cos/k"},
		{"oss.localhost", "/b/k", "oss", "b", "k"},
		{"s3.localhost", "/b/k", "s3", "b", "k"},
		{"my.bucket.s3.localhost", "/k", "s3", "my.bucket", "k"},
		{"b.oss-cn-hangzhou.aliyuncs.com", "/k", "oss", "b", "k"},
		{"B.OSS-cn-hangzhou.aliyuncs.com", "/k", "oss", "b", "k"},
		{"b.oss-cn-hangzhou-internal.aliyuncs.com", "/k", "oss", "b", "k"},
		{"b.cn-hangzhou.oss.aliyuncs.com", "/k", "oss", "b", "k"},
		{"b.oss-accelerate.aliyuncs.com", "/k", "oss", "b", "k"},
		{"b-1250000000.cos.ap-x.myqcloud.com", "/k", "cos", "b-1250000000", "k"},
		{"cos-b-1250000000.cos.ap-x.tencentcos.cn", "/k", "cos", "cos-b-1250000000", "k"},
		{"cos.ap-x.myqcloud.com", "/b/k", "cos", "b", "k"},
		{"s3.eu-west-1.amazonaws.com", "/b/k", "s3", "b", "k"},
		{"my.bucket.s3.dualstack.eu-west-1.amazonaws.com", "/k", "s3", "my.bucket", "k"},
		{"b.s3-accelerate.amazonaws.com", "/k", "s3", "b", "k"},
		{"b.s3.cn-north-1.amazonaws.com.cn", "/k", "s3", "b", "k"},
	}
	for _, test := range tests {
		r, err := http.NewRequest("GET", "http://x"+test.path, nil)
		require.NoError(t, err)
		r.Host = test.host
		a, err := s.resolve(r)
		require.NoError(t, err, test.host)
		require.Equal(
			t,
			[]string{test.dialect, test.bucket, test.key},
			[]string{a.v.Name, a.bucketName, a.key},
			test.host+test.path,
		)
	}
	r, _ := http.NewRequest("GET", "http://x/b/k", nil)
	r.Host = "oss-cn-hangzhou.aliyuncs.com"
	_, err := s.resolve(r)
	require.ErrorContains(t, err, "third level domain")
}

// Requests as other clients write them.
func TestForeignRequests(t *testing.T) {
	h := newHarness(t)
	require.Equal(t, 200, h.send(req{method: "PUT", dialect: "s3", key: "a b+c", body: "x"}).StatusCode)
	r := h.send(req{method: "GET", dialect: "s3", key: "", query: pairs("location", "")})
	require.Equal(t, 200, r.StatusCode, r.body)
	require.Equal(t, defaultRegion, r.text("LocationConstraint"))
	require.Equal(t, 200, h.send(req{method: "HEAD", dialect: "s3"}).StatusCode)

	// Without a slash behind the bucket, and with "+" for a space in the query.
	q := req{method: "GET", dialect: "s3", query: pairs("uploads", "", "prefix", "a b")}
	bare := h.build(q)
	require.Contains(t, bare.URL.RawQuery, "a%20b")
	bare.URL.RawQuery = strings.Replace(bare.URL.RawQuery, "%20", "+", 1)
	res, err := http.DefaultTransport.RoundTrip(bare)
	require.NoError(t, err)
	res.Body.Close()
	require.Equal(t, 200, res.StatusCode)
}
