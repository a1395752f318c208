package sign_test

import (
	"fmt"

	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/sign"
)

// A URL with which whoever holds it may upload part 1 within an hour.
func ExampleByName() {
	scheme, _ := sign.ByName("oss-v4")
	signed := scheme.Query(request.Request{
		Method: "PUT",
		Target: request.Target{
			Scheme: "https", Host: "examplebucket.oss-cn-hangzhou.aliyuncs.com",
			Region: "cn-hangzhou", Bucket: "examplebucket", Key: "multipart.data",
		},
		Query: []request.Pair{
			{Name: "partNumber", Value: "1"},
			{Name: "uploadId", Value: "0004B9894A22E5B1888A1E29F8236E2D"},
		},
	}, sign.Params{
		Credentials: sign.Credentials{ID: "ak", Secret: "sk"}, Time: 1702743657, Expires: 3600,
	})
	fmt.Println(signed.StringToSign)
	fmt.Println(signed.Signature)
	// Output:
	// OSS4-HMAC-SHA256
	// 20231216T162057Z
	// 20231216/cn-hangzhou/oss/aliyun_v4_request
	// ea0a944c900473e62800d84ce73d311949e103237a3a3c08154a43daf5ebf105
	// 3fedecf8d0ffa60a17c15761b4f1f5e7f65a4300a45c6dadc965e6730d560be4
}

// Fields of a form that may post any file up to 1 MiB under user/.
func ExampleScheme_form() {
	scheme, _ := sign.ByName("cos")
	fields := scheme.Form(sign.Policy{
		Bucket: "examplebucket-1250000000",
		Conditions: [][]string{
			{"starts-with", "$key", "user/"},
			{"content-length-range", "0", "1048576"},
		},
	}, sign.Params{Credentials: sign.Credentials{ID: "ak", Secret: "sk"}, Time: 1702743657, Expires: 600})
	for _, f := range fields {
		fmt.Println(f.Name)
	}
	// Output:
	// policy
	// q-sign-algorithm
	// q-ak
	// q-key-time
	// q-signature
}
