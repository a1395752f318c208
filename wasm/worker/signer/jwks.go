package signer

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"math/big"
	"net/http"
	"sync"
	"time"
)

const (
	maxKeySet    = 256 << 10 // bytes
	maxKeys      = 64
	keySetLife   = 5 * time.Minute
	keySetPause  = 10 * time.Second // between looks for a key that is not there
	leastRSABits = 2048
)

// keyCache keeps the issuer's keys where an instance lives for more than one
// request. In a Worker the reply itself is cached (Call.Cache).
type keyCache struct {
	sync.Mutex
	keys map[string]any // by kid
	read time.Time
}

// find is the key of that ID, or the only one if the token names none.
func (k *keyCache) find(c *call, kid string) (any, *failure) {
	k.Lock()
	defer k.Unlock()
	age := c.now.Sub(k.read)
	if key, found := k.pick(kid); found && age < keySetLife {
		return key, nil
	}
	if k.keys == nil || age > keySetPause {
		keys, f := c.fetchKeys()
		if f != nil {
			return nil, f
		}
		k.keys, k.read = keys, c.now
	}
	if key, found := k.pick(kid); found {
		return key, nil
	}
	return nil, unauthorized("the token's key is not in the issuer's set")
}

func (k *keyCache) pick(kid string) (any, bool) {
	if kid == "" && len(k.keys) == 1 {
		for _, key := range k.keys {
			return key, true
		}
	}
	key, found := k.keys[kid]
	return key, found
}

// fetchKeys reads those keys of the set that fit the algorithm.
func (c *call) fetchKeys() (map[string]any, *failure) {
	reply := c.env.Fetch(c.ctx, &Call{Method: http.MethodGet, URL: c.auth.jwt.jwks, Limit: maxKeySet, Cache: int(keySetLife.Seconds())})
	var set struct{ Keys []map[string]any }
	if reply.Status != http.StatusOK || tooDeep(reply.Body) || json.Unmarshal(reply.Body, &set) != nil || len(set.Keys) > maxKeys {
		return nil, keysUnreachable()
	}
	keys := map[string]any{}
	for _, m := range set.Keys {
		var fault error
		key, err := jwkOf(section{"", m, &fault}, c.auth.jwt.algorithm)
		if kid, _ := m["kid"].(string); err == nil && fault == nil {
			keys[kid] = key
		}
	}
	return keys, nil
}

// jwkOf is a public key for an algorithm (RFC 7517, RFC 7518 section 6).
func jwkOf(s section, algorithm string) (any, error) {
	if use := s.text("use"); use != "" && use != "sig" {
		return nil, errors.New("is not a key for signatures")
	}
	if alg := s.text("alg"); alg != "" && alg != algorithm {
		return nil, errors.New("is a key for another algorithm")
	}
	if algorithm == "RS256" {
		return rsaKey(s)
	}
	return ecdsaKey(s)
}

func rsaKey(s section) (any, error) {
	n, e := s.bytes("n"), s.bytes("e")
	if s.text("kty") != "RSA" || len(n)*8 < leastRSABits || len(n) > 1024 || len(e) == 0 || len(e) > 4 {
		return nil, errors.New("must be a JWK of an RSA key of at least 2048 bits")
	}
	exponent := int(new(big.Int).SetBytes(e).Int64())
	if exponent < 3 || exponent&1 == 0 {
		return nil, errors.New("has no legal exponent")
	}
	return &rsa.PublicKey{N: new(big.Int).SetBytes(n), E: exponent}, nil
}

func ecdsaKey(s section) (any, error) {
	x, y := s.bytes("x"), s.bytes("y")
	if s.text("kty") != "EC" || s.text("crv") != "P-256" || len(x) != 32 || len(y) != 32 {
		return nil, errors.New("must be a JWK of a key on the curve P-256")
	}
	key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), append(append([]byte{4}, x...), y...))
	if err != nil {
		return nil, errors.New("is no point of the curve")
	}
	return key, nil
}

// bytes reads base64url.
func (s section) bytes(name string) []byte {
	b, err := base64.RawURLEncoding.DecodeString(s.text(name))
	if err != nil {
		return nil
	}
	return b
}
