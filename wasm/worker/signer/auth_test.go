package signer

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"

	"github.com/partway/partway/core/request"
)

const hmacSecret = "0123456789abcdef0123456789abcdef"

var rsaPrivate, ecPrivate = func() (*rsa.PrivateKey, *ecdsa.PrivateKey) {
	r, _ := rsa.GenerateKey(rand.Reader, 2048)
	e, _ := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	return r, e
}()

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func rsaJWK(key *rsa.PrivateKey) object {
	return object{"kty": "RSA", "kid": "r1", "n": b64(key.N.Bytes()), "e": b64(big.NewInt(int64(key.E)).Bytes())}
}

func ecJWK(key *ecdsa.PrivateKey) object {
	point, _ := key.PublicKey.Bytes()
	return object{"kty": "EC", "crv": "P-256", "kid": "e1", "x": b64(point[1:33]), "y": b64(point[33:])}
}

func claims(change ...any) jwt.MapClaims {
	c := jwt.MapClaims{
		"sub": "ann",
		"aud": "uploads",
		"iss": "https://issuer.example",
		"exp": time.Now().Add(time.Hour).Unix(),
	}
	for i := 0; i < len(change); i += 2 {
		if c[change[i].(string)] = change[i+1]; change[i+1] == nil {
			delete(c, change[i].(string))
		}
	}
	return c
}

func bearer(t testing.TB, method jwt.SigningMethod, key any, c jwt.MapClaims, header ...string) string {
	made := jwt.NewWithClaims(method, c)
	for i := 0; i < len(header); i += 2 {
		made.Header[header[i]] = header[i+1]
	}
	text, err := made.SignedString(key)
	require.NoError(t, err)
	return text
}

// as makes a signer with these rules.
func as(t testing.TB, rules object) *harness {
	o := settings()
	o["auth"] = rules
	return newHarness(t, o)
}

func (h *harness) knock(token string) (int, string) {
	h.token = token
	r := h.call("POST", "/s3/multipart", object{"filename": "a", "size": 1})
	if r.status == 200 {
		var a PlannedAnswer
		r.into(&a)
		return 200, strings.Split(a.Key, "/")[1]
	}
	return r.status, r.failure().Code
}

func rules(algorithm string, more ...any) object {
	o := object{"kind": "jwt", "algorithm": algorithm, "audience": "uploads", "issuer": "https://issuer.example"}
	for i := 0; i < len(more); i += 2 {
		o[more[i].(string)] = more[i+1]
	}
	return o
}

