//go:build !js

package main

import "log"

func main() {
	log.Fatal("The Worker runs in workerd: npm run worker. On a machine, mount the package signer in a server.")
}
