//go:build js && wasm

// Worker is the signer as a Cloudflare Worker. Each request gets an instance of
// its own, so nothing is kept in variables and starting has to be quick.
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"syscall/js"
	"time"

	"github.com/syumai/workers"
	"github.com/syumai/workers/cloudflare"
	"github.com/syumai/workers/cloudflare/cron"

	"github.com/partway/partway/wasm/worker/signer"
)

func main() {
	config, err := signer.ParseConfig(setting("PARTWAY"), setting("PARTWAY_SECRETS"))
	if err != nil {
		refuse(err)
	}
	allow, counts := counter()
	if config.Counts() && !counts {
		refuse(errors.New("configuration: beginsPerMinute needs " + counterName + " among the ratelimits of wrangler.jsonc"))
	}
	s := signer.New(config, signer.Env{
		Fetch:   fetch,
		Memory:  memory{},
		Allow:   allow,
		Verify:  verify,
		Now:     time.Now,
		Entropy: func(b []byte) { rand.Read(b) },
		Log:     log,
		Later:   cloudflare.WaitUntil,
		Wait:    time.Sleep,
	})
	serve(s, func(ctx context.Context, now time.Time) error {
		s.Sweep(ctx, now)
		return nil
	})
}

// refuse serves what is wrong with the configuration, and never returns.
func refuse(err error) {
	serve(misconfigured(err), func(context.Context, time.Time) error {
		log(err.Error())
		return err
	})
}

// serve never returns: a webhook may have to be told after the answer.
func serve(h http.Handler, sweep func(context.Context, time.Time) error) {
	workers.ServeNonBlock(whole(h))
	cron.ScheduleTaskNonBlock(func(ctx context.Context) error { return sweep(ctx, time.Now()) })
	workers.Ready()
	select {}
}

// log writes a line. What is printed instead crosses to JavaScript byte by byte.
func log(line string) { js.Global().Get("console").Call("log", line) }

// misconfigured tells the log what is wrong, and the client that it is: pages of
// any origin may read that.
func misconfigured(err error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		if r.Method == http.MethodOptions {
			signer.AllowRequests(w.Header())
			w.WriteHeader(http.StatusNoContent)
			return
		}
		log(err.Error())
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		w.WriteHeader(http.StatusInternalServerError)
		w.Write(
			[]byte(
				`{"code":"ConfigurationInvalid","message":"the signer's configuration is wrong; its log says where","retry":"never"}`,
			),
		)
	})
}

// setting is a variable or secret of the Worker: JSON as an object or as text.
func setting(name string) []byte {
	value := js.Global().Get("context").Get("env").Get(name)
	switch value.Type() {
	case js.TypeString:
		return []byte(value.String())
	case js.TypeObject:
		return []byte(js.Global().Get("JSON").Call("stringify", value).String())
	}
	return nil
}