func TestJWT(t *testing.T) {
	publicPEM := func() []byte {
		der, _ := x509.MarshalPKIXPublicKey(&rsaPrivate.PublicKey)
		return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	}()
	other, _ := rsa.GenerateKey(rand.Reader, 2048)
	for name, kind := range map[string]struct {
		h      *harness
		method jwt.SigningMethod
		key    any
	}{
		"HS256": {as(t, rules("HS256", "secret", hmacSecret)), jwt.SigningMethodHS256, []byte(hmacSecret)},
		"RS256": {as(t, rules("RS256", "publicKey", rsaJWK(rsaPrivate))), jwt.SigningMethodRS256, rsaPrivate},
		"ES256": {as(t, rules("ES256", "publicKey", ecJWK(ecPrivate))), jwt.SigningMethodES256, ecPrivate},
	} {
		good := bearer(t, kind.method, kind.key, claims())
		status, user := kind.h.knock(good)
		require.Equal(t, []any{200, "ann"}, []any{status, user}, name)
		status, user = kind.h.knock(
			bearer(t, kind.method, kind.key, claims("sub", "../bob", "aud", []string{"x", "uploads"})),
		)
		require.Equal(t, []any{200, "=2E.=2Fbob"}, []any{status, user}, name)
		parts := strings.Split(good, ".")
		unsigned := func(header string) string { return b64([]byte(header)) + "." + parts[1] + "." }
		for why, bad := range map[string]string{
			"nothing":              "",
			"no token":             "x",
			"expired":              bearer(t, kind.method, kind.key, claims("exp", time.Now().Add(-time.Minute).Unix())),
			"without expiry":       bearer(t, kind.method, kind.key, claims("exp", nil)),
			"not yet":              bearer(t, kind.method, kind.key, claims("nbf", time.Now().Add(time.Minute).Unix())),
			"another audience":     bearer(t, kind.method, kind.key, claims("aud", "other")),
			"other audiences":      bearer(t, kind.method, kind.key, claims("aud", []string{"x", "y"})),
			"no audience":          bearer(t, kind.method, kind.key, claims("aud", nil)),
			"another issuer":       bearer(t, kind.method, kind.key, claims("iss", "https://evil.example")),
			"no user":              bearer(t, kind.method, kind.key, claims("sub", nil)),
			"a number for a user":  bearer(t, kind.method, kind.key, claims("sub", 5)),
			"alg none":             unsigned(`{"alg":"none","typ":"JWT"}`),
			"alg None":             unsigned(`{"alg":"None"}`),
			"a head alone":         parts[0],
			"no claims":            parts[0] + "." + parts[2],
			"no alg":               unsigned(`{}`),
			"no signature":         parts[0] + "." + parts[1] + ".",
			"another signature":    parts[0] + "." + parts[1] + "." + b64(noise(256)),
			"another claim":        parts[0] + "." + b64([]byte(`{"sub":"bob","aud":"uploads","iss":"https://issuer.example","exp":9999999999}`)) + "." + parts[2],
			"public key as secret": bearer(t, jwt.SigningMethodHS256, publicPEM, claims()),
			"modulus as secret":    bearer(t, jwt.SigningMethodHS256, rsaPrivate.N.Bytes(), claims()),
			"another key":          bearer(t, jwt.SigningMethodRS256, other, claims()),
			"its own key":          bearer(t, jwt.SigningMethodRS256, other, claims(), "jwk", "x"),
			"rightly signed, none": bearer(t, kind.method, kind.key, claims(), "alg", "none"),
			"what must be known":   bearer(t, kind.method, kind.key, claims(), "crit", "exp"),
			"HS512":                bearer(t, jwt.SigningMethodHS512, []byte(hmacSecret), claims()),
			"PS256":                bearer(t, jwt.SigningMethodPS256, rsaPrivate, claims()),
			"too long":             strings.Repeat("a", 9<<10),
			"deep claims":          parts[0] + "." + b64([]byte(strings.Repeat("[", 5000))) + "." + parts[2],
		} {
			status, code := kind.h.knock(bad)
			require.Equal(t, []any{401, "Unauthorized"}, []any{status, code}, "%s: %s", name, why)
		}
	}
}

// A page of the signer's own host has its cookies sent along, whatever client it uses.
func TestJWTInACookie(t *testing.T) {
	h := as(t, rules("HS256", "secret", hmacSecret, "cookie", "__Host-session"))
	token := bearer(t, jwt.SigningMethodHS256, []byte(hmacSecret), claims())
	knock := func(method, path, origin, cookie string) int {
		r, err := http.NewRequest(method, h.url+path, strings.NewReader(`{"filename":"a","size":1}`))
		require.NoError(t, err)
		r.Header.Set("Cookie", cookie)
		r.Header.Set("Content-Type", "application/json")
		if origin != "" {
			r.Header.Set("Origin", origin)
		}
		return h.do(r).status
	}
	mine := "theme=dark; __Host-session=" + token + "; other=x"
	require.Equal(t, 200, knock("POST", "/s3/multipart", h.url, mine))
	require.Equal(t, 200, knock("GET", "/s3/params?filename=a", "", mine))
	require.Equal(t, 401, knock("POST", "/s3/multipart", "", mine), "nobody says which page that comes from")
	require.Equal(t, 403, knock("POST", "/s3/multipart", "https://evil.example", mine))
	for _, bad := range []string{"", "session=" + token, "x__Host-session=" + token, "__Host-session=x" + token, "__Host-session", "theme=__Host-session=" + token} {
		require.Equal(t, 401, knock("POST", "/s3/multipart", h.url, bad), bad)
	}
	status, user := h.knock(token)
	require.Equal(t, []any{200, "ann"}, []any{status, user}, "the header does as well")
	h = as(t, rules("HS256", "secret", hmacSecret))
	require.Equal(t, 401, knock("POST", "/s3/multipart", h.url, mine), "no cookie is configured")
}

