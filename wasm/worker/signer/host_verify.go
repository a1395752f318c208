//go:build !js

package signer

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"math/big"
)

// hostVerify checks a token's signature with the standard library.
func hostVerify(algorithm string, key *JWK, message, signature []byte) bool {
	digest := sha256.Sum256(message)
	bytes := func(s string) []byte { b, _ := base64.RawURLEncoding.DecodeString(s); return b }
	if algorithm == "ES256" {
		point := append(append([]byte{4}, bytes(key.X)...), bytes(key.Y)...)
		public, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
		if err != nil || len(signature) != 64 {
			return false
		}
		return ecdsa.Verify(public, digest[:], new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:]))
	}
	public := &rsa.PublicKey{N: new(big.Int).SetBytes(bytes(key.N)), E: int(new(big.Int).SetBytes(bytes(key.E)).Int64())}
	return rsa.VerifyPKCS1v15(public, crypto.SHA256, digest[:], signature) == nil
}
