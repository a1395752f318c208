//go:build !gc.leaking

package signer

func scratch(text func() string) string { return text() }
