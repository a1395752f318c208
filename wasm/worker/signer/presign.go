package signer

import (
	"strconv"
	"time"

	"github.com/partway/partway/core"
	"github.com/partway/partway/core/grant"
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/sign"
)

// presigner signs many URLs of one object: the key that a scheme derives is
// derived once.
type presigner struct {
	client *core.Client
	scheme sign.Scheme
	params sign.Params
	until  int64 // milliseconds since 1970
}

func newPresigner(client *core.Client, seconds int64, now time.Time) *presigner {
	o := client.Options()
	p := sign.Params{
		Credentials: sign.Credentials{ID: o.AccessKeyID, Secret: o.AccessKeySecret, Token: o.SecurityToken},
		Time:        now.Unix(), Expires: seconds,
	}
	until := p.Time + p.Expires
	if lead := o.Dialect.Limits.ClockLead; lead > 0 {
		p.Time, p.Expires = p.Time-lead, p.Expires+lead
	}
	scheme, _ := sign.ByName(o.Scheme)
	p.Key = scheme.Key(p, o.Target.Region)
	return &presigner{client, scheme, p, until * 1000}
}

// url signs a request with all of its headers, and its length if that is not
// negative: a body of another length then is another request.
func (p *presigner) url(r *request.Request, length int64) string {
	signed := sign.Signed{Request: *r}
	params := p.params
	params.Headers = []string{"host"}
	for _, h := range r.Headers {
		params.Headers = append(params.Headers, h.Name)
	}
	if length >= 0 {
		signed.Request.Headers = append(
			r.Headers[:len(r.Headers):len(r.Headers)],
			request.Pair{Name: "content-length", Value: strconv.FormatInt(length, 10)},
		)
		params.Headers = append(params.Headers, "content-length")
	}
	return scratch(func() string {
		p.scheme.Sign(&signed, &params, true)
		return signed.Request.URL()
	})
}

// part is the URL of a part of that many bytes, and the headers that go with it.
func (p *presigner) part(uploadID string, number int, length int64) (string, []request.Pair, error) {
	r, err := p.client.Build(core.UploadPart, uploadID, strconv.Itoa(number))
	if err != nil {
		return "", nil, err
	}
	return p.url(r, length), r.Headers, nil
}

// get is the URL to read the object by, which is all that a page needs: what is a
// header elsewhere stands in it, too.
func (p *presigner) get() (string, error) {
	r, err := p.client.Build(core.GetObject)
	if err != nil {
		return "", err
	}
	r.Query, r.Headers = append(r.Query, r.Headers...), nil
	return p.url(r, grant.Unknown), nil
}

// put is the URL of the whole object.
func (p *presigner) put(length int64) (string, []request.Pair, error) {
	r, err := p.client.Build(core.PutObject)
	if err != nil {
		return "", nil, err
	}
	return p.url(r, length), r.Headers, nil
}
