// Package auth finds out who signed a request. It computes every signature
// with core/sign from the request as it arrived (path and query unescaped,
// headers as delivered) and compares: what the signer of the project makes and
// what the store accepts are the same rules.
package auth

import (
	"crypto/subtle"
	"strings"
	"time"

	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/sign"
	"github.com/partway/partway/scripts/store/internal/fault"
	"github.com/partway/partway/scripts/store/internal/vendor"
)

// Identity is somebody who may do everything.
type Identity struct {
	ID, Secret string
	Token      string    // of temporary credentials; empty: they are permanent
	Expires    time.Time // of temporary credentials; zero: never
}

// Input is a request as far as it can be signed.
type Input struct {
	Method      string
	Scheme      string // "http" or "https"
	Host        string // with port
	Path        string // unescaped, as it was sent
	Bucket, Key string
	Query       []request.Pair // unescaped, in order
	Headers     []request.Pair // lower-case names, each once
	Now         time.Time
}

func (in *Input) header(name string) string {
	v, _ := request.Find(in.Headers, name)
	return v
}

// param is the first parameter of exactly that name.
func (in *Input) param(name string) (value string, found bool) {
	for _, p := range in.Query {
		if p.Name == name {
			return p.Value, true
		}
	}
	return "", false
}

// Checker knows who may sign, and for which region.
type Checker struct {
	Identities []Identity
	Region     string // the only region in credential scopes; empty: any
}

// Grant is a request whose signature fits.
type Grant struct {
	Payload string // what S3 signed for the body; empty elsewhere
	Chunks  *Chunks
}

// claim is what a request says about its signature.
type claim struct {
	scheme      *scheme
	presigned   bool
	id, token   string
	signature   string
	scope       string // day/region/service/terminator; empty: the scheme has none
	day, region string
	date        string // the date as it was written, for chunk signatures
	start, end  int64  // Unix seconds of validity; end 0: start is the moment of signing
	params      sign.Params
}

// Check finds and checks the signature of a request to a store.
func (c *Checker) Check(v *vendor.Vendor, in *Input) (*Grant, *fault.Fault) {
	cl, f := find(v, in)
	if f != nil {
		return nil, f
	}
	if f := c.checkScope(cl); f != nil {
		return nil, f
	}
	if f := checkTime(v, cl, in.Now); f != nil {
		return nil, f
	}
	who, f := c.identify(cl.id, cl.token, in.Now)
	if f != nil {
		return nil, f
	}
	cl.params.Credentials = sign.Credentials{ID: cl.id, Secret: who.Secret, Token: cl.token}
	signed := recompute(cl, in)
	if !equal(signed.Signature, cl.signature) {
		return nil, mismatch(cl, signed)
	}
	g := &Grant{Payload: cl.params.Payload}
	if !cl.presigned && cl.scheme.chunked {
		g.Chunks = newChunks(who.Secret, cl)
	}
	return g, nil
}

// find chooses the scheme by the looks of the request and reads its claim.
func find(v *vendor.Vendor, in *Input) (*claim, *fault.Fault) {
	authorization := in.header("authorization")
	for _, name := range v.Schemes {
		if s := schemes[name]; s.inQuery(in) {
			if authorization != "" {
				return nil, fault.New(
					fault.AmbiguousAuth,
					"Only one way of signing is allowed: the Authorization header or the query.",
				)
			}
			cl := &claim{scheme: s, presigned: true}
			return cl, s.readQuery(in, cl)
		}
	}
	for _, name := range v.Schemes {
		if s := schemes[name]; s.inHeader(authorization) {
			cl := &claim{scheme: s}
			return cl, s.readHeader(in, cl)
		}
	}
	if authorization == "" {
		return nil, fault.New(fault.AccessDenied, "The request is not signed.")
	}
	return nil, fault.New(fault.InvalidArgument, "Authorization header is invalid.").
		With("ArgumentName", "Authorization")
}

// identify finds the key and checks its token.
func (c *Checker) identify(id, token string, now time.Time) (*Identity, *fault.Fault) {
	for i := range c.Identities {
		who := &c.Identities[i]
		if who.ID != id {
			continue
		}
		switch {
		case who.Token != "" && token == "":
			return nil, unknownKey(id)
		case !equal(who.Token, token):
			return nil, fault.New(fault.InvalidToken, "The security token you provided is invalid.")
		case !who.Expires.IsZero() && !now.Before(who.Expires):
			return nil, fault.New(fault.TokenExpired, "The security token you provided has expired.")
		}
		return who, nil
	}
	return nil, unknownKey(id)
}

