package core

import (
	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/internal/hash"
	"github.com/partway/partway/core/internal/text"
	"github.com/partway/partway/core/options"
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/sign"
	"github.com/partway/partway/core/wire"
)

// The values that go in and out, by one import.
type (
	Pair    = request.Pair
	Op      = request.Op
	Request = request.Request
	Reply   = request.Reply
	Signed  = sign.Signed

	Part        = wire.Part
	Initiated   = wire.Initiated
	PartsPage   = wire.PartsPage
	Completed   = wire.Completed
	Aborted     = wire.Aborted
	UploadsPage = wire.UploadsPage
	Stored      = wire.Stored
	Object      = wire.Object

	Error       = wire.Error
	OptionError = options.Error
)

// The operations.
const (
	Initiate     = request.Initiate
	UploadPart   = request.UploadPart
	ListParts    = request.ListParts
	Complete     = request.Complete
	Abort        = request.Abort
	ListUploads  = request.ListUploads
	PutObject    = request.PutObject
	HeadObject   = request.HeadObject
	GetObject    = request.GetObject
	DeleteObject = request.DeleteObject
)

// Form says where a signature goes.
type Form uint8

const (
	// None leaves the request as it is, for a signer elsewhere or a public bucket.
	None Form = iota
	// Header signs in the Authorization header.
	Header
	// Query signs in the URL, which then is all that a caller needs.
	Query
)

// FormByName reads "header", "query" or "none".
func FormByName(name string) (f Form, ok bool) {
	switch name {
	case "header":
		return Header, true
	case "query":
		return Query, true
	}
	return None, name == "none"
}

// Client is a target with its options and credentials. It has no state and
// may be used by any number of goroutines.
type Client struct{ options *options.Options }

// New checks the options, which package options lists. The error is an
// *OptionError.
func New(pairs []Pair) (*Client, error) {
	o, err := options.Parse(pairs)
	if err != nil {
		return nil, err
	}
	return &Client{o}, nil
}

// Options are what New made of the pairs.
func (c *Client) Options() *options.Options { return c.options }

// Dialect is the row of the client's store.
func (c *Client) Dialect() *dialect.Dialect { return c.options.Dialect }

// Build makes the request of an operation, not signed. The arguments are texts
// because that is what crosses the boundary to JavaScript:
//
//	Initiate, PutObject  none
//	HeadObject, GetObject, DeleteObject  name and value of each of the dialect's Asks
//	UploadPart   upload ID, part number
//	ListParts    upload ID, part number to list after (0: from the first)
//	Complete     upload ID, then number and ETag of each part, ascending
//	Abort        upload ID
//	ListUploads  key prefix, key marker, upload ID marker
//
// The bytes of a part or object are not in the request: send them with it, and
// without a Content-Type of your own. The error is an *OptionError.
func (c *Client) Build(op Op, args ...string) (*Request, error) {
	if err := checkCount(op, len(args)); err != nil {
		return nil, err
	}
	switch op {
	case Initiate:
		return wire.Initiate(c.options), nil
	case PutObject:
		return wire.PutObject(c.options), nil
	case HeadObject, GetObject, DeleteObject:
		return c.there(op, args)
	case ListUploads:
		return wire.ListUploads(c.options, args[0], args[1], args[2]), nil
	}
	if args[0] == "" {
		return nil, wrong("uploadId", "", "uploadId is empty.")
	}
	switch op {
	case UploadPart:
		n, err := c.number("partNumber", args[1], 1)
		if err != nil {
			return nil, err
		}
		return wire.UploadPart(c.options, args[0], n), nil
	case ListParts:
		n, err := c.number("marker", args[1], 0)
		if err != nil {
			return nil, err
		}
		return wire.ListParts(c.options, args[0], n), nil
	case Complete:
		return c.complete(args[0], args[1:])
	}
	return wire.Abort(c.options, args[0]), nil
}

// argumentCounts has a digit for each operation. Complete takes any odd number:
// the upload ID and a pair for each part; "=" is any even number.
const argumentCounts = "-022*130==="

