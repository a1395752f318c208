package signer

import (
	"context"
	"net/http"
	"time"

	"github.com/partway/partway/core/request"
)

// Env is all that the signer needs of the machine it runs on.
type Env struct {
	// Fetch sends a request and reads the reply, at most Call.Limit bytes of
	// it. It follows no redirect. An error, too, may be no more than a Status
	// of 0: what went wrong on the way is for the log of the machine. HostLimit
	// is the Status where the machine allows no more requests.
	Fetch func(context.Context, *Call) request.Reply

	// Verify checks a signature by a public key: "RS256" or "ES256", the
	// latter's as the two numbers of 32 bytes.
	Verify func(algorithm string, key *JWK, message, signature []byte) bool

	// Memory keeps a key set, what was told and where the janitor stopped. nil:
	// nothing is kept.
	Memory Memory

	// Allow counts an upload that a user begins and reports whether it is not more
	// than so many in a minute. nil: nothing is counted.
	Allow func(user string, perMinute int64) bool

	// Secure reports whether the client spoke https. nil: where the request came
	// by TLS, or its URL says so. A server behind a proxy that speaks TLS for it
	// must look for what that proxy alone can have set.
	Secure func(*http.Request) bool

	Now     func() time.Time
	Entropy func([]byte)      // fills it with random bytes
	Log     func(line string) // one JSON object
	Later   func(func())      // runs what need not be waited for
	Wait    func(time.Duration)
}

// HostLimit is the Status of a reply to a request that the host did not send: one
// request of a client's, or one run of the janitor, had as many as it may.
const HostLimit = -1

// Call is a request of the signer's own.
type Call struct {
	Method  string
	URL     string // may hold a signature: for no log
	Headers []request.Pair
	Body    []byte
	Limit   int           // bytes of the reply's body that are read
	Timeout time.Duration // after which it counts as lost
}