// Whose token is rightly signed may know what else is wrong with it.
func TestWhatIsWrongWithAToken(t *testing.T) {
	h := as(t, rules("HS256", "secret", hmacSecret))
	for want, more := range map[string][]any{
		"the token has no expiry (exp)":           {"exp", nil},
		"the token has expired":                   {"exp", 1},
		"the token is for another audience (aud)": {"aud", "x"},
		"the token is from another issuer (iss)":  {"iss", "x"},
		"sub must be a text of at most 256 bytes": {"sub", 5},
		"the token is not valid yet":              {"nbf", time.Now().Add(time.Hour).Unix()},
	} {
		h.token = bearer(t, jwt.SigningMethodHS256, []byte(hmacSecret), claims(more...))
		require.Contains(t, h.call("POST", "/s3/multipart", "").failure().Message, want)
		h.token = bearer(t, jwt.SigningMethodHS256, []byte(hmacSecret+"x"), claims(more...))
		require.Equal(t, "the token is not valid", h.call("POST", "/s3/multipart", "").failure().Message)
	}
	r, err := http.NewRequest("GET", h.url+"/s3/params?filename=a", nil)
	require.NoError(t, err)
	r.Header.Set("Authorization", "bearer "+bearer(t, jwt.SigningMethodHS256, []byte(hmacSecret), claims()))
	require.Equal(t, 200, h.do(r).status, "schemes have no letter case (RFC 9110)")
}

func TestKeySet(t *testing.T) {
	var asked int
	set := object{
		"keys": []object{ecJWK(ecPrivate), rsaJWK(rsaPrivate), {"kty": "oct", "kid": "s", "k": "x"}, {"kid": 5}},
	}
	issuer := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		json.NewEncoder(w).Encode(set)
	}))
	defer issuer.Close()
	address := strings.Replace(issuer.URL, "127.0.0.1", "localhost", 1)
	h := as(t, rules("RS256", "jwks", address))
	status, user := h.knock(bearer(t, jwt.SigningMethodRS256, rsaPrivate, claims(), "kid", "r1"))
	require.Equal(t, []any{200, "ann"}, []any{status, user})
	for _, kid := range []string{"e1", "s", "r2"} {
		status, _ = h.knock(bearer(t, jwt.SigningMethodRS256, rsaPrivate, claims(), "kid", kid))
		require.Equal(t, 401, status, kid)
	}
	status, _ = h.knock(bearer(t, jwt.SigningMethodES256, ecPrivate, claims(), "kid", "e1"))
	require.Equal(t, 401, status)
	require.Equal(t, 1, asked, "unknown keys do not flood the issuer")

	other, _ := rsa.GenerateKey(rand.Reader, 2048)
	set["keys"] = []object{rsaJWK(rsaPrivate), rsaJWK(other)}
	for _, key := range set["keys"].([]object) {
		delete(key, "kid")
	}
	nameless := as(t, rules("RS256", "jwks", address))
	for _, key := range []*rsa.PrivateKey{rsaPrivate, other} {
		status, user = nameless.knock(bearer(t, jwt.SigningMethodRS256, key, claims()))
		require.Equal(t, []any{200, "ann"}, []any{status, user}, "a set of two keys without IDs")
	}

	set["keys"] = []object{rsaJWK(rsaPrivate)}
	set["keys"].([]object)[0]["kid"] = "r2"
	h.now = func() time.Time { return time.Now().Add(time.Minute) }
	status, _ = h.knock(bearer(t, jwt.SigningMethodRS256, rsaPrivate, claims(), "kid", "r2"))
	require.Equal(t, 200, status, "a new key is looked for")
	issuer.Close()
	token := func(kid string) string { return bearer(t, jwt.SigningMethodRS256, rsaPrivate, claims(), "kid", kid) }
	h.now = func() time.Time { return time.Now().Add(2 * time.Minute) }
	status, code := h.knock(token("r3"))
	require.Equal(t, []any{503, "KeysUnreachable"}, []any{status, code})
	status, _ = h.knock(token("r2"))
	require.Equal(t, 200, status, "the set that was read is good for a while")
	h.now = func() time.Time { return time.Now().Add(time.Hour - time.Minute) }
	status, code = h.knock(token("r2"))
	require.Equal(t, []any{503, "KeysUnreachable"}, []any{status, code})
}

