package auth

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// Chunks checks the signatures inside an aws-chunked body, each of which
// covers the one before it.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html (2026-11-22)
type Chunks struct {
	key         []byte
	date, scope string
	previous    string
}

const emptySHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

func newChunks(secret string, cl *claim) *Chunks {
	return &Chunks{
		key:      signingKey("AWS4"+secret, cl.scope),
		date:     cl.date,
		scope:    cl.scope,
		previous: cl.signature,
	}
}

// Data checks the signature of a chunk by the SHA-256 of its bytes.
func (c *Chunks) Data(sum []byte, signature string) bool {
	return c.next(signature, awsAlgorithm+"-PAYLOAD", emptySHA256, hex.EncodeToString(sum))
}

// Trailer checks the signature of the trailing headers, "name:value\n" each.
func (c *Chunks) Trailer(headers, signature string) bool {
	sum := sha256.Sum256([]byte(headers))
	return c.next(signature, awsAlgorithm+"-TRAILER", hex.EncodeToString(sum[:]))
}

func (c *Chunks) next(signature, algorithm string, hashes ...string) bool {
	text := strings.Join(append([]string{algorithm, c.date, c.scope, c.previous}, hashes...), "\n")
	c.previous = hex.EncodeToString(mac256(c.key, text))
	return equal(c.previous, signature)
}

// signingKey is the key of both V4 schemes: the scope's fields, one after another.
func signingKey(first, scope string) []byte {
	key := []byte(first)
	for _, field := range strings.Split(scope, "/") {
		key = mac256(key, field)
	}
	return key
}

func mac256(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}

func mac1(key []byte, text string) []byte {
	h := hmac.New(sha1.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}
