//go:build !nokeys

package upload

// signerOnly says that there is no machine without a signer.
const signerOnly = false
