package crosscheck

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss/credentials"
	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss/signer"
	"github.com/partway/partway/core/request"
)

// ossSign runs one of the SDK's signers over the sample.
func ossSign(s signer.Signer, x sample, inQuery bool, at time.Time) (*http.Request, error) {
	r, err := httpRequest(x)
	if err != nil {
		return nil, err
	}
	for _, name := range x.additional {
		if name == "host" {
			r.Header.Set("Host", r.Host)
		}
	}
	product := "oss"
	c := &signer.SigningContext{
		Product: &product, Region: &x.req.Target.Region, Bucket: &x.req.Target.Bucket, Key: &x.req.Target.Key,
		Request: r, AdditionalHeaders: x.additional, AuthMethodQuery: inQuery, Time: at,
		Credentials: &credentials.Credentials{
			AccessKeyID:     x.params.ID,
			AccessKeySecret: x.params.Secret,
			SecurityToken:   x.params.Token,
		},
	}
	return r, s.Sign(context.Background(), c)
}

func ossV4Header(x sample) (verdict, error) {
	r, err := ossSign(&signer.SignerV4{}, x, false, time.Unix(x.params.Time, 0))
	if err != nil {
		return verdict{}, err
	}
	auth := r.Header.Get("Authorization")
	_, auth, _ = strings.Cut(auth, " ")
	return verdict{
		signature: field(auth, "Signature", ","),
		time:      x.params.Time,
		headers:   names(field(auth, "AdditionalHeaders", ",")),
	}, nil
}

// The SDK reads the clock for a presigned URL and takes the moment of expiry;
// a second that ends in between is tried again.
func ossV4Query(x sample) (verdict, error) {
	for {
		now := time.Now().Unix()
		r, err := ossSign(&signer.SignerV4{}, x, true, time.Unix(now+x.params.Expires, 0))
		if err != nil {
			return verdict{}, err
		}
		q := r.URL.Query()
		at, err := time.Parse("20060102T150405Z", q.Get("x-oss-date"))
		if err != nil {
			return verdict{}, err
		}
		if at.Unix() == now {
			return verdict{
				signature: q.Get("x-oss-signature"),
				time:      now,
				headers:   names(q.Get("x-oss-additional-headers")),
			}, nil
		}
	}
}

func ossV1Header(x sample) (verdict, error) {
	r, err := ossSign(&signer.SignerV1{}, x, false, time.Unix(x.params.Time, 0))
	if err != nil {
		return verdict{}, err
	}
	_, signature, _ := strings.Cut(r.Header.Get("Authorization"), ":")
	v := verdict{signature: signature, time: x.params.Time}
	if _, ours := x.req.Header("x-oss-date"); !ours {
		v.added = []request.Pair{{Name: "Date", Value: r.Header.Get("Date")}}
	}
	return v, nil
}

func ossV1Query(x sample) (verdict, error) {
	r, err := ossSign(&signer.SignerV1{}, x, true, time.Unix(x.params.Time+x.params.Expires, 0))
	if err != nil {
		return verdict{}, err
	}
	return verdict{signature: r.URL.Query().Get("Signature"), time: x.params.Time}, nil
}
