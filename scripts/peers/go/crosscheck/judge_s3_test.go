package crosscheck

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/minio/minio-go/v7/pkg/signer"
	"github.com/partway/partway/core/request"
)

// S3 wants the path escaped once, and our own presigned URLs keep the headers
// where they are, while this SDK moves some into the query unless told not to.
var awsSigner = v4.NewSigner(func(o *v4.SignerOptions) {
	o.DisableURIPathEscaping = true
	o.DisableHeaderHoisting = true
})

func awsCredentials(x sample) aws.Credentials {
	return aws.Credentials{AccessKeyID: x.params.ID, SecretAccessKey: x.params.Secret, SessionToken: x.params.Token}
}

func awsHeader(x sample) (verdict, error) {
	r, err := httpRequest(x)
	if err != nil {
		return verdict{}, err
	}
	r.Header.Set("X-Amz-Content-Sha256", x.params.Payload)
	at := time.Unix(x.params.Time, 0)
	if err := awsSigner.SignHTTP(context.Background(), awsCredentials(x), r, x.params.Payload, "s3", x.req.Target.Region, at); err != nil {
		return verdict{}, err
	}
	return s3HeaderVerdict(r)
}

func awsQuery(x sample) (verdict, error) {
	r, err := httpRequest(x)
	if err != nil {
		return verdict{}, err
	}
	q := r.URL.Query()
	q.Set("X-Amz-Expires", strconv.FormatInt(x.params.Expires, 10))
	r.URL.RawQuery = q.Encode()
	at := time.Unix(x.params.Time, 0)
	signed, _, err := awsSigner.PresignHTTP(
		context.Background(),
		awsCredentials(x),
		r,
		x.params.Payload,
		"s3",
		x.req.Target.Region,
		at,
	)
	if err != nil {
		return verdict{}, err
	}
	return s3QueryVerdict(signed)
}

// minioAdapt takes parameters away whose names need escaping, which no
// operation has: minio-go sorts before it escapes, but AWS's rule, which
// aws-sdk-go-v2 keeps, is the other way round. It takes the payload of a URL
// from a header.
func minioAdapt(x *sample) {
	x.req.Query = slices.DeleteFunc(x.req.Query, func(q request.Pair) bool { return url.QueryEscape(q.Name) != q.Name })
	if x.params.Payload != "UNSIGNED-PAYLOAD" {
		x.req.Headers = append(x.req.Headers, request.Pair{Name: "x-amz-content-sha256", Value: x.params.Payload})
	}
}

func minioHeader(x sample) (verdict, error) {
	r, err := httpRequest(x)
	if err != nil {
		return verdict{}, err
	}
	r.Header.Set("X-Amz-Content-Sha256", x.params.Payload)
	signed := signer.SignV4(*r, x.params.ID, x.params.Secret, x.params.Token, x.req.Target.Region)
	return s3HeaderVerdict(signed)
}

func minioQuery(x sample) (verdict, error) {
	r, err := httpRequest(x)
	if err != nil {
		return verdict{}, err
	}
	signed := signer.PreSignV4(*r, x.params.ID, x.params.Secret, x.params.Token, x.req.Target.Region, x.params.Expires)
	return s3QueryVerdict(signed.URL.String())
}

func s3HeaderVerdict(r *http.Request) (verdict, error) {
	_, list, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	at, err := time.Parse("20060102T150405Z", r.Header.Get("X-Amz-Date"))
	return verdict{
		signature: field(list, "Signature", ","),
		time:      at.Unix(),
		headers:   names(field(list, "SignedHeaders", ",")),
	}, err
}

func s3QueryVerdict(signed string) (verdict, error) {
	u, err := url.Parse(signed)
	if err != nil {
		return verdict{}, err
	}
	q := u.Query()
	at, err := time.Parse("20060102T150405Z", q.Get("X-Amz-Date"))
	return verdict{
		signature: q.Get("X-Amz-Signature"),
		time:      at.Unix(),
		headers:   names(q.Get("X-Amz-SignedHeaders")),
	}, err
}
