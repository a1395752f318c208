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
	{"oss-go v4", "oss", "oss-v4", ossV4Header, ossV4Query},
	{"oss-go v1", "oss", "oss-v1", ossV1Header, ossV1Query},
	{"cos-go", "cos", "cos", cosHeader, cosQuery},
	{"aws-sdk-go-v2", "s3", "aws-v4", awsHeader, awsQuery},
	{"minio-go", "s3", "aws-v4", minioHeader, minioQuery},
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
