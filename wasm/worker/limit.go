//go:build js && wasm

package main

import (
	"strconv"
	"syscall/js"
	"time"
)

// counter asks Cloudflare's rate limiting, whose own configuration has the number
// (https://developers.cloudflare.com/workers/runtime-apis/bindings/rate-limit/,
// 2026-12-01).
const counterName = "PARTWAY_BEGINS"

func counter() (allow func(user string, perMinute int64) bool, found bool) {
	binding := js.Global().Get("context").Get("env").Get(counterName)
	if binding.Type() != js.TypeObject {
		return nil, false
	}
	return func(user string, _ int64) bool {
		outcome, err := await(binding.Call("limit", map[string]any{"key": user}))
		return err != nil || outcome.Get("success").Bool() // no upload waits for a counter that fails
	}, true
}

func seconds(d time.Duration) string { return strconv.FormatInt(int64(d.Seconds()), 10) }
