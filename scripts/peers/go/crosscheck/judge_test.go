package crosscheck

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/partway/partway/core/request"
)

// judge is a vendor's own signer.
type judge struct {
	name   string
	store  string // key of stores
	scheme string // our name of the scheme
	header func(sample) (verdict, error)
	query  func(sample) (verdict, error)
	adapt  func(*sample) // makes of a sample what this SDK can sign; nil: it can sign all
}

// verdict is what the SDK made of a sample.
type verdict struct {
	signature string
	time      int64          // when the SDK signed: some read the clock themselves
	headers   []string       // names that it signed; nil: by rule
	query     []string       // parameters that it signed; nil: by rule
	added     []request.Pair // headers that it added and signed, and that our signer takes as the caller's
}

var judges = []judge{
	{name: "oss-go v4", store: "oss", scheme: "oss-v4", header: ossV4Header, query: ossV4Query},
	{name: "oss-go v1", store: "oss", scheme: "oss-v1", header: ossV1Header, query: ossV1Query},
	{name: "cos-go", store: "cos", scheme: "cos", header: cosHeader, query: cosQuery, adapt: cosAdapt},
	{name: "aws-go", store: "s3", scheme: "aws-v4", header: awsHeader, query: awsQuery},
	{name: "minio-go", store: "s3", scheme: "aws-v4", header: minioHeader, query: minioQuery, adapt: minioAdapt},
}

// httpRequest is the sample as net/http and the SDKs see it.
func httpRequest(x sample) (*http.Request, error) {
	u, err := url.Parse(x.req.URL())
	if err != nil {
		return nil, err
	}
	r := &http.Request{Method: x.req.Method, URL: u, Host: u.Host, Header: http.Header{}}
	for _, h := range x.req.Headers {
		r.Header.Set(h.Name, h.Value)
	}
	return r, nil
}

// field is the value of name in a list such as "Signature=abc, SignedHeaders=x".
func field(list, name, separator string) string {
	for _, item := range strings.Split(list, separator) {
		if k, v, _ := strings.Cut(strings.TrimSpace(item), "="); k == name {
			return v
		}
	}
	return ""
}

// names are the names in a list "a;b", and never nil: nil would mean the signer's own choice.
func names(list string) []string {
	if list == "" {
		return []string{}
	}
	return strings.Split(list, ";")
}
