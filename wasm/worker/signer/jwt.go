package signer

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// jwtRules are what a token must be like. There is one algorithm, and the key
// is of its kind, so that a token cannot choose how it is checked.
type jwtRules struct {
	algorithm        string
	secret           []byte // HS256
	key              any    // *rsa.PublicKey or *ecdsa.PublicKey
	jwks             string // URL of a key set, in place of key
	audience, issuer string // empty: not asked for
	claim            string // that has the user's ID
}

const leeway = 30 * time.Second

func parseJWTRules(s section) (r jwtRules) {
	if s.m["algorithm"] == nil {
		s.wrong("algorithm", "is missing: HS256, RS256 or ES256")
		return r
	}
	r = jwtRules{
		algorithm: s.choice("algorithm", "HS256", "RS256", "ES256"), secret: []byte(s.text("secret")), jwks: s.text("jwks"),
		audience: s.text("audience"), issuer: s.text("issuer"), claim: s.choice("userClaim", "sub", "email", "uid", "user_id", "oid"),
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
		var err error
		if r.key, err = jwkOf(s.section("publicKey"), r.algorithm); err != nil {
			s.wrong("publicKey", err.Error())
		}
	case !strings.HasPrefix(r.jwks, "https://") && !strings.HasPrefix(r.jwks, "http://localhost:") && !strings.HasPrefix(r.jwks, "http://127.0.0.1:"):
		s.wrong("jwks", "must be an https URL")
	}
	return r
}

// verifyJWT returns the user of a token that keeps all rules.
func (c *call) verifyJWT(token string) (string, *failure) {
	rules := &c.auth.jwt
	options := []jwt.ParserOption{
		jwt.WithValidMethods([]string{rules.algorithm}), jwt.WithExpirationRequired(), jwt.WithLeeway(leeway),
		jwt.WithTimeFunc(func() time.Time { return c.now }), jwt.WithStrictDecoding(),
	}
	if rules.audience != "" {
		options = append(options, jwt.WithAudience(rules.audience))
	}
	if rules.issuer != "" {
		options = append(options, jwt.WithIssuer(rules.issuer))
	}
	var unreachable *failure
	claims := jwt.MapClaims{}
	_, err := jwt.NewParser(options...).ParseWithClaims(token, claims, func(t *jwt.Token) (any, error) {
		key, f := c.jwtKey(t)
		if unreachable = f; f != nil {
			return nil, errors.New("no key")
		}
		return key, nil
	})
	switch {
	case unreachable != nil:
		return "", unreachable
	case errors.Is(err, jwt.ErrTokenExpired):
		return "", unauthorized("the token has expired")
	case err != nil:
		return "", unauthorized("the token is not valid")
	}
	user, _ := claims[rules.claim].(string)
	if user == "" || len(user) > 256 {
		return "", unauthorized("the token does not say who its user is")
	}
	return user, nil
}

func (c *call) jwtKey(t *jwt.Token) (any, *failure) {
	rules := &c.auth.jwt
	switch {
	case rules.algorithm == "HS256":
		return rules.secret, nil
	case rules.key != nil:
		return rules.key, nil
	}
	kid, _ := t.Header["kid"].(string)
	return c.keys.find(c, kid)
}

// keysUnreachable: nobody can be told from anybody for the moment.
func keysUnreachable() *failure {
	f := refuse(http.StatusServiceUnavailable, "KeysUnreachable", "the key set of the tokens' issuer cannot be read")
	f.Retry = "again"
	return f
}
