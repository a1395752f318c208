package crosscheck

import (
	"context"
	"net/http"
	"net/url"
	"time"

	cos "github.com/tencentyun/cos-go-sdk-v5"
)

func cosTimes(x sample) *cos.AuthTime {
	from := time.Unix(x.params.Time, 0)
	to := time.Unix(x.params.Time+x.params.Expires, 0)
	return &cos.AuthTime{SignStartTime: from, SignEndTime: to, KeyStartTime: from, KeyEndTime: to}
}

func cosHeader(x sample) (verdict, error) {
	r, err := httpRequest(x)
	if err != nil {
		return verdict{}, err
	}
	cos.AddAuthorizationHeader(x.params.ID, x.params.Secret, x.params.Token, r, cosTimes(x))
	auth := r.Header.Get("Authorization")
	return cosVerdict(x, func(name string) string { return field(auth, name, "&") })
}

// cosAdapt gives a bucket-level sample a key: the SDK presigns objects only.
func cosAdapt(x *sample) {
	if x.req.Target.Key == "" {
		x.req.Target.Key = "k"
	}
}

func cosQuery(x sample) (verdict, error) {
	query, headers := url.Values{}, http.Header{}
	for _, q := range x.req.Query {
		query.Set(q.Name, q.Value)
	}
	for _, h := range x.req.Headers {
		headers.Set(h.Name, h.Value)
	}
	bucket := &url.URL{Scheme: x.req.Target.Scheme, Host: x.req.Target.Host}
	client := cos.NewClient(&cos.BaseURL{BucketURL: bucket}, &http.Client{Transport: &cos.AuthorizationTransport{
		SecretID: x.params.ID, SecretKey: x.params.Secret, SessionToken: x.params.Token,
	}})
	client.Conf.ObjectKeySimplifyCheck = false
	u, err := client.Object.GetPresignedURL3(
		context.Background(),
		x.req.Method,
		x.req.Target.Key,
		0,
		&cos.PresignedURLOptions{
			Query: &query, Header: &headers, AuthTime: cosTimes(x),
		},
	)
	if err != nil {
		return verdict{}, err
	}
	q := u.Query()
	return cosVerdict(x, q.Get)
}

// cosVerdict unescapes the names in the lists, which our signer takes as the caller wrote them.
func cosVerdict(x sample, get func(name string) string) (verdict, error) {
	v := verdict{signature: get("q-signature"), time: x.params.Time}
	var err error
	for _, list := range []struct {
		from string
		to   *[]string
	}{{"q-header-list", &v.headers}, {"q-url-param-list", &v.query}} {
		*list.to = names(get(list.from))
		for i, name := range *list.to {
			if (*list.to)[i], err = url.PathUnescape(name); err != nil {
				return v, err
			}
		}
	}
	return v, nil
}