// checkCount: JavaScript may pass any number of arguments.
func checkCount(op Op, n int) error {
	if op == request.NoOp || int(op) >= len(argumentCounts) {
		return options.UnknownOp("")
	}
	count := argumentCounts[op]
	if n != int(count-'0') && !(op == Complete && n%2 == 1) && !(count == '=' && n%2 == 0) {
		return wrong("arguments", decimal.String(int64(n)), op.String()+" takes another number of arguments.")
	}
	return nil
}

func (c *Client) complete(uploadID string, args []string) (*Request, error) {
	parts := make([]Part, len(args)/2)
	for i := range parts {
		n, err := c.number("partNumber", args[2*i], 1)
		if err != nil {
			return nil, err
		}
		parts[i] = Part{Number: n, ETag: args[2*i+1]}
	}
	if err := wire.CheckParts(c.Dialect(), parts); err != nil {
		return nil, err
	}
	return wire.Complete(c.options, uploadID, parts), nil
}

// there builds a request on an object that is there.
func (c *Client) there(op Op, args []string) (*Request, error) {
	pairs := make([]Pair, len(args)/2)
	for i := range pairs {
		pairs[i] = Pair{Name: args[2*i], Value: args[2*i+1]}
	}
	asks, err := c.options.Asks(op, pairs)
	switch {
	case err != nil:
		return nil, err
	case op == GetObject:
		return wire.GetObject(c.options, asks...), nil
	case op == DeleteObject:
		return wire.DeleteObject(c.options, asks...), nil
	}
	return wire.HeadObject(c.options, asks...), nil
}

// OpByName finds an operation; the error, an *OptionError, names the nearest.
func OpByName(name string) (Op, error) {
	if op := request.OpByName(name); op != request.NoOp {
		return op, nil
	}
	return request.NoOp, options.UnknownOp(name)
}

// number reads a part number or marker from least to the dialect's most.
func (c *Client) number(name, value string, least int64) (int, error) {
	most := int64(c.Dialect().Limits.MaxParts)
	n, ok := decimal.Parse(value)
	if !ok || n < least || n > most {
		return 0, wrong(name, value, name+" must be a number from "+decimal.String(least)+" to "+decimal.String(most)+".")
	}
	return int(n), nil
}

func wrong(name, value, message string) error {
	return &OptionError{Option: name, Value: value, Message: message}
}

// Sign signs a request of Build at a moment in Unix seconds; r stays as it is.
// The error, an *OptionError, is for a client without keys.
func (c *Client) Sign(r *Request, form Form, now int64) (*Signed, error) {
	out := &Signed{Request: *r}
	if form == None {
		return out, nil
	}
	o := c.options
	scheme, found := sign.ByName(o.Scheme)
	if !found || o.AccessKeyID == "" {
		return nil, wrong("accessKeyId", "", "accessKeyId is missing: without keys a request can be built but not signed.")
	}
	p := sign.Params{
		Credentials: sign.Credentials{ID: o.AccessKeyID, Secret: o.AccessKeySecret, Token: o.SecurityToken},
		Time:        now,
		Expires:     o.Expires,
	}
	if lead := o.Dialect.Limits.ClockLead; lead > 0 {
		if p.Expires == 0 {
			p.Expires = sign.DefaultExpires
		}
		p.Time, p.Expires = now-lead, p.Expires+lead // ends as if it began now
	}
	if form == Header {
		p.Payload = payload(r)
	}
	scheme.Sign(out, &p, form == Query)
	return out, nil
}

// payload is what an S3 signature says of the body: its digest if the request
// holds it. The bytes of parts and objects are not read twice for it; TLS and
// the checksums protect them.
func payload(r *Request) string {
	if r.Op == UploadPart || r.Op == PutObject {
		return "" // UNSIGNED-PAYLOAD
	}
	sum := hash.SHA256(r.Body)
	return text.Hex(sum[:])
}
