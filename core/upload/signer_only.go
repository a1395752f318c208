//go:build nokeys

package upload

// signerOnly: a page without keys does not load what only keys need.
const signerOnly = true
