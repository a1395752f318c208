// Package server is the HTTP side of the local store: it finds out which store
// and bucket a request means, checks its signature, performs the operation on
// disk and answers in the vendor's words.
//
// A request passes: log, Config.Guard, Config.Middleware, address, CORS, signature, operation.
package server

import (
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/partway/partway/scripts/internal/guard"
	"github.com/partway/partway/scripts/store/internal/auth"
	"github.com/partway/partway/scripts/store/internal/cors"
	"github.com/partway/partway/scripts/store/internal/disk"
	"github.com/partway/partway/scripts/store/internal/fault"
	"github.com/partway/partway/scripts/store/internal/vendor"
)

// Config is what a server is made of.
type Config struct {
	Disk    *disk.Store
	Buckets map[string][]string // by dialect: the buckets that exist
	Auth    *auth.Checker
	CORS    cors.Rules
	Guard   guard.Guard // whom the server answers; the zero value: this machine
	Log     *slog.Logger
	Now     func() time.Time // nil: time.Now
	Policy  Policy           // what the keys may not do
	Stall   time.Duration    // how long a client may send or take nothing; 0: a minute

	// Middleware stands between the guard and everything else. It is the one
	// place that may delay, break or replace a request or its reply.
	Middleware func(http.Handler) http.Handler
}

// Server is an http.Handler. Make it with New.
type Server struct {
	Config
	vendors map[string]*vendor.Vendor
	buckets map[string]*disk.Bucket // by dialect and "/" and name
	chain   http.Handler
}

// healthPath answers whether the server is up; it says nothing else.
const healthPath = "/_partway/health"

// New opens the buckets.
func New(c Config) (*Server, error) {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Stall == 0 {
		c.Stall = time.Minute
	}
	s := &Server{Config: c, vendors: map[string]*vendor.Vendor{}, buckets: map[string]*disk.Bucket{}}
	for _, v := range vendor.All() {
		s.vendors[v.Name] = v
		for _, name := range c.Buckets[v.Name] {
			b, err := c.Disk.Bucket(v.Name, name)
			if err != nil {
				return nil, err
			}
			s.buckets[v.Name+"/"+name] = b
		}
	}
	s.chain = http.HandlerFunc(s.serve)
	if c.Middleware != nil {
		s.chain = c.Middleware(s.chain)
	}
	s.chain = s.guarded(s.chain)
	return s, nil
}

// ServeHTTP implements http.Handler. Whatever is stored here, no browser runs it as a page of this server, which
// shares the host with the pages of other servers on this machine.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Security-Policy", "sandbox")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if r.URL.Path == healthPath {
		w.Header().Set("Content-Type", "application/json")
		w.Write([]byte(`{"ok":true}` + "\n"))
		return
	}
	s.logged(w, r)
}

// guarded answers what comes from elsewhere before anything else sees it.
func (s *Server) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.Guard.Refusal(r) != "" {
			entryOf(w).op = "foreign"
		}
		s.Guard.Wrap(next).ServeHTTP(w, r)
	})
}

// serve performs one request.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	c := &call{Server: s, w: w, r: r, now: s.Now(), entry: entryOf(w), orders: ordersOf(r)}
	at, addressFault := s.resolve(r)
	c.address = at
	c.id = c.v.NewRequestID(c.now.Unix())
	c.entry.dialect, c.entry.bucket, c.entry.timeHeader = c.v.Name, c.bucketName, c.v.TimeHeader
	h := w.Header()
	h.Set("Server", c.v.Server)
	h.Set("Date", c.now.UTC().Format(http.TimeFormat)) // SDKs correct their clock by it
	h.Set(c.v.RequestID, c.id)
	if r.Method == http.MethodOptions {
		c.finish(c.preflight())
		return
	}
	c.rules().Actual(h, r.Header.Get("Origin"), r.Method)
	if addressFault != nil {
		c.finish(addressFault)
		return
	}
	c.finish(c.perform())
}

// perform checks the signature and runs the operation.
func (c *call) perform() error {
	if err := c.readInput(); err != nil {
		return err
	}
	o, err := c.route()
	if err != nil {
		return err
	}
	c.entry.op, c.op = o.name, o.op
	if f := c.orders.Fault; f != nil {
		return f
	}
	if c.orders.Moved {
		return c.moved()
	}
	if !o.form {
		grant, f := c.keys().Check(c.v, &c.in)
		if f != nil {
			return f
		}
		c.grant = grant
		if f := c.permit(); f != nil {
			return f
		}
		c.ignore()
	}
	if c.bucket = c.buckets[c.v.Name+"/"+c.bucketName]; c.bucket == nil {
		return fault.New(fault.NoSuchBucket, "The specified bucket does not exist.").With("BucketName", c.bucketName)
	}
	return o.run(c)
}

// preflight answers OPTIONS by the CORS rules alone.
func (c *call) preflight() error {
	c.entry.op = "preflight"
	origin, method := c.r.Header.Get("Origin"), c.r.Header.Get("Access-Control-Request-Method")
	if origin == "" || method == "" {
		return fault.New(
			fault.BadRequest,
			"Insufficient information. Origin and Access-Control-Request-Method are needed.",
		)
	}
	names := cors.Names(c.r.Header.Get("Access-Control-Request-Headers"))
	if !c.rules().Preflight(c.w.Header(), origin, method, names) {
		return fault.New(
			fault.OriginForbidden,
			"CORSResponse: This CORS request is not allowed. This is usually because the evaluation of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
		)
	}
	c.w.Header().Set("Content-Length", "0")
	c.w.WriteHeader(http.StatusOK)
	return nil
}

// rules are the CORS rules of the bucket.
func (c *call) rules() cors.Rules {
	if c.orders.CORS != nil {
		return *c.orders.CORS
	}
	return c.CORS
}

// keys are those who may sign, in the bucket's region.
func (c *call) keys() *auth.Checker {
	if c.orders.Region == "" {
		return c.Auth
	}
	moved := *c.Auth
	moved.Region = c.orders.Region
	return &moved
}

// finish answers with the error, if there is one.
func (c *call) finish(err error) {
	if err == nil {
		return
	}
	var f *fault.Fault
	if !errors.As(err, &f) {
		f = c.diskFault(err)
	}
	c.fail(f)
}

// diskFault turns an error of the disk into what the client is told.
func (c *call) diskFault(err error) *fault.Fault {
	switch {
	case errors.Is(err, disk.ErrNoUpload):
		return c.noUpload()
	case errors.Is(err, disk.ErrNoObject):
		return fault.New(fault.NoSuchKey, "The specified key does not exist.").With("Key", c.key)
	case errors.Is(err, disk.ErrExists):
		return c.exists()
	}
	c.entry.err = err
	if disk.Full(err) {
		return fault.New(fault.InsufficientStorage, "There is no room left where the store keeps its data.")
	}
	return fault.New(fault.InternalError, "We encountered an internal error. Please try again.")
}

func (c *call) noUpload() *fault.Fault {
	id, _ := c.param("uploadId")
	return fault.New(fault.NoSuchUpload, "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.").
		With("UploadId", id)
}

func (c *call) exists() *fault.Fault {
	f := fault.New(fault.ObjectExists, "The object you specified already exists and can not be overwritten.")
	if o, ok := c.v.Option("forbidOverwrite"); ok && o.Fixed != "" { // the header is a condition
		f.With("Condition", o.Header)
	}
	return f
}

func decimal[T int | int64](n T) string { return strconv.FormatInt(int64(n), 10) }
