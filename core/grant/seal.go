package grant

import (
	"strings"

	encoding "github.com/partway/partway/core/internal/text"
	"golang.org/x/crypto/chacha20poly1305"
)

// Lengths in bytes.
const (
	KeyBytes   = chacha20poly1305.KeySize
	NonceBytes = chacha20poly1305.NonceSizeX

	// maxSealed is more than any grant comes to: what is longer is not opened.
	maxSealed = 12 << 10
)

// Keys are the secrets of seals: the first seals, all of them open. To rotate,
// put a new one in front and drop the old one once its seals have expired.
type Keys [][]byte

// ParseKey reads a secret: 32 bytes in base64.
func ParseKey(s string) ([]byte, bool) {
	key, ok := encoding.Base64Decode(s)
	return key, ok && len(key) == KeyBytes
}

// WeakKey reports whether a secret is one that anybody may know: it was not drawn
// at random, or stands in this project's own sources.
func WeakKey(key []byte) bool {
	if strings.HasPrefix(string(key), "partway development seal") {
		return true
	}
	var seen [256]bool
	different, even := 0, true
	for i, b := range key {
		if !seen[b] {
			seen[b] = true
			different++
		}
		even = even && (i < 2 || b-key[i-1] == key[1]-key[0])
	}
	return even || different < 9 // which 32 random bytes do not come to
}

// Seal makes the upload ID or ticket of a grant for an object's key. The nonce
// is random and used once.
func (k Keys) Seal(g *Grant, purpose Purpose, key string, nonce [NonceBytes]byte) string {
	aead, err := chacha20poly1305.NewX(k[0])
	if err != nil {
		return "" // never: ParseKey saw to the length
	}
	return toURL(aead.Seal(nonce[:], nonce[:], g.encode(), bound(purpose, key)))
}

// Open returns the grant in a seal that was made for this purpose and object's
// key and has not expired at now, in Unix seconds. An upload ID has to be the
// user's own.
func (k Keys) Open(sealed string, purpose Purpose, key, user string, now int64) (Grant, *Error) {
	raw, ok := fromURL(sealed)
	if !ok || len(raw) < NonceBytes {
		return Grant{}, invalid()
	}
	for _, secret := range k {
		aead, err := chacha20poly1305.NewX(secret)
		if err != nil {
			continue
		}
		plain, err := aead.Open(nil, raw[:NonceBytes], raw[NonceBytes:], bound(purpose, key))
		if err != nil {
			continue
		}
		g, ok := decode(plain)
		if !ok || purpose == Upload && g.User != user {
			break
		}
		if now >= g.Until {
			return Grant{}, refuse(SealExpired, 403, "the upload ID has expired; begin a new upload")
		}
		return g, nil
	}
	return Grant{}, invalid()
}

// invalid says the same of everything that is wrong, so that nobody learns
// from trying.
func invalid() *Error {
	return refuse(SealInvalid, 403, "the upload ID is not one that this signer gave to you for this key")
}

// bound is what a seal proves beside the grant in it.
func bound(purpose Purpose, key string) []byte { return append([]byte{format, byte(purpose)}, key...) }

// toURL is base64 as it may stand in a path (RFC 4648, section 5), unpadded.
func toURL(b []byte) string {
	out := []byte(encoding.Base64(b))
	for i, c := range out {
		switch c {
		case '+':
			out[i] = '-'
		case '/':
			out[i] = '_'
		case '=':
			return string(out[:i])
		}
	}
	return string(out)
}

// fromURL is the reverse of toURL and takes nothing that it would not write.
func fromURL(s string) ([]byte, bool) {
	if len(s) > maxSealed {
		return nil, false
	}
	b := []byte(s)
	for i, c := range b {
		switch c {
		case '-':
			b[i] = '+'
		case '_':
			b[i] = '/'
		case '+', '/', '=':
			return nil, false
		}
	}
	for len(b)%4 != 0 {
		b = append(b, '=')
	}
	return encoding.Base64Decode(string(b))
}
