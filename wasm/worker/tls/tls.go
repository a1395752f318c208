// Package tls takes the place of crypto/tls when TinyGo builds the Worker: it is
// what package net/http needs to compile where there is no TLS. In a Worker the
// host speaks TLS, never the WebAssembly program.
package tls

import (
	"context"
	"errors"
	"io"
	"net"
	"time"
)

const (
	VersionTLS12 = 0x0303
	VersionTLS13 = 0x0304

	TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256   uint16 = 0xc02f
	TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 uint16 = 0xc02b
)

var errNoTLS = errors.New("tls: not available here")

type ConnectionState struct {
	Version                    uint16
	HandshakeComplete          bool
	CipherSuite                uint16
	NegotiatedProtocol         string
	NegotiatedProtocolIsMutual bool
	ServerName                 string
}

type ClientHelloInfo struct{ ServerName string }
type Certificate struct{ Certificate [][]byte }

type Config struct {
	Rand                     io.Reader
	Time                     func() time.Time
	Certificates             []Certificate
	GetCertificate           func(*ClientHelloInfo) (*Certificate, error)
	GetConfigForClient       func(*ClientHelloInfo) (*Config, error)
	NextProtos               []string
	ServerName               string
	InsecureSkipVerify       bool
	CipherSuites             []uint16
	PreferServerCipherSuites bool
	MinVersion, MaxVersion   uint16
}

func (c *Config) Clone() *Config {
	if c == nil {
		return nil
	}
	d := *c
	return &d
}

type RecordHeaderError struct {
	Msg          string
	RecordHeader [5]byte
	Conn         net.Conn
}

func (e RecordHeaderError) Error() string { return "tls: " + e.Msg }

type Conn struct{ net.Conn }

func (c *Conn) NetConn() net.Conn                      { return c.Conn }
func (c *Conn) Handshake() error                       { return errNoTLS }
func (c *Conn) HandshakeContext(context.Context) error { return errNoTLS }
func (c *Conn) ConnectionState() ConnectionState       { return ConnectionState{} }
func (c *Conn) VerifyHostname(string) error            { return errNoTLS }
func (c *Conn) CloseWrite() error                      { return errNoTLS }

func Client(conn net.Conn, config *Config) *Conn { return &Conn{conn} }
func Server(conn net.Conn, config *Config) *Conn { return &Conn{conn} }

func NewListener(inner net.Listener, config *Config) net.Listener { return inner }

func LoadX509KeyPair(certFile, keyFile string) (Certificate, error) { return Certificate{}, errNoTLS }

type Dialer struct {
	NetDialer *net.Dialer
	Config    *Config
}

func (d *Dialer) DialContext(ctx context.Context, network, addr string) (net.Conn, error) {
	return nil, errNoTLS
}
