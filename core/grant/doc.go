// Package grant decides what a signer allows: which key an upload gets, how
// large it may be, of which type, with which options; and it seals what was
// allowed into the upload ID that the client carries back, because a signer
// keeps nothing.
//
// It is pure: time and entropy are arguments, and nothing here reads a
// configuration or a request. A seal is XChaCha20-Poly1305, whose nonces are
// long enough to be drawn at random for ever.
package grant
