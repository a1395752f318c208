//go:build js && wasm

package main

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"syscall/js"

	"github.com/partway/partway/core/request"
	"github.com/partway/partway/wasm/worker/signer"
)

// fetch is the runtime's own. A body goes as bytes and not as a stream, because
// stores want its length.
func fetch(_ context.Context, c *signer.Call) request.Reply {
	init := map[string]any{"method": c.Method, "redirect": "manual", "headers": headers(c.Headers),
		"signal": js.Global().Get("AbortSignal").Call("timeout", c.Timeout.Milliseconds())}
	if len(c.Body) > 0 {
		init["body"] = bytes(c.Body)
	}
	answer, err := await(js.Global().Get("fetch").Invoke(c.URL, init))
	if err != nil && strings.Contains(err.Error(), "subrequests") {
		// https://developers.cloudflare.com/workers/observability/errors/ "Too many subrequests", 2026-12-01
		return request.Reply{Status: signer.HostLimit}
	}
	if err != nil {
		return request.Reply{}
	}
	body, err := read(answer.Get("body"), c.Limit)
	if err != nil {
		return request.Reply{}
	}
	return request.Reply{Status: answer.Get("status").Int(), Headers: pairs(answer.Get("headers")), Body: body}
}

// pairs are a reply's headers. As one JSON text they cross from JavaScript in a
// tenth of the calls, which are dear.
func pairs(headers js.Value) (list []request.Pair) {
	text := js.Global().Get("JSON").Call("stringify", js.Global().Get("Array").Call("from", headers)).String()
	var entries [][2]string
	json.Unmarshal([]byte(text), &entries) // the runtime wrote it
	for _, e := range entries {
		list = append(list, request.Pair{Name: e[0], Value: e[1]})
	}
	return list
}

func headers(pairs []request.Pair) []any {
	list := make([]any, len(pairs))
	for i, p := range pairs {
		list[i] = []any{p.Name, p.Value}
	}
	return list
}

// read takes a stream to its end, or to limit.
func read(stream js.Value, limit int) (body []byte, err error) {
	if stream.IsNull() {
		return nil, nil
	}
	reader := stream.Call("getReader")
	for {
		next, err := await(reader.Call("read"))
		if err != nil || next.Get("done").Bool() {
			return body, err
		}
		chunk := next.Get("value")
		part := make([]byte, min(chunk.Get("length").Int(), limit-len(body)))
		js.CopyBytesToGo(part, chunk)
		if body = append(body, part...); len(body) == limit {
			reader.Call("cancel")
			return body, nil
		}
	}
}

// await waits for a promise. The error may tell what must not be told: a URL.
func await(promise js.Value) (js.Value, error) {
	type outcome struct {
		value js.Value
		err   error
	}
	settled := make(chan outcome, 1)
	done := js.FuncOf(func(_ js.Value, args []js.Value) any {
		settled <- outcome{value: args[0]}
		return nil
	})
	failed := js.FuncOf(func(_ js.Value, args []js.Value) any {
		settled <- outcome{err: errors.New(js.Global().Get("String").Invoke(args[0]).String())}
		return nil
	})
	defer done.Release()
	defer failed.Release()
	promise.Call("then", done, failed)
	o := <-settled
	return o.value, o.err
}
