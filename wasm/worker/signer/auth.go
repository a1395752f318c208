package signer

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"net/url"
	"strings"
)

// auth is how a client shows who it is.
type auth struct {
	kind   string
	token  [sha256.Size]byte // digest of the bearer secret
	jwt    jwtRules
	cookie string // that may bring the JWT; empty: none
}

// The kinds.
const (
	authNone   = "none"   // anybody: on this machine only
	authBearer = "bearer" // whoever knows a secret: for a server in between
	authJWT    = "jwt"    // each user with a signed token
)

const (
	shortestSecret = 16
	longestToken   = 8 << 10
)

func parseAuth(s section) (a auth) {
	s.known("kind", "token", "algorithm", "secret", "publicKey", "jwks", "audience", "issuer", "userClaim", "cookie")
	if s.text("kind") == "" {
		s.wrong("kind", "is missing: jwt, bearer, or none for development")
		return a
	}
	a.kind = s.choice("kind", authNone, authBearer, authJWT)
	switch a.kind {
	case authBearer:
		token := s.text("token")
		if len(token) < shortestSecret {
			s.wrong("token", "must be a secret of at least 16 characters")
		}
		a.token = sha256.Sum256([]byte(token))
	case authJWT:
		a.jwt = parseJWTRules(s)
	}
	if a.cookie = s.text("cookie"); a.cookie != "" && a.kind != authJWT {
		s.wrong("cookie", "is for jwt only: a cookie belongs to one user")
	}
	if strings.ContainsAny(a.cookie, "=;, \t") {
		s.wrong("cookie", "must be the name of a cookie")
	}
	return a
}

// identify finds out who the client is.
func (c *call) identify() (user string, f *failure) {
	if c.auth.kind == authNone {
		if !c.local() {
			return "", refuse(
				http.StatusForbidden,
				"AuthRequired",
				"this signer asks nobody who they are, which it does on this machine only: configure auth",
			)
		}
		return "anonymous", nil
	}
	token := c.bearerToken()
	switch {
	case token == "" && c.auth.cookie != "":
		return "", unauthorized(
			"a bearer token is missing, in the Authorization header or in the cookie " + c.auth.cookie + " of a page of this host",
		)
	case token == "" || len(token) > longestToken:
		return "", unauthorized("a bearer token is missing")
	}
	if c.auth.kind == authBearer {
		digest := sha256.Sum256([]byte(token))
		if subtle.ConstantTimeCompare(digest[:], c.auth.token[:]) != 1 {
			return "", unauthorized("the token is not valid")
		}
		return "bearer", nil
	}
	return c.verifyJWT(token)
}

// bearerToken is the token of the request, from its header or from the cookie
// that the configuration names. Browsers send cookies for any page, so what is
// more than a question must come with its page's origin, which allowOrigin has
// looked at: browsers send that with every method but GET and HEAD
// (https://github.com/whatwg/fetch/pull/431, 2026-11-28).
func (c *call) bearerToken() string {
	if kind, token, _ := strings.Cut(c.header("Authorization"), " "); strings.EqualFold(kind, "Bearer") {
		return token
	}
	if c.auth.cookie == "" || c.r.Method != http.MethodGet && c.header("Origin") == "" {
		return ""
	}
	for _, pair := range strings.Split(c.header("Cookie"), ";") {
		if name, value, _ := strings.Cut(strings.TrimSpace(pair), "="); name == c.auth.cookie {
			return value
		}
	}
	return ""
}

func unauthorized(message string) *failure {
	return refuse(http.StatusUnauthorized, "Unauthorized", message)
}

// local reports whether the request was made to, and as far as can be told
// from, this machine, and not by way of a proxy on it.
func (c *call) local() bool {
	return loopback(c.host()) && (c.r.RemoteAddr == "" || loopback(c.r.RemoteAddr)) &&
		c.header("X-Forwarded-For") == "" && c.header("Forwarded") == ""
}

// loopback takes a host or an address, with or without a port.
func loopback(host string) bool {
	if host != "::1" { // which is no host with a port
		host = (&url.URL{Host: host}).Hostname()
	}
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || host == "::1" ||
		strings.HasPrefix(host, "127.") && strings.Trim(host, "0123456789.") == ""
}
