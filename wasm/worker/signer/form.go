package signer

import (
	"net/http"
	"strings"

	"github.com/partway/partway/core"
	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/grant"
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/sign"
)

// form answers GET /s3/params: a form that posts a whole file. Its policy
// fixes the key, every header it has, and how large the file may be. What a page
// adds to it only S3 is known to refuse: partsOnly is for those who mind.
func (c *call) form(_, _ string) (any, *failure) {
	q, _, f := c.query()
	if f != nil {
		return nil, f
	}
	metadata := Texts{}
	for name := range q {
		if inner, found := strings.CutPrefix(name, "metadata["); found && strings.HasSuffix(inner, "]") {
			metadata[strings.TrimSuffix(inner, "]")] = q.Get(name)
		}
	}
	t, f := c.pickTarget(q.Get("target"))
	if f != nil {
		return nil, f
	}
	if q.Get("filename") == "" {
		return nil, refuse(http.StatusBadRequest, "QueryInvalid", "filename is missing")
	}
	ask := &grant.Ask{
		User:    c.user,
		Name:    q.Get("filename"),
		Type:    q.Get("type"),
		Size:    grant.Unknown,
		Options: tolerated(t, metadata),
	}
	u, f := c.allow(t, ask)
	if f != nil {
		return nil, f
	}
	url, fields, f := c.fields(u)
	if f != nil {
		return nil, f
	}
	return &FormAnswer{Method: http.MethodPost, URL: url, Fields: fields}, nil
}

// fields are the signed fields of the form, and where it is posted to.
func (c *call) fields(u *upload) (url string, fields map[string]string, f *failure) {
	if u.target.partsOnly {
		return "", nil, refuse(
			http.StatusForbidden,
			"PartsOnly",
			"this target takes files in parts only; in Uppy: shouldUseMultipart: true",
		)
	}
	put, err := u.client.Build(core.PutObject)
	if err != nil {
		return "", nil, because(err)
	}
	given := []request.Pair{{Name: "key", Value: u.key}, {Name: "success_action_status", Value: "201"}}
	for _, h := range put.Headers {
		name, f := u.fieldName(h.Name)
		if f != nil {
			return "", nil, f
		}
		given = append(given, request.Pair{Name: name, Value: h.Value})
	}
	p := newPresigner(u.client, u.target.urlSeconds, c.now)
	o := u.client.Options()
	policy := sign.Policy{Bucket: o.Target.Bucket, Region: o.Target.Region,
		Conditions: [][]string{{"content-length-range", "0", decimal.String(min(u.Most, u.target.row.Limits.MaxPut))}}}
	for _, g := range given {
		policy.Conditions = append(policy.Conditions, []string{"eq", "$" + g.Name, g.Value})
	}
	bucket := request.Request{Target: o.Target}
	bucket.Target.Key = ""
	return bucket.URL(), textsOf(append(given, p.scheme.Form(policy, p.params)...)), nil
}

// fieldName is what a form calls a header. A condition of the request, which
// S3 has for forbidOverwrite, is no field that a form could have.
func (u *upload) fieldName(header string) (string, *failure) {
	prefix := u.target.row.Prefix
	switch {
	case header == "content-type":
		return "Content-Type", nil
	case header == prefix+"acl":
		return "acl", nil
	case strings.HasPrefix(header, prefix) || strings.HasPrefix(header, "content-") || header == "cache-control" || header == "expires":
		return header, nil
	}
	return "", refuse(
		http.StatusBadRequest,
		"FormImpossible",
		"a form cannot send "+header+", which this target demands; upload in parts",
	)
}
