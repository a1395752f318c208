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
	keySetCache  = time.Minute      // in a Worker, which cannot look again for a key that is not there
	keySetPause  = 10 * time.Second // between looks at the issuer's set
	keySetWait   = 10 * time.Second // for the issuer
	leastRSABits = 2048
	mostRSABits  = 8192
)

// keyCache keeps the issuer's keys where an instance lives for more than one
// request. In a Worker the reply itself is cached (Call.Cache).
type keyCache struct {
	asking sync.Mutex // held by the one who asks the issuer

	sync.Mutex                   // guards what is below, and nobody waits with it
	keys       map[string][]*JWK // by kid
	read       time.Time
	tried      time.Time
	fault      *failure // of the last try
}

// find are the keys of that ID; those without one, or the only key, if the token
// names none. Whatever tokens name, the issuer is asked once in a while only.
func (k *keyCache) find(c *call, kid string) ([]*JWK, *failure) {
	if keys := k.fresh(kid, c.now); keys != nil {
		return keys, nil
	}
	k.asking.Lock()
	defer k.asking.Unlock()
	if c.now.Sub(k.tried) > keySetPause {
		keys, f := c.fetchKeys()
		k.Lock()
		if k.tried, k.fault = c.now, f; f == nil {
			k.keys, k.read = keys, c.now
		}
		k.Unlock()
	}
	if k.fault != nil {
		return nil, k.fault
	}
	if keys := k.pick(kid); keys != nil {
		return keys, nil
	}
	return nil, unauthorized("the token's key is not in the issuer's set")
}

func (k *keyCache) fresh(kid string, now time.Time) []*JWK {
	k.Lock()
	defer k.Unlock()
	if now.Sub(k.read) >= keySetLife {
		return nil
	}
	return k.pick(kid)
}

func (k *keyCache) pick(kid string) []*JWK {
	if kid == "" && len(k.keys) == 1 {
		for _, keys := range k.keys {
			return keys
		}
	}
	return k.keys[kid]
}

// fetchKeys reads those keys of the set that fit the algorithm.
func (c *call) fetchKeys() (map[string][]*JWK, *failure) {
	// Others wait for it, too, whoever hangs up.
	reply := c.env.Fetch(
		context.WithoutCancel(c.ctx),
		&Call{
			Method:  http.MethodGet,
			URL:     c.auth.jwt.jwks,
			Limit:   maxKeySet,
			Timeout: keySetWait,
			Cache:   int(keySetCache.Seconds()),
		},
	)
	var set struct {
		Keys []map[string]any `json:"keys"`
	}
	if reply.Status != http.StatusOK || tooDeep(reply.Body) || json.Unmarshal(reply.Body, &set) != nil ||
		len(set.Keys) > maxKeys {
		f := refuse(
			http.StatusServiceUnavailable,
			"KeysUnreachable",
			"the key set of the tokens' issuer cannot be read",
		)
		f.Retry = "again"
		return nil, f
	}
	keys := map[string][]*JWK{}
	for _, m := range set.Keys {
		kid, _ := m["kid"].(string)
		if key, fault := jwkOf(m, c.auth.jwt.algorithm); fault == "" {
			keys[kid] = append(keys[kid], key)
		}
	}
	return keys, nil
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
