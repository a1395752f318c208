// Package misbehave makes the local store fail in the ways that real stores
// and networks do, so that it can be seen what a client makes of it. It is
// off unless the store is started with -faults, and then does what the last
// Settings say that were sent to ControlPath.
//
//	curl -H 'Content-Type: application/json' localhost:8788/_partway/faults -d '
//	{"rules": [{"op": "uploadPart", "part": 2, "count": 1, "do": "refuse", "code": "SlowDown", "retryAfter": 2}]}'
package misbehave

import (
	"net/http"
	"sync"
	"time"

	"github.com/partway/partway/scripts/store/internal/cors"
	"github.com/partway/partway/scripts/store/internal/fault"
	"github.com/partway/partway/scripts/store/internal/server"
)

// Store is what goes wrong in one store. The zero value is a store without
// faults. Safe for concurrent use.
type Store struct {
	mu       sync.Mutex
	settings Settings
	matched  []int         // by rule: the requests that it fitted
	dark     time.Time     // end of the outage
	release  chan struct{} // closed when new settings come: ends what hangs
	line     *line
	seen     []Request
}

// Settings are all faults at a time; new ones replace all others.
type Settings struct {
	// Rules are tried in order; the first that applies is the only one.
	Rules []Rule `json:"rules"`
	// OutageMs: for so long from now on every connection is cut, those in use too.
	OutageMs int64 `json:"outageMs"`
	// BytesPerSecond that all requests together can bring in; 0: no limit.
	BytesPerSecond int64 `json:"bytesPerSecond"`
	// Fresh makes every request come on a connection of its own. A browser by
	// itself repeats what is cut on a connection that was used before.
	Fresh bool `json:"fresh"`
	// ClockMs is how far the store's clock is ahead.
	ClockMs int64 `json:"clockMs"`
	// CORS are the rules of every bucket; null: those it was started with; empty: none.
	CORS *cors.Rules `json:"cors"`
	// Deny lists operations ("abort") or actions ("s3:AbortMultipartUpload") that the keys have no permission for.
	Deny []string `json:"deny"`
	// Within is what every key must begin with to be allowed; empty: anything.
	Within string `json:"within"`
	// Ignore lists options ("encryption", "forbidOverwrite", "tags") that the store takes and does not heed.
	Ignore []string `json:"ignore"`
	// Region is where the buckets are. Signatures for another are refused; empty: as the store was started.
	Region string `json:"region"`
	// Moved makes every signed request hear that its bucket is in Region, as at a wrong endpoint.
	Moved bool `json:"moved"`
}

// orders are what the settings mean for every request.
func (s *Store) orders() server.Orders {
	s.mu.Lock()
	defer s.mu.Unlock()
	return server.Orders{
		CORS: s.settings.CORS, Policy: server.Policy{Deny: s.settings.Deny, Within: s.settings.Within},
		Ignore: s.settings.Ignore, Region: s.settings.Region, Moved: s.settings.Moved,
	}
}

// Set begins with new settings.
func (s *Store) Set(settings Settings) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.release != nil {
		close(s.release)
	}
	s.release = make(chan struct{})
	s.settings, s.matched = settings, make([]int, len(settings.Rules))
	s.dark = time.Now().Add(time.Duration(settings.OutageMs) * time.Millisecond)
	s.line = &line{rate: settings.BytesPerSecond}
}

// Now is the store's clock.
func (s *Store) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Now().Add(time.Duration(s.settings.ClockMs) * time.Millisecond)
}

func (s *Store) outage() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Now().Before(s.dark)
}

func (s *Store) fresh() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.settings.Fresh
}

// uplink is the line that bodies come in by; nil: one without a limit.
func (s *Store) uplink() *line {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.line
}

// choose finds the rule for a request and counts it.
func (s *Store) choose(q *Request, r *http.Request) (rule Rule, release <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.release == nil {
		s.release = make(chan struct{})
	}
	for i, rule := range s.settings.Rules {
		if !rule.fits(q, r) {
			continue
		}
		s.matched[i]++
		if n := s.matched[i] - rule.Skip; n > 0 && (rule.Count == 0 || n <= rule.Count) {
			return rule, s.release
		}
	}
	return Rule{}, s.release
}

// Middleware is for server.Config.
func (s *Store) Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == ControlPath {
			s.control(w, r)
			return
		}
		request := s.begin(r)
		defer s.end(request.N)
		if s.outage() {
			cut(w)
			return
		}
		if s.fresh() {
			w.Header().Set("Connection", "close")
		}
		rule, release := s.choose(&request, r)
		s.note(request.N, rule)
		e := &exchange{store: s, n: request.N, rule: rule, release: release, w: w, r: r, orders: s.orders()}
		e.r.Body = &body{ReadCloser: r.Body, exchange: e, flip: -1}
		e.perform(next)
	})
}

// exchange is one request under its rule. The rule's zero value does nothing.
type exchange struct {
	store   *Store
	n       int // number of the request
	rule    Rule
	release <-chan struct{}
	w       http.ResponseWriter
	r       *http.Request
	orders  server.Orders
}

func (e *exchange) perform(next http.Handler) {
	switch e.rule.Do {
	case Refuse:
		if e.rule.RetryAfter != "" {
			e.w.Header().Set("Retry-After", e.rule.RetryAfter)
		}
		e.orders.Status = e.rule.Status
		e.orders.Fault = fault.New(fault.Kind(e.rule.Code), "The store was told to answer so.")
		e.answer(next)
	case Proxy:
		e.proxy()
	case Reset:
		e.read(e.r.ContentLength / 2)
		cut(e.w)
	case Stall:
		e.read(e.r.ContentLength)
		e.hang()
	case Silent:
		next.ServeHTTP(lost{http.Header{}}, e.ordered())
		e.hang()
	case Lose:
		next.ServeHTTP(lost{http.Header{}}, e.ordered())
		cut(e.w)
	case Corrupt:
		e.r.Body.(*body).flip = e.r.ContentLength / 2
		e.answer(next)
	default: // the others are up to the reply
		e.answer(next)
	}
}

// ordered is the request with what the store shall do about it. The body has a rule of its own.
func (e *exchange) ordered() *http.Request { return server.Ordered(e.r, e.orders) }

// answer lets the store answer, unless the line is dead by then.
func (e *exchange) answer(next http.Handler) {
	reply := &reply{ResponseWriter: e.w, exchange: e}
	next.ServeHTTP(reply, e.ordered())
	reply.finish()
	if reply.dead {
		cut(e.w)
	}
}

// hang waits until the client has gone or new settings come.
func (e *exchange) hang() {
	select {
	case <-e.r.Context().Done():
	case <-e.release:
	}
	cut(e.w)
}
