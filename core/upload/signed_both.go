//go:build !nokeys

package upload

// onlySigned says that there is no machine without a signer.
const onlySigned = false
