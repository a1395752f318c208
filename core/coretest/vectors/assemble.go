package vectors

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/sign"
)

// Case is what the signer is given for a vector.
type Case struct {
	Scheme  string // name in core/sign
	Form    string // "header" or "query"
	Request request.Request
	Params  sign.Params
}

// Assemble maps a vector to the signer's input, as its README says:
//
//   - target: endpoint, addressing, bucket and key, never the recorded URL; but
//     a path-style bucket without the closing slash is sent as its SDK sends it
//   - query: the caller's, and what the SDK added
//   - headers: the caller's, overlaid with the SDK's, without those that the
//     signer makes and without Host
//   - signed set: what the recorded request says that it signed
func (v *Vector) Assemble() (Case, error) {
	scheme, form, err := v.form()
	if err != nil {
		return Case{}, err
	}
	at, err := time.Parse(time.RFC3339, v.Time)
	if err != nil {
		return Case{}, fmt.Errorf("time of signing: %w", err)
	}
	op := request.OpByName(v.Operation)
	if op == request.NoOp {
		return Case{}, fmt.Errorf("unknown operation %q", v.Operation)
	}
	target, err := v.target()
	if err != nil {
		return Case{}, err
	}
	c := Case{Scheme: scheme, Form: form}
	c.Request = request.Request{
		Op: op, Method: v.Method, Target: target, Query: v.query(), Headers: v.headers(at),
	}
	c.Params = sign.Params{Time: at.Unix(), Payload: v.Payload, Credentials: sign.Credentials{
		ID: v.Credentials.AccessKeyID, Secret: v.Credentials.AccessKeySecret, Token: v.Credentials.SecurityToken,
	}}
	if v.Expires != nil {
		c.Params.Expires = *v.Expires
	}
	return c, v.signedSet(&c)
}

func (v *Vector) target() (request.Target, error) {
	u, err := url.Parse(v.Endpoint)
	if err != nil || u.Host == "" {
		return request.Target{}, fmt.Errorf("endpoint %q is no URL with a host", v.Endpoint)
	}
	t := request.Target{
		Scheme: u.Scheme, Host: u.Host, Base: strings.TrimSuffix(u.Path, "/"),
		Region: v.Region, Bucket: v.Bucket, Key: v.Key,
	}
	switch v.Addressing {
	case "virtual":
		t.Host = v.Bucket + "." + t.Host
	case "path":
		t.Style = request.PathStyle
	case "cname":
		t.Style = request.Bound
	default:
		return request.Target{}, fmt.Errorf("unknown addressing %q", v.Addressing)
	}
	if sent := v.Expect.Headers["host"]; sent == withoutDefaultPort(t) {
		t.Host = sent
	}
	_, path, _ := splitURL(v.Expect.URL)
	if t.Style == request.PathStyle && v.Key == "" && path == t.Base+"/"+v.Bucket {
		// Two SDKs leave out the slash behind the bucket, and the signature
		// follows what is sent: on the wire the bucket is then like a key.
		t.Style, t.Key = request.Bound, v.Bucket
	}
	return t, nil
}

func withoutDefaultPort(t request.Target) string {
	if t.Scheme == "https" {
		return strings.TrimSuffix(t.Host, ":443")
	}
	return strings.TrimSuffix(t.Host, ":80")
}

func (v *Vector) query() []request.Pair {
	all := maps.Clone(v.Query)
	if all == nil {
		all = map[string]string{}
	}
	maps.Copy(all, v.Expect.AddedQuery)
	return pairs(all)
}

// madeBySigner are the headers that the signer sets, by the vector's scheme.
var madeBySigner = map[string][]string{
	"oss-v1-header": {"authorization", "date", "x-oss-date", "x-oss-security-token"},
	"oss-v4-header": {"authorization", "date", "x-oss-date", "x-oss-content-sha256", "x-oss-security-token"},
	"cos-header":    {"authorization", "x-cos-security-token"},
	"s3-v4-header":  {"authorization", "x-amz-date", "x-amz-content-sha256", "x-amz-security-token"},
}

func (v *Vector) headers(at time.Time) []request.Pair {
	all := map[string]string{}
	for name, value := range v.Headers {
		all[strings.ToLower(name)] = value
	}
	for name, value := range v.Expect.Headers {
		if !slices.Contains(madeBySigner[v.Scheme], name) {
			all[name] = value
		}
	}
	delete(all, "host")
	if _, sent := v.Expect.Headers["date"]; sent && v.Scheme == "oss-v1-header" {
		// The SDK that sends Date signs it; a browser cannot, and our signer
		// then makes x-oss-date.
		all["date"] = at.UTC().Format(http.TimeFormat)
	}
	if v.signsTabAsSpace() {
		for name, value := range all {
			all[name] = strings.Join(strings.Fields(value), " ")
		}
	}
	return pairs(all)
}

// signsTabAsSpace: two SDKs squeeze white space of every kind, where the rule
// speaks of spaces; what they signed is the value with a space.
func (v *Vector) signsTabAsSpace() bool {
	return strings.HasPrefix(v.Source, "minio-go") || strings.HasPrefix(v.Source, "aws4fetch")
}

// signedSet tells the signer which headers and parameters the SDK signed.
func (v *Vector) signedSet(c *Case) error {
	fields, err := v.authFields(c.Form)
	if err != nil {
		return err
	}
	list := func(name string) []string {
		out := []string{}
		for item := range strings.SplitSeq(fields[name], ";") {
			if item = strings.TrimSpace(item); item != "" {
				out = append(out, unescape(item))
			}
		}
		return out
	}
	switch c.Scheme {
	case "oss-v4":
		c.Params.Headers = append(list("AdditionalHeaders"), list("x-oss-additional-headers")...)
	case "cos":
		c.Params.Headers, c.Params.Query = list("q-header-list"), list("q-url-param-list")
	case "aws-v4":
		c.Params.Headers = append(list("SignedHeaders"), list("X-Amz-SignedHeaders")...)
	}
	return nil
}

// authFields are the named fields of the recorded Authorization header, or the
// parameters of the recorded URL.
func (v *Vector) authFields(form string) (map[string]string, error) {
	fields := map[string]string{}
	if form == "query" {
		_, _, query := splitURL(v.Expect.URL)
		for _, p := range query {
			fields[p.Name] = p.Value
		}
		return fields, nil
	}
	value, found := v.Expect.Headers["authorization"]
	if !found {
		return nil, fmt.Errorf("no authorization header among the expected ones")
	}
	if _, rest, isV4 := strings.Cut(value, "HMAC-SHA256 "); isV4 {
		value = strings.NewReplacer(", ", "&", ",", "&").Replace(rest)
	}
	for field := range strings.SplitSeq(value, "&") {
		name, content, _ := strings.Cut(field, "=")
		fields[strings.TrimSpace(name)] = content
	}
	return fields, nil
}

func pairs(m map[string]string) []request.Pair {
	out := make([]request.Pair, 0, len(m))
	for _, name := range slices.Sorted(maps.Keys(m)) {
		out = append(out, request.Pair{Name: name, Value: m[name]})
	}
	return out
}
