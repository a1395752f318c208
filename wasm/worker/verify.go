//go:build js && wasm

package main

import (
	"syscall/js"

	"github.com/partway/partway/wasm/worker/signer"
)

// verify checks a token's signature with the runtime's WebCrypto.
func verify(algorithm string, key *signer.JWK, message, signature []byte) bool {
	subtle := js.Global().Get("crypto").Get("subtle")
	jwk := map[string]any{"kty": "RSA", "n": key.N, "e": key.E}
	kind := map[string]any{"name": "RSASSA-PKCS1-v1_5", "hash": "SHA-256"}
	if algorithm == "ES256" {
		jwk = map[string]any{"kty": "EC", "crv": "P-256", "x": key.X, "y": key.Y}
		kind = map[string]any{"name": "ECDSA", "namedCurve": "P-256", "hash": "SHA-256"}
	}
	imported, err := await(subtle.Call("importKey", "jwk", jwk, kind, false, []any{"verify"}))
	if err != nil {
		return false
	}
	right, err := await(subtle.Call("verify", kind, imported, bytes(signature), bytes(message)))
	return err == nil && right.Bool()
}

func bytes(b []byte) js.Value {
	array := js.Global().Get("Uint8Array").New(len(b))
	js.CopyBytesToJS(array, b)
	return array
}
