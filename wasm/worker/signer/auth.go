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
	token, f := c.bearerToken()
	switch {
	case f != nil:
		return "", f
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
// that the configuration names.
func (c *call) bearerToken() (string, *failure) {
	if kind, token, _ := strings.Cut(c.header("Authorization"), " "); strings.EqualFold(kind, "Bearer") {
		return token, nil
	}
	if c.auth.cookie == "" {
		return "", nil
	}
	token, f := c.cookie(c.auth.cookie)
	if token == "" || f != nil {
		return "", f
	}
	return token, c.refuseForeign()
}

// cookie is the value of the only cookie of that name. Of two one is not the
// site's own: a page of another host of the domain can set one here, too.
func (c *call) cookie(name string) (value string, f *failure) {
	found := false
	for _, pair := range strings.Split(strings.Join(c.r.Header.Values("Cookie"), ";"), ";") {
		given, text, _ := strings.Cut(strings.TrimSpace(pair), "=")
		if strings.TrimSpace(given) != name {
			continue
		}
		if found {
			return "", unauthorized(
				"there are two cookies " + name + ", of which one may be another host's: name it __Host-…, and only one can be",
			)
		}
		found, value = true, strings.TrimSpace(text)
	}
	return value, nil
}

// refuseForeign: browsers send cookies for any page, so a request with one must
// show that it is from a page of this host. One that changes something comes with
// its page's origin, which allowOrigin has looked at
// (https://github.com/whatwg/fetch/pull/431, 2026-11-28), and with a type that no
// page of another origin can send unasked; one that asks says by Sec-Fetch-Site
// where it is from, in browsers since 2023.
func (c *call) refuseForeign() *failure {
	if c.r.Method == http.MethodGet {
		if site := c.header("Sec-Fetch-Site"); site == "cross-site" || site == "same-site" {
			return unauthorized("the cookie is for pages of this host")
		}
		return nil
	}
	if c.header("Origin") == "" {
		return unauthorized("with a cookie for a token the request must say its page's origin")
	}
	kind, _, _ := strings.Cut(c.header("Content-Type"), ";")
	if c.r.Method == http.MethodPost && !strings.EqualFold(strings.TrimSpace(kind), "application/json") {
		return refuse(
			http.StatusUnsupportedMediaType,
			"BodyInvalid",
			"with a cookie for a token the body's Content-Type must be application/json",
		)
	}
	return nil
}

func unauthorized(message string) *failure {
	return refuse(http.StatusUnauthorized, "Unauthorized", message)
}

// local reports whether the request was made to, and as far as can be told
// from, this machine, and not by way of a proxy on it.
func (c *call) local() bool {
	for _, name := range proxyHeaders {
		if c.header(name) != "" {
			return false
		}
	}
	// wrangler dev itself sets this one, to the address of whoever asks.
	if client := c.header("Cf-Connecting-Ip"); client != "" && !loopback(client) {
		return false
	}
	return loopback(c.host()) && (c.r.RemoteAddr == "" || loopback(c.r.RemoteAddr))
}

// proxyHeaders are what proxies add to the requests of others.
var proxyHeaders = []string{
	"Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Server", "X-Real-Ip",
	"True-Client-Ip", "X-Client-Ip", "X-Cluster-Client-Ip", "Fastly-Client-Ip", "X-Original-Host",
}

// loopback takes a host or an address, with or without a port.
func loopback(host string) bool {
	if host != "::1" { // which is no host with a port
		host = (&url.URL{Host: host}).Hostname()
	}
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || host == "::1" ||
		strings.HasPrefix(host, "127.") && strings.Trim(host, "0123456789.") == ""
}
