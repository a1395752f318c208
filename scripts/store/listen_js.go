package main

import (
	"errors"
	"io"
	"net"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall/js"
)

// In Node the program has no sockets of its own. The host, web/src/testing/host.ts, opens them and sets the global
// partwaySockets, in a thread that nothing else runs in:
//
//	listen(host, port, accept) -> Promise of {port, close()}; accept is called with each socket:
//	{address, port, read() -> Promise of bytes or null, write(bytes) -> Promise, end(), reset()}
//
// Everything above the sockets is the server as it runs natively: net/http, its deadlines and its hijacking.

// listen opens host:port by the host's sockets; port 0 takes a free one.
func listen(address string) (net.Listener, error) {
	host, text, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	port, err := strconv.Atoi(text)
	if err != nil {
		return nil, err
	}
	l := &listener{conns: make(chan net.Conn), closed: make(chan struct{})}
	l.accept = js.FuncOf(func(_ js.Value, args []js.Value) any {
		go l.take(args[0])
		return nil
	})
	l.server, err = await(js.Global().Get("partwaySockets").Call("listen", host, port, l.accept))
	if err != nil {
		l.accept.Release()
		return nil, err
	}
	l.address = &net.TCPAddr{IP: net.ParseIP(host), Port: l.server.Get("port").Int()}
	return l, nil
}

type listener struct {
	server  js.Value
	accept  js.Func
	address *net.TCPAddr
	conns   chan net.Conn
	closed  chan struct{}
	once    sync.Once
}

// Accept implements net.Listener.
func (l *listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (l *listener) Close() error {
	l.once.Do(func() {
		close(l.closed)
		l.server.Call("close")
	})
	return nil
}

// Addr implements net.Listener.
func (l *listener) Addr() net.Addr { return l.address }

// take hands a socket to whoever accepts, as one end of a pipe: that brings deadlines along.
func (l *listener) take(socket js.Value) {
	server, wire := net.Pipe()
	remote := &net.TCPAddr{IP: net.ParseIP(socket.Get("address").String()), Port: socket.Get("port").Int()}
	c := &conn{Conn: server, local: l.address, remote: remote}
	go receive(wire, socket)
	go c.send(wire, socket)
	select {
	case l.conns <- c:
	case <-l.closed:
		c.Close()
	}
}

// conn is the server's end. Closing it ends the socket.
type conn struct {
	net.Conn
	local, remote net.Addr
	abrupt        atomic.Bool
}

// LocalAddr implements net.Conn.
func (c *conn) LocalAddr() net.Addr { return c.local }

// RemoteAddr implements net.Conn.
func (c *conn) RemoteAddr() net.Addr { return c.remote }

// SetLinger is that of net.TCPConn: with 0 seconds the client sees a reset when the connection is closed.
func (c *conn) SetLinger(seconds int) error {
	c.abrupt.Store(seconds == 0)
	return nil
}

// receive brings what the socket reads to the server.
func receive(wire net.Conn, socket js.Value) {
	defer wire.Close()
	for {
		chunk, err := await(socket.Call("read"))
		if err != nil || chunk.IsNull() {
			return
		}
		bytes := make([]byte, chunk.Length())
		js.CopyBytesToGo(bytes, chunk)
		if _, err := wire.Write(bytes); err != nil {
			return
		}
	}
}

// sendBytes is what one write carries at most: more makes nothing faster.
const sendBytes = 64 << 10

// send brings what the server writes to the socket, and ends that when the server is done.
func (c *conn) send(wire net.Conn, socket js.Value) {
	buffer := make([]byte, sendBytes)
	for {
		n, err := wire.Read(buffer)
		if n > 0 {
			chunk := js.Global().Get("Uint8Array").New(n)
			js.CopyBytesToJS(chunk, buffer[:n])
			if _, failed := await(socket.Call("write", chunk)); failed != nil {
				err = io.ErrClosedPipe
			}
		}
		if err != nil {
			break
		}
	}
	wire.Close()
	if c.abrupt.Load() {
		socket.Call("reset")
	} else {
		socket.Call("end")
	}
}

// await waits for a promise.
func await(promise js.Value) (js.Value, error) {
	type outcome struct {
		value js.Value
		err   error
	}
	settled := make(chan outcome, 1)
	resolved := js.FuncOf(func(_ js.Value, args []js.Value) any {
		settled <- outcome{value: args[0]}
		return nil
	})
	defer resolved.Release()
	rejected := js.FuncOf(func(_ js.Value, args []js.Value) any {
		settled <- outcome{err: errors.New(args[0].Get("message").String())}
		return nil
	})
	defer rejected.Release()
	promise.Call("then", resolved, rejected)
	o := <-settled
	return o.value, o.err
}
