// Package sign makes a request acceptable to a store: as headers, as a
// presigned URL, or as a form that a page may post. There is one file per
// signature scheme, and every stage of a scheme (canonical request, string to
// sign, key, signature) is a function whose result can be looked at.
//
// Everything is a pure function of its arguments. The time is an argument, the
// caller's request stays as it was, and nothing is kept between calls. What a
// browser sets by itself and forbids a page to set (Host, Date) is signed where
// a scheme wants it, but never added as a header.
package sign

import "github.com/partway/partway/core/request"

// Credentials are an access key, long-lived or temporary.
type Credentials struct {
	ID, Secret string
	Token      string // session token of temporary credentials; empty: there is none
}

// DefaultExpires is how many seconds a signature lives if nobody says otherwise.
const DefaultExpires = 900

// Params is what a signature needs beside the request.
type Params struct {
	Credentials

	Time    int64 // the moment of signing, Unix seconds; COS: the start of validity
	Expires int64 // seconds of validity: URLs, policies, and COS in every form; 0: DefaultExpires

	// Payload is what stands for the body in an S3 signature: its SHA-256 in
	// hex, or one of the words that S3 defines. Empty: "UNSIGNED-PAYLOAD".
	Payload string

	// Headers says which headers to sign. COS and S3 sign exactly those that
	// the request has ("host" included only if listed); OSS V4 signs them on
	// top of those it always signs; OSS V1 signs by rule and ignores it. nil:
	// the scheme's own choice, which suits a browser.
	Headers []string

	// Query says which parameters COS signs. nil: all.
	Query []string

	// Key is a key that Scheme.Key derived for the same secret; it is used if
	// it fits this day and region, and derived anew if not. The zero value is
	// always right, and slower by about half.
	Key Key
}

func (p *Params) expires() int64 {
	if p.Expires == 0 {
		return DefaultExpires
	}
	return p.Expires
}

// Key is a derived signing key and the scope it is good for. It is a secret.
type Key struct {
	scope string
	bytes []byte
}

// Signed is a signed request and how the signature came about. Canonical and
// StringToSign hold no secret but a session token, where the scheme signs it.
type Signed struct {
	Request      request.Request
	Canonical    string // canonical request; HttpString for COS; empty for OSS V1, which has none
	StringToSign string
	Signature    string // base64 for OSS V1, lower-case hex for the others
}

// Scheme is one way of signing. All its functions are set.
type Scheme struct {
	Name   string
	Header func(request.Request, Params) Signed // signature in the Authorization header
	Query  func(request.Request, Params) Signed // signature in the URL
	Form   func(Policy, Params) []request.Pair  // fields of a form to post, before the file
	Key    func(p Params, region string) Key    // signing key for many calls; zero where there is none
}

// Policy is what a posted form may do.
type Policy struct {
	Expiration int64 // Unix seconds; 0: Params.Time + Params.Expires
	Bucket     string
	Region     string

	// Conditions are lists as the stores' documents show them, without the
	// bucket and the scheme's own fields, which Form adds: {"eq", "$key", "a"},
	// {"starts-with", "$key", "user/"}, {"content-length-range", "1", "1048576"}.
	Conditions [][]string
}

var schemes = [...]Scheme{
	{Name: "oss-v4", Header: ossV4Header, Query: ossV4Query, Form: ossV4Form, Key: ossV4Key},
	{Name: "oss-v1", Header: ossV1Header, Query: ossV1Query, Form: ossV1Form, Key: noKey},
	{Name: "cos", Header: cosHeader, Query: cosQuery, Form: cosForm, Key: cosKey},
	{Name: "aws-v4", Header: awsHeader, Query: awsQuery, Form: awsForm, Key: awsKey},
}

// ByName finds a scheme: "oss-v4", "oss-v1", "cos" or "aws-v4".
func ByName(name string) (Scheme, bool) {
	for i := range schemes {
		if schemes[i].Name == name {
			return schemes[i], true
		}
	}
	return Scheme{}, false
}

func noKey(Params, string) Key { return Key{} }
