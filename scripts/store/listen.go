//go:build !js

package main

import "net"

func listen(address string) (net.Listener, error) { return net.Listen("tcp", address) }
