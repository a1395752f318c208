//go:build js && wasm

package main

import (
	"syscall/js"
	"time"
)

// memory keeps values for other requests: in the isolate, which lives for many,
// and in the Cache API for the isolates of the same place. The latter does
// nothing on workers.dev
// (https://developers.cloudflare.com/workers/runtime-apis/cache/, 2026-12-01).
type memory struct{}

const (
	memoryName = "partway"
	mostKept   = 1000 // values in an isolate
)

func (memory) Get(key string) ([]byte, bool) {
	kept := isolateMap().Call("get", key)
	if kept.Truthy() && kept.Get("until").Float() > float64(time.Now().UnixMilli()) {
		return []byte(kept.Get("text").String()), true
	}
	cache, ok := openCache()
	if !ok {
		return nil, false
	}
	reply, err := await(cache.Call("match", cacheURL(key)))
	if err != nil || !reply.Truthy() {
		return nil, false
	}
	text, err := await(reply.Call("text"))
	if err != nil {
		return nil, false
	}
	return []byte(text.String()), true
}

func (memory) Put(key string, value []byte, life time.Duration) {
	kept := isolateMap()
	if kept.Get("size").Int() >= mostKept {
		kept.Call("clear")
	}
	if value == nil {
		kept.Call("delete", key)
	} else {
		until := time.Now().Add(life).UnixMilli()
		kept.Call("set", key, map[string]any{"text": string(value), "until": float64(until)})
	}
	cache, ok := openCache()
	if !ok {
		return
	}
	if value == nil {
		await(cache.Call("delete", cacheURL(key)))
		return
	}
	headers := map[string]any{"cache-control": "max-age=" + seconds(life)}
	reply := js.Global().Get("Response").New(string(value), map[string]any{"headers": headers})
	await(cache.Call("put", cacheURL(key), reply))
}

// isolateMap is the isolate's own, made by whichever request is the first.
func isolateMap() js.Value {
	made := js.Global().Get("partwayMemory")
	if made.IsUndefined() {
		made = js.Global().Get("Map").New()
		js.Global().Set("partwayMemory", made)
	}
	return made
}

// openCache is a cache of the Worker's own, where the host has one.
func openCache() (js.Value, bool) {
	caches := js.Global().Get("caches")
	if caches.IsUndefined() {
		return caches, false
	}
	cache, err := await(caches.Call("open", memoryName))
	return cache, err == nil
}

func cacheURL(key string) string { return "https://" + memoryName + ".invalid/" + key }
