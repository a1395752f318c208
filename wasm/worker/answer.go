//go:build js && wasm

package main

import (
	"errors"
	"io"
	"net/http"
	"syscall/js"
)

// whole hands an answer's body over as one array. As a stream, which it would
// be otherwise, it costs a pipe and five promises: a tenth of the CPU time of
// /healthz.
func whole(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if body, ok := r.Body.(interface{ GetRawJSBody() js.Value }); ok {
			r.Body = &wholeBody{ReadCloser: r.Body, stream: body.GetRawJSBody()}
		}
		h.ServeHTTP(&wholeWriter{ResponseWriter: w}, r)
	})
}

// wholeBody reads a request's body in few steps, whatever pieces it comes in.
type wholeBody struct {
	io.ReadCloser
	stream js.Value
}

// ReadLimited implements signer.Limited. The runtime fills one array until the
// body ends or the array is full; a runtime that does not know the option min
// gives what it has, and is asked again.
func (b *wholeBody) ReadLimited(limit int) ([]byte, error) {
	reader := b.stream.Call("getReader", map[string]any{"mode": "byob"})
	array, n := js.Global().Get("Uint8Array").New(limit), 0
	for n < limit {
		next, err := await(reader.Call("read", array.Call("subarray", n), map[string]any{"min": limit - n}))
		if err != nil {
			return nil, err
		}
		read := next.Get("value") // of the same memory, which has moved to it
		if read.IsUndefined() {
			return nil, errors.New("the body was canceled")
		}
		n += read.Get("length").Int()
		array = js.Global().Get("Uint8Array").New(read.Get("buffer"))
		if next.Get("done").Bool() {
			break
		}
	}
	text := make([]byte, n)
	js.CopyBytesToGo(text, array)
	if n == limit {
		discard(reader, array)
	}
	return text, nil
}

// discardBytes is how much of a body that is too large is read and dropped.
const discardBytes = 4 << 20

// discard reads on for a while: workerd cuts the connection of whoever is
// answered while it still sends, and then the answer is lost.
func discard(reader, array js.Value) {
	room := array.Get("length").Int()
	for left := discardBytes; left > 0; {
		next, err := await(reader.Call("read", array, map[string]any{"min": room}))
		if err != nil || next.Get("done").Bool() {
			return
		}
		left -= next.Get("value").Get("length").Int()
		array = js.Global().Get("Uint8Array").New(next.Get("value").Get("buffer"))
	}
}

type wholeWriter struct {
	http.ResponseWriter
	written bool
}

func (w *wholeWriter) Write(b []byte) (int, error) {
	if w.written {
		panic("an answer is written once")
	}
	w.written = true
	w.ResponseWriter.(interface{ WriteRawJSBody(js.Value) }).WriteRawJSBody(bytes(b))
	return len(b), nil
}