// A key that is not in the set is not looked for again for a while, though the
// pause between looks at the set is over.
func TestUnknownKeysAreRemembered(t *testing.T) {
	asked := 0
	set, err := json.Marshal(object{"keys": []object{rsaJWK(rsaPrivate)}})
	require.NoError(t, err)
	h := as(t, rules("RS256", "jwks", "http://localhost:1/"))
	h.signer.env.Fetch = func(context.Context, *Call) request.Reply {
		asked++
		return request.Reply{Status: 200, Body: set}
	}
	now := time.Now()
	h.signer.env.Memory = NewMemory(func() time.Time { return now })
	look := func(kid string) {
		_, f := h.signer.keys.find(&call{Signer: h.signer, now: now, ctx: t.Context()}, kid)
		require.Equal(t, "Unauthorized", f.Code)
	}
	look("unknown")
	require.Equal(t, 1, asked)
	now = now.Add(keySetPause + time.Second)
	look("unknown")
	require.Equal(t, 1, asked, "it was looked for a minute ago")
	look("another")
	require.Equal(t, 2, asked)
	now = now.Add(badKeyLife)
	look("unknown")
	require.Equal(t, 3, asked, "it may have come since")
}

// An issuer that is slow or down is asked once in a while, whatever tokens name,
// and nobody whose key is known waits for it.
func TestKeySetOfASlowIssuer(t *testing.T) {
	var asked atomic.Int32
	slow := make(chan struct{})
	set, _ := json.Marshal(object{"keys": []object{rsaJWK(rsaPrivate)}})
	h := as(t, rules("RS256", "jwks", "http://localhost:1/"))
	h.signer.env.Fetch = func(ctx context.Context, _ *Call) request.Reply {
		require.NoError(t, ctx.Err(), "who hangs up has hung up for all")
		if asked.Add(1) > 1 {
			<-slow
			return request.Reply{}
		}
		return request.Reply{Status: 200, Body: set}
	}
	gone, hangUp := context.WithCancel(t.Context())
	hangUp()
	find := func(kid string, now time.Time) ([]*JWK, *failure) {
		return h.signer.keys.find(&call{Signer: h.signer, now: now, ctx: gone}, kid)
	}
	start := time.Now()
	key, f := find("r1", start)
	require.Nil(t, f)
	require.NotNil(t, key)
	later := start.Add(time.Minute)
	h.signer.env.Memory = NewMemory(func() time.Time { return later }) // in which all is over
	var waiting sync.WaitGroup
	for i := range 20 {
		waiting.Go(func() {
			_, f := find(fmt.Sprint("unknown", i), later)
			require.Equal(t, "KeysUnreachable", f.Code)
		})
	}
	require.Eventually(t, func() bool { return asked.Load() == 2 }, 10*time.Second, time.Millisecond)
	_, f = find("r1", later)
	require.Nil(t, f)
	close(slow)
	waiting.Wait()
	require.Equal(t, int32(2), asked.Load())
}

