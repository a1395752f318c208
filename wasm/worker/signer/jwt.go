package signer

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"time"
)

// jwtRules are what a token must be like (RFC 7519, RFC 8725). There is one
// algorithm, and the key is of its kind, so that a token cannot choose how it
// is checked. Public keys are left to the machine (Env.Verify): the Worker's
// WebCrypto does in no time what would be half of its program. No library reads
// the token, as TinyGo 0.41 builds none: golang-jwt, which makes the tests'
// tokens, brings crypto/x509, and that files and sockets.
type jwtRules struct {
	algorithm        string
	secret           []byte // HS256
	key              *JWK
	jwks             string // URL of a key set, in place of key
	audience, issuer string // empty: not asked for
	claim            string // that has the user's ID
}

// Seconds that clocks may differ, and characters of a user's ID.
const (
	leeway      = 30
	longestUser = 256
)

func parseJWTRules(s section) (r jwtRules) {
	if s.m["algorithm"] == nil {
		s.wrong("algorithm", "is missing: HS256, RS256 or ES256")
		return r
	}
	r = jwtRules{
		algorithm: s.choice(
			"algorithm",
			"HS256",
			"RS256",
			"ES256",
		), secret: []byte(s.text("secret")), jwks: s.text("jwks"),
		audience: s.text("audience"), issuer: s.text("issuer"), claim: s.text("userClaim"),
	}
	if r.claim == "" {
		r.claim = "sub"
	}
	if r.algorithm == "HS256" {
		if len(r.secret) < 32 {
			s.wrong("secret", "must have at least 32 characters for HS256")
		}
		if s.m["publicKey"] != nil || r.jwks != "" {
			s.wrong("publicKey", "and jwks are not for HS256, whose key is a secret")
		}
		return r
	}
	if len(r.secret) > 0 {
		s.wrong("secret", "is not for "+r.algorithm+", whose key is public")
	}
	if r.audience == "" {
		s.wrong("audience", "is missing: tokens that the issuer made for another service would do")
	}
	switch given := s.m["publicKey"]; {
	case given != nil && r.jwks != "" || given == nil && r.jwks == "":
		s.wrong("publicKey", "or jwks must be given, one of them")
	case given != nil:
		var fault string
		if r.key, fault = jwkOf(s.section("publicKey").m, r.algorithm); fault != "" {
			s.wrong("publicKey", fault)
		}
	case !secureURL(r.jwks):
		s.wrong("jwks", "must be an https URL without a user in it")
	}
	return r
}

// secureURL reports whether nobody in between can answer for a URL: it is https,
// or of this very machine.
func secureURL(text string) bool {
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" || u.User != nil || u.Opaque != "" || u.Fragment != "" {
		return false
	}
	return u.Scheme == "https" || u.Scheme == "http" && loopback(u.Host)
}

// jwtHead is the part of a token that says how it is signed.
type jwtHead struct {
	Alg  string          `json:"alg"`
	Kid  string          `json:"kid"`
	Crit json.RawMessage `json:"crit"`
}

// verifyJWT returns the user of a token that keeps all rules.
func (c *call) verifyJWT(token string) (string, *failure) {
	rules := &c.auth.jwt
	var head jwtHead
	var claims map[string]any
	headText, rest, _ := strings.Cut(token, ".")
	claimsText, signatureText, three := strings.Cut(rest, ".")
	signature, err := base64.RawURLEncoding.Strict().DecodeString(signatureText)
	if !three || err != nil || !jwtPart(headText, &head) || head.Alg != rules.algorithm || head.Crit != nil {
		return "", unauthorized("the token is not valid")
	}
	signed := token[:len(headText)+1+len(claimsText)]
	if f := c.checkSignature(head.Kid, signed, signature); f != nil {
		return "", f
	}
	if !jwtPart(claimsText, &claims) {
		return "", unauthorized("the token is not valid")
	}
	// The signature is right: what is wrong is no secret any more.
	if problem := cmp.Or(rules.misfit(claims), timely(claims, c.now)); problem != "" {
		return "", unauthorized(problem)
	}
	user, _ := claims[rules.claim].(string)
	if user == "" || len(user) > longestUser {
		return "", unauthorized(
			"the token does not say who its user is: " + rules.claim + " must be a text of at most 256 bytes",
		)
	}
	return user, nil
}

func jwtPart(text string, v any) bool {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	return err == nil && !tooDeep(raw) && json.Unmarshal(raw, v) == nil
}

func (c *call) checkSignature(kid, signed string, signature []byte) *failure {
	rules := &c.auth.jwt
	if rules.algorithm == "HS256" {
		mac := hmac.New(sha256.New, rules.secret)
		mac.Write([]byte(signed))
		if !hmac.Equal(mac.Sum(nil), signature) {
			return unauthorized("the token is not valid")
		}
		return nil
	}
	keys := []*JWK{rules.key}
	if rules.key == nil {
		var f *failure
		if keys, f = c.keys.find(c, kid); f != nil {
			return f
		}
	}
	for _, key := range keys {
		if c.env.Verify(rules.algorithm, key, []byte(signed), signature) {
			return nil
		}
	}
	return unauthorized("the token is not valid")
}

// misfit compares audience and issuer.
func (r *jwtRules) misfit(claims map[string]any) (problem string) {
	if issuer, _ := claims["iss"].(string); r.issuer != "" && issuer != r.issuer {
		return "the token is from another issuer (iss)"
	}
	if r.audience == "" {
		return ""
	}
	switch audience := claims["aud"].(type) {
	case string:
		if audience == r.audience {
			return ""
		}
	case []any:
		if slices.Contains(audience, any(r.audience)) {
			return ""
		}
	}
	return "the token is for another audience (aud)"
}

// timely demands an expiry, and obeys a beginning if there is one.
func timely(claims map[string]any, now time.Time) (problem string) {
	seconds := float64(now.Unix())
	expires, ok := claims["exp"].(float64)
	begins, given := claims["nbf"].(float64)
	switch {
	case !ok:
		return "the token has no expiry (exp)"
	case claims["nbf"] != nil && !given:
		return "the token is not valid"
	case seconds >= expires+leeway:
		return "the token has expired"
	case given && seconds < begins-leeway:
		return "the token is not valid yet"
	}
	return ""
}
