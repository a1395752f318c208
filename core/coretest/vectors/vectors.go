// Package vectors reads the requests that the vendors' SDKs were recorded
// making, and turns each into what the signer takes: a request, parameters and
// a scheme. The meaning of every field stands in core/testdata/vectors/README.md.
// It serves tests and scripts only.
package vectors

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Vector is one recorded request.
type Vector struct {
	ID         string
	Scheme     string // "oss-v4-header", …
	Source     string // SDK and version
	Operation  string
	Time       string // RFC 3339
	Expires    *int64 // seconds
	Region     string
	Bucket     string
	Endpoint   string // without the bucket
	Addressing string // "virtual", "path", "cname"
	Key        string
	Method     string
	Query      map[string]string
	Headers    map[string]string
	Payload    string `json:"payloadHash"`
	Expect     Expect
	Valid      *bool // nil: cannot be told

	Credentials struct{ AccessKeyID, AccessKeySecret, SecurityToken string }
}

// Expect is what the SDK sent.
type Expect struct {
	URL          string
	Headers      map[string]string
	AddedQuery   map[string]string
	Signature    string
	StringToSign string
	Canonical    string `json:"canonicalRequest"`
}

// Target reports whether the store accepts the request as far as is known; a
// vector that is none is a warning of what not to do.
func (v *Vector) Target() bool { return v.Valid == nil || *v.Valid }

// Load reads every *.json of a folder, in the order of their names. A folder
// without one, or without a vector, is an error.
func Load(folder string) ([]Vector, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil {
		return nil, fmt.Errorf("look for vectors: %w", err)
	}
	var all []Vector
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read vectors: %w", err)
		}
		var some []Vector
		if err := json.Unmarshal(data, &some); err != nil {
			return nil, fmt.Errorf("read vectors of %s: %w", name, err)
		}
		all = append(all, some...)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("no vector in the %d *.json files of %s", len(files), folder)
	}
	return all, nil
}

// form splits a vector's scheme into the name it has in core/sign and "header"
// or "query".
func (v *Vector) form() (scheme, form string, err error) {
	i := strings.LastIndexByte(v.Scheme, '-')
	if i < 0 {
		return "", "", fmt.Errorf("scheme %q has no form", v.Scheme)
	}
	scheme, form = v.Scheme[:i], v.Scheme[i+1:]
	if scheme == "s3-v4" {
		scheme = "aws-v4"
	}
	if form != "header" && form != "query" {
		return "", "", fmt.Errorf("scheme %q ends in neither -header nor -query", v.Scheme)
	}
	return scheme, form, nil
}
