package signer

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"sync"
	"time"
)

// JWK is a public key as RFC 7517 writes it: of RSA with N and E, or of the
// curve P-256 with X and Y, all in base64url.
type JWK struct{ N, E, X, Y string }

const (
	maxKeySet    = 256 << 10 // bytes
	maxKeys      = 64
	keySetLife   = 5 * time.Minute
	keySetPause  = time.Minute      // between looks at the issuer's set
	badKeyLife   = 5 * time.Minute  // that a key which is not in the set is not looked for again
	keySetWait   = 10 * time.Second // for the issuer
	leastRSABits = 2048
	mostRSABits  = 8192
)

// keyCache keeps the issuer's keys where an instance lives for more than one
// request. Under it lies the host's memory, which in a Worker is all there is.
type keyCache struct {
	asking sync.Mutex // held by the one who asks the issuer

	sync.Mutex                   // guards what is below, and nobody waits with it
	keys       map[string][]*JWK // by kid
	read       time.Time
}

// find are the keys of that ID; those without one, or the only key, if the token
// names none. Whatever tokens name, the issuer is asked once a minute at most,
// and for the same unknown key once in a while only.
func (k *keyCache) find(c *call, kid string) ([]*JWK, *failure) {
	if keys := k.fresh(kid, c.now); keys != nil {
		return keys, nil
	}
	k.asking.Lock()
	defer k.asking.Unlock()
	url := c.auth.jwt.jwks
	if text, found := c.recall(memoryKey("keys", url)); found {
		k.keep(parseKeySet(text, c.auth.jwt.algorithm), c.now)
		if keys := k.fresh(kid, c.now); keys != nil {
			return keys, nil
		}
	}
	unknown, tried := memoryKey("key", url, kid), memoryKey("tried", url)
	if _, found := c.recall(unknown); found {
		return nil, unknownKey()
	}
	if outcome, found := c.recall(tried); found {
		if len(outcome) > 0 {
			return nil, keysUnreachable()
		}
		return nil, unknownKey()
	}
	text, keys := c.fetchKeys()
	if keys == nil {
		c.remember(tried, []byte("failed"), keySetPause)
		return nil, keysUnreachable()
	}
	c.remember(tried, []byte{}, keySetPause)
	c.remember(memoryKey("keys", url), text, keySetLife)
	k.keep(keys, c.now)
	if keys := k.fresh(kid, c.now); keys != nil {
		return keys, nil
	}
	c.remember(unknown, []byte{}, badKeyLife)
	return nil, unknownKey()
}

func unknownKey() *failure { return unauthorized("the token's key is not in the issuer's set") }

func keysUnreachable() *failure {
	f := refuse(
		http.StatusServiceUnavailable,
		"KeysUnreachable",
		"the key set of the tokens' issuer cannot be read",
	)
	f.Retry = "again"
	return f
}

func (k *keyCache) keep(keys map[string][]*JWK, now time.Time) {
	k.Lock()
	defer k.Unlock()
	k.keys, k.read = keys, now
}

func (k *keyCache) fresh(kid string, now time.Time) []*JWK {
	k.Lock()
	defer k.Unlock()
	if now.Sub(k.read) >= keySetLife {
		return nil
	}
	if kid == "" && len(k.keys) == 1 {
		for _, keys := range k.keys {
			return keys
		}
	}
	return k.keys[kid]
}

// fetchKeys asks the issuer for its set; keys is nil if that cannot be read.
func (c *call) fetchKeys() (text []byte, keys map[string][]*JWK) {
	// Others wait for it, too, whoever hangs up.
	reply := c.env.Fetch(
		context.WithoutCancel(c.ctx),
		&Call{Method: http.MethodGet, URL: c.auth.jwt.jwks, Limit: maxKeySet, Timeout: keySetWait},
	)
	if reply.Status != http.StatusOK {
		return nil, nil
	}
	return reply.Body, parseKeySet(reply.Body, c.auth.jwt.algorithm)
}

// parseKeySet reads those keys of a set that fit the algorithm; nil if it is none.
func parseKeySet(text []byte, algorithm string) map[string][]*JWK {
	var set struct {
		Keys []map[string]any `json:"keys"`
	}
	if tooDeep(text) || json.Unmarshal(text, &set) != nil || set.Keys == nil || len(set.Keys) > maxKeys {
		return nil
	}
	keys := map[string][]*JWK{}
	for _, m := range set.Keys {
		kid, _ := m["kid"].(string)
		if key, fault := jwkOf(m, algorithm); fault == "" {
			keys[kid] = append(keys[kid], key)
		}
	}
	return keys
}

// jwkOf is a public key for an algorithm (RFC 7518, section 6). Whether it is
// a point of the curve is found out when it is used.
func jwkOf(m map[string]any, algorithm string) (key *JWK, fault string) {
	text := func(name string) string { s, _ := m[name].(string); return s }
	if use := text("use"); use != "" && use != "sig" {
		return nil, "is not a key for signatures"
	}
	if alg := text("alg"); alg != "" && alg != algorithm {
		return nil, "is a key for another algorithm"
	}
	if algorithm == "ES256" {
		if text("kty") != "EC" || text("crv") != "P-256" || decodedLength(text("x")) != 32 ||
			decodedLength(text("y")) != 32 {
			return nil, "must be a JWK of a key on the curve P-256"
		}
		return &JWK{X: text("x"), Y: text("y")}, ""
	}
	bits, exponent := 8*decodedLength(text("n")), decodedLength(text("e"))
	if text("kty") != "RSA" || bits < leastRSABits || bits > mostRSABits || exponent < 1 || exponent > 3 ||
		text("e") == "AQ" {
		return nil, "must be a JWK of an RSA key of at least 2048 bits"
	}
	return &JWK{N: text("n"), E: text("e")}, ""
}

// decodedLength is the number of bytes that a base64url text stands for; 0 if
// it is none.
func decodedLength(s string) int {
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil {
		return 0
	}
	return len(b)
}
