//go:build nokeys

package upload

// onlySigned: a page without keys does not load what only keys need.
const onlySigned = true
