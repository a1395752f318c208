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
	// always right, and slower by a third (see the benchmarks).
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

// Scheme is one way of signing; ByName finds it.
type Scheme struct {
	Name string

	// Each completes a Signed whose Request is its own copy but for the lists,
	// which they replace and never write to.
	header, query func(*Signed, *Params)
	key           func(*Params, string) Key // nil: nothing is derived
}

var schemes = [...]Scheme{
	{"oss-v4", ossV4Header, ossV4Query, ossV4Key},
	{"oss-v1", ossV1Header, ossV1Query, nil},
	{"cos", cosHeader, cosQuery, cosKey},
	{"aws-v4", awsHeader, awsQuery, awsKey},
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

// Header signs in the Authorization header. r is not signed yet; headers that
// the scheme makes are replaced.
func (s Scheme) Header(r request.Request, p Params) Signed {
	out := Signed{Request: r}
	s.Sign(&out, &p, false)
	return out
}

// Query signs in the URL. The headers of r that the scheme signs must be sent
// by whoever uses it.
func (s Scheme) Query(r request.Request, p Params) Signed {
	out := Signed{Request: r}
	s.Sign(&out, &p, true)
	return out
}

// Sign is Query or Header for those who count bytes of code, because it copies
// nothing: out.Request is the request to sign and becomes the signed one. Its
// lists of headers and parameters are replaced, not written to.
func (s Scheme) Sign(out *Signed, p *Params, inURL bool) {
	if inURL {
		s.query(out, p)
	} else {
		s.header(out, p)
	}
}

// Key derives the signing key for many calls with the same secret, day (COS:
// time and expiry) and region. It is the zero Key where nothing is derived.
func (s Scheme) Key(p Params, region string) Key {
	if s.key == nil {
		return Key{}
	}
	return s.key(&p, region)
}
