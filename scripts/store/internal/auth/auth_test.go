package auth

import (
	"crypto/sha256"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/core/request"
	"github.com/partway/partway/scripts/store/internal/vendor"
)

// The example of AWS's page "Signature calculations: transferring payload in
// multiple chunks" (read 2026-11-22).
func TestChunksOfThePage(t *testing.T) {
	cl := &claim{
		scope: "20130524/us-east-1/s3/aws4_request", date: "20130524T000000Z",
		signature: "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
	}
	c := newChunks("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", cl)
	for _, chunk := range []struct {
		size      int
		signature string
	}{
		{65536, "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648"},
		{1024, "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497"},
		{0, "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9"},
	} {
		sum := sha256.Sum256([]byte(strings.Repeat("a", chunk.size)))
		require.True(t, c.Data(sum[:], chunk.signature), "chunk of %d bytes", chunk.size)
	}
	require.False(t, c.Data(make([]byte, 32), "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9"))
}

// FuzzCheck: nobody gets in without the secret, and nothing makes the checker fall over.
func FuzzCheck(f *testing.F) {
	for _, seed := range []string{
		"", "OSS key:sig", "OSS4-HMAC-SHA256 Credential=key/20261122/cn-hangzhou/oss/aliyun_v4_request,AdditionalHeaders=host,Signature=00",
		"AWS4-HMAC-SHA256 Credential=key/20261122/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=00",
		"q-sign-algorithm=sha1&q-ak=key&q-sign-time=1795341600;1795342600&q-key-time=1795341600;1795342600&q-header-list=host&q-url-param-list=&q-signature=00",
	} {
		f.Add(seed, "x-oss-date", "20261122T100000Z", "x-oss-credential", "key/20261122/r/oss/aliyun_v4_request")
		f.Add(seed, "x-amz-date", "20261122T100000Z", "X-Amz-Algorithm", "AWS4-HMAC-SHA256")
		f.Add(seed, "date", "Sun, 22 Nov 2026 10:00:00 GMT", "OSSAccessKeyId", "key")
		f.Add(seed, "x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "sign", seed)
	}
	now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	c := &Checker{Identities: []Identity{{ID: "key", Secret: "a secret that the fuzzer does not know"}}}
	f.Fuzz(func(t *testing.T, authorization, header, value, param, paramValue string) {
		in := &Input{
			Method: "PUT", Scheme: "http", Host: "h", Path: "/b/k", Bucket: "b", Key: "k", Now: now,
			Headers: []request.Pair{{Name: strings.ToLower(header), Value: value}},
			Query:   []request.Pair{{Name: "uploads"}, {Name: param, Value: paramValue}},
		}
		if authorization != "" {
			in.Headers = append(in.Headers, request.Pair{Name: "authorization", Value: authorization})
		}
		form := Form{"policy": "e30=", strings.ToLower(param): paramValue, strings.ToLower(header): value}
		for _, v := range vendor.All() {
			grant, fault := c.Check(v, in)
			require.Nil(t, grant)
			require.NotNil(t, fault)
			_, fault = c.CheckForm(v, form, now)
			require.NotNil(t, fault)
		}
	})
}
