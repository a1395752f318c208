package core_test

import (
	"fmt"

	"github.com/partway/partway/core"
)

// The request of the seed document of OSS: an upload of storage class Archive.
func ExampleClient_Build() {
	client, err := core.New([]core.Pair{
		{Name: "dialect", Value: "oss"},
		{Name: "region", Value: "cn-hangzhou"},
		{Name: "bucket", Value: "oss-example"},
		{Name: "key", Value: "multipart.data"},
		{Name: "storageClass", Value: "Archive"},
	})
	if err != nil {
		panic(err)
	}
	r, err := client.Build(core.Initiate)
	fmt.Println(err, r.Method, r.URL(), r.Headers)
	// Output: <nil> POST https://oss-example.oss-cn-hangzhou.aliyuncs.com/multipart.data?uploads [{x-oss-storage-class Archive}]
}

func ExampleClient_Sign() {
	client, err := core.New([]core.Pair{
		{Name: "dialect", Value: "cos"},
		{Name: "region", Value: "ap-beijing"},
		{Name: "bucket", Value: "examplebucket-1250000000"},
		{Name: "key", Value: "exampleobject"},
		{Name: "accessKeyId", Value: "EXAMPLE-SECRET-ID"},
		{Name: "accessKeySecret", Value: "EXAMPLE-SECRET-KEY"},
	})
	if err != nil {
		panic(err)
	}
	r, err := client.Build(core.UploadPart, "1585130821cbb7df", "1")
	if err != nil {
		panic(err)
	}
	signed, err := client.Sign(r, core.Query, 1600000000)
	fmt.Println(err, len(signed.Signature), signed.Request.Query[:2])
	// Output: <nil> 40 [{partNumber 1} {uploadId 1585130821cbb7df}]
}

// A failure says what to do.
func ExampleClient_ReadUploadPart() {
	client, err := core.New([]core.Pair{
		{Name: "dialect", Value: "oss"}, {Name: "region", Value: "cn-hangzhou"},
		{Name: "bucket", Value: "oss-example"}, {Name: "key", Value: "multipart.data"},
	})
	if err != nil {
		panic(err)
	}
	_, err = client.ReadUploadPart(3, core.Reply{
		Status:  403,
		Headers: []core.Pair{{Name: "x-oss-request-id", Value: "5F1A"}},
		Body:    []byte(`<Error><Code>SecurityTokenExpired</Code><Message>…</Message></Error>`),
	})
	fmt.Println(err)
	// Output: uploadPart 3: SecurityTokenExpired (403, request 5F1A): the credentials have expired or do not belong together; get new ones and sign again
}