func TestBearer(t *testing.T) {
	h := as(t, object{"kind": "bearer", "token": "a-long-enough-secret"})
	status, user := h.knock("a-long-enough-secret")
	require.Equal(t, []any{200, "bearer"}, []any{status, user})
	for _, bad := range []string{"", "a-long-enough-secre", "a-long-enough-secrets", "A-long-enough-secret"} {
		status, _ := h.knock(bad)
		require.Equal(t, 401, status, bad)
	}
	h.token = ""
	require.Equal(t, 200, h.call("GET", "/healthz", nil).status, "for anybody")
}

func TestNoneIsForThisMachine(t *testing.T) {
	h := newHarness(t, settings())
	for host, want := range map[string]int{"localhost:8787": 200, "127.0.0.1": 200, "[::1]:1": 200, "a.localhost": 200,
		"signer.example": 403, "127.0.0.1.evil.example": 403, "localhost.evil.example": 403, "localhost:1.evil.example": 403, "10.0.0.1": 403, "": 403} {
		r, err := http.NewRequest("POST", "http://x/s3/multipart", strings.NewReader(`{"filename":"a","size":1}`))
		require.NoError(t, err)
		w := &recorder{header: http.Header{}}
		r.URL.Host, r.Host = "", host
		h.signer.ServeHTTP(w, r)
		require.Equal(t, want, w.status, host)
		r, _ = http.NewRequest("POST", "http://x/s3/multipart", strings.NewReader(`{"filename":"a","size":1}`))
		r.URL.Host, r.Host, r.RemoteAddr = "", host, "203.0.113.5:1234"
		w = &recorder{header: http.Header{}}
		h.signer.ServeHTTP(w, r)
		require.Equal(t, 403, w.status, "%s, from elsewhere", host)
		for _, name := range []string{"X-Forwarded-For", "Forwarded", "Via", "X-Real-IP", "CF-Connecting-IP", "X-Forwarded-Host"} {
			r, _ = http.NewRequest("POST", "http://x/s3/multipart", strings.NewReader(`{"filename":"a","size":1}`))
			r.URL.Host, r.Host, r.RemoteAddr = "", host, "127.0.0.1:1234"
			r.Header.Set(name, "for=203.0.113.5")
			w = &recorder{header: http.Header{}}
			h.signer.ServeHTTP(w, r)
			require.Equal(t, 403, w.status, "%s, by a proxy", host)
		}
		r, _ = http.NewRequest("POST", "http://x/s3/multipart", strings.NewReader(`{"filename":"a","size":1}`))
		r.URL.Host, r.Host = "", host
		r.Header.Set("CF-Connecting-IP", "127.0.0.1")
		w = &recorder{header: http.Header{}}
		h.signer.ServeHTTP(w, r)
		require.Equal(t, want, w.status, "%s, by wrangler dev", host)
	}
}

// Somebody else's upload ID is nobody's.
func TestAnotherUsersSeal(t *testing.T) {
	h := as(t, rules("HS256", "secret", hmacSecret))
	of := func(user string) string {
		return bearer(t, jwt.SigningMethodHS256, []byte(hmacSecret), claims("sub", user))
	}
	h.token = of("ann")
	content := noise(9 << 20)
	a := h.begin(object{"filename": "a.bin", "size": len(content)})
	h.sendAll(a, content)
	for _, user := range []string{"bob", "Ann", "ann "} {
		h.token = of(user)
		for _, call := range [][2]string{{"GET", ""}, {"GET", "/1"}, {"GET", "/batch?partNumbers=1"}, {"POST", "/complete"}, {"DELETE", ""}} {
			r := h.call(call[0], at(a, call[1]), nil)
			require.Equal(t, []any{403, "SealInvalid"}, []any{r.status, r.failure().Code}, "%s %s", user, call)
		}
		r := h.call("POST", "/s3/sign", object{"method": "PUT", "key": a.Key, "uploadId": a.UploadID, "partNumber": 1})
		require.Equal(t, 403, r.status)
	}
	held, _ := get(t, "s3", a.Key)
	require.Nil(t, held)
	require.Equal(t, 1, openUploads(t, a.Key))
	h.token = of("ann")
	require.Equal(t, 200, h.call("POST", at(a, "/complete"), nil).status)
}