func unknownKey(id string) *fault.Fault {
	return fault.New(fault.InvalidAccessKeyID, "The access key ID you provided does not exist in our records.").
		With("AccessKeyId", id)
}

// checkScope compares the credential scope with the date and the region.
func (c *Checker) checkScope(cl *claim) *fault.Fault {
	kind := fault.BadScope
	if cl.presigned {
		kind = fault.BadQueryAuth
	}
	if cl.scope == "" {
		return nil
	}
	want := cl.day + "/" + cl.region + "/" + cl.scheme.service
	if cl.scope != want {
		return fault.New(kind, "The credential scope is %q and should be %q.", cl.scope, want)
	}
	if c.Region != "" && cl.region != c.Region {
		return fault.New(kind, "The region %q is wrong; expecting %q.", cl.region, c.Region).With("Region", c.Region)
	}
	return nil
}

// checkTime applies the window of the signature, or the clock skew that the store allows.
func checkTime(v *vendor.Vendor, cl *claim, now time.Time) *fault.Fault {
	skew := v.Limits.ClockSkew
	if skew == 0 {
		skew = defaultSkew
	}
	unix := now.Unix()
	switch {
	case cl.end == 0:
		if cl.start < unix-skew || cl.start > unix+skew {
			return skewed(cl.start, now, skew)
		}
	case unix > cl.end:
		return fault.New(fault.AccessDenied, "Request has expired").
			With("Expires", stamp(time.Unix(cl.end, 0))).With("ServerTime", stamp(now))
	case cl.start > unix+skew && cl.scheme.earlyIsSkew:
		return skewed(cl.start, now, skew)
	case cl.start > unix+skew:
		return fault.New(fault.AccessDenied, "Request is not valid yet").With("ServerTime", stamp(now))
	}
	return nil
}

// defaultSkew is for the store that documents none (COS), in seconds.
const defaultSkew = 900

func skewed(at int64, now time.Time, skew int64) *fault.Fault {
	return fault.New(fault.SkewedTime, "The difference between the request time and the current time is too large.").
		With("MaxAllowedSkewMilliseconds", decimal(skew*1000)).
		With("RequestTime", stamp(time.Unix(at, 0))).
		With("ServerTime", stamp(now))
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// recompute signs the request anew. What the signer itself adds is taken away first.
func recompute(cl *claim, in *Input) sign.Signed {
	r := request.Request{
		Method: in.Method,
		Target: request.Target{Scheme: in.Scheme, Host: in.Host, Region: cl.region, Bucket: in.Bucket, Key: in.Key},
	}
	if cl.scheme.signsPath {
		// The path of the URL, as it came: Bound puts nothing in front of the key.
		r.Target.Style, r.Target.Key = request.Bound, strings.TrimPrefix(in.Path, "/")
	}
	for _, h := range in.Headers {
		if !contains(cl.scheme.madeHeaders, h.Name) && (h.Name != "date" || cl.scheme.usesDate(in)) {
			r.Headers = append(r.Headers, h)
		}
	}
	for _, q := range in.Query {
		if !cl.presigned || !contains(cl.scheme.madeParams, q.Name) {
			r.Query = append(r.Query, q)
		}
	}
	s, _ := sign.ByName(cl.scheme.name)
	if cl.presigned {
		return s.Query(r, cl.params)
	}
	return s.Header(r, cl.params)
}

// mismatch shows the strings that the store computed, as the vendors do.
func mismatch(cl *claim, s sign.Signed) *fault.Fault {
	f := fault.New(
		fault.SignatureDoesNotMatch,
		"The request signature we calculated does not match the signature you provided. Check your key and signing method.",
	)
	f.With(cl.scheme.keyElement, cl.id).With("StringToSign", s.StringToSign).
		With("SignatureProvided", cl.signature).With("StringToSignBytes", spacedHex(s.StringToSign))
	if s.Canonical != "" {
		f.With(cl.scheme.canonicalElement, s.Canonical)
	}
	return f
}

func spacedHex(s string) string {
	const digits = "0123456789ABCDEF"
	b := make([]byte, 0, 3*len(s))
	for i := 0; i < len(s); i++ {
		if i > 0 {
			b = append(b, ' ')
		}
		b = append(b, digits[s[i]>>4], digits[s[i]&15])
	}
	return string(b)
}

func equal(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

func contains(list []string, s string) bool {
	for _, l := range list {
		if l == s {
			return true
		}
	}
	return false
}
