package core_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/partway/partway/core"
)

// Begins a multipart upload: options become a request, net/http sends it, and
// the store's answer is read.
func Example() {
	store := standIn()
	defer store.Close()

	client, _ := core.New([]core.Pair{
		{Name: "dialect", Value: "s3"}, {Name: "endpoint", Value: store.URL}, {Name: "region", Value: "us-east-1"},
		{Name: "bucket", Value: "films"}, {Name: "key", Value: "the first one.mp4"},
		{Name: "accessKeyId", Value: "EXAMPLE-ID"}, {Name: "accessKeySecret", Value: "EXAMPLE-SECRET"},
	})
	request, _ := client.Build(core.Initiate)
	signed, _ := client.Sign(request, core.Header, time.Now().Unix())
	reply, _ := send(&signed.Request)
	begun, err := client.ReadInitiate(reply)
	fmt.Println(begun.UploadID, err)
	// Output: 2~the-upload <nil>
}

// send sends what core has built; core itself sends nothing.
func send(r *core.Request) (core.Reply, error) {
	sent, err := http.NewRequest(r.Method, r.URL(), strings.NewReader(string(r.Body)))
	if err != nil {
		return core.Reply{}, err
	}
	for _, h := range r.Headers {
		sent.Header.Set(h.Name, h.Value)
	}
	came, err := http.DefaultClient.Do(sent)
	if err != nil {
		return core.Reply{}, err
	}
	defer came.Body.Close()
	reply := core.Reply{Status: came.StatusCode}
	for name, values := range came.Header {
		reply.Headers = append(reply.Headers, core.Pair{Name: name, Value: values[0]})
	}
	reply.Body, err = io.ReadAll(came.Body)
	return reply, err
}

// standIn answers as a store would if the request is the one it expects.
func standIn() *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		signed := strings.HasPrefix(r.Header.Get("Authorization"), "AWS4-HMAC-SHA256 Credential=EXAMPLE-ID/")
		if !signed || r.Method != "POST" || r.URL.String() != "/films/the%20first%20one.mp4?uploads" {
			http.Error(w, r.Method+" "+r.URL.String(), http.StatusBadRequest)
			return
		}
		io.WriteString(w, "<InitiateMultipartUploadResult><Bucket>films</Bucket><Key>the first one.mp4</Key>"+
			"<UploadId>2~the-upload</UploadId></InitiateMultipartUploadResult>")
	}))
}

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
