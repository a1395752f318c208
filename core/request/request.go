// Package request is the plain value that the rest of the core hands around:
// an HTTP request before it is sent and the reply after it came. Nothing here
// performs I/O.
package request

import (
	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/internal/escape"
)

// Pair is one header, query parameter or option. In a query an empty Value
// means a parameter without a value (`uploads`).
type Pair struct{ Name, Value string }

// Op is an operation of the object store.
type Op uint8

// The operations: those of an upload in the order of its life, then those on an
// object that is there. The zero value is none.
const (
	NoOp Op = iota
	Initiate
	UploadPart
	ListParts
	Complete
	Abort
	ListUploads
	PutObject
	HeadObject
	GetObject
	DeleteObject
)

var opNames = [...]string{
	"",
	"initiate",
	"uploadPart",
	"listParts",
	"complete",
	"abort",
	"listUploads",
	"putObject",
	"headObject",
	"getObject",
	"deleteObject",
}

// String is the name that errors and the JavaScript API use ("uploadPart").
func (o Op) String() string {
	if int(o) < len(opNames) {
		return opNames[o]
	}
	return "op " + decimal.String(int64(o))
}

// OpNames are the names of all operations.
func OpNames() []string { return opNames[1:] }

// OpByName is the reverse of String; NoOp if there is none of that name.
func OpByName(name string) Op {
	for i, n := range opNames {
		if n == name && i > 0 {
			return Op(i)
		}
	}
	return NoOp
}

// Style says where the bucket stands in a URL.
type Style uint8

const (
	// Virtual: the bucket is the first label of the host.
	Virtual Style = iota
	// PathStyle: the bucket is the first segment of the path.
	PathStyle
	// Bound: the host is the bucket's own (a custom domain); the URL does not name the bucket.
	Bound
)

// Target is where an object lives.
type Target struct {
	Scheme string // "https" or "http"
	Host   string // as the browser sends it: host[:port], with the bucket in front when Style is Virtual
	Base   string // path in front of everything else: "" or "/oss", no slash at the end
	Region string // general region ID, as in a credential scope
	Bucket string
	Key    string // not escaped; empty for bucket-level operations
	Style  Style
}

// Path is the path as the store will read it: not escaped, with the bucket
// where the style is PathStyle. It always begins with a slash.
func (t Target) Path() string {
	if t.Style == PathStyle {
		if t.Key == "" {
			return t.Base + "/" + t.Bucket + "/"
		}
		return t.Base + "/" + t.Bucket + "/" + t.Key
	}
	return t.Base + "/" + t.Key
}

// Resource is "/bucket/key" whatever the style, not escaped: what OSS signs.
func (t Target) Resource() string { return "/" + t.Bucket + "/" + t.Key }

// Request is one HTTP request, complete but for a body that is too large to
// hold (a part's bytes), which the driver supplies.
type Request struct {
	Op      Op
	Part    int // part number, from 1; 0 where the operation has none
	Method  string
	Target  Target
	Query   []Pair // in the order they are sent, not escaped
	Headers []Pair // never Host, Content-Length or another name that a browser forbids
	Body    []byte // nil for no body, and for bytes that the driver supplies
}

// Header is the value of the first header of that name, in any letter case.
func (r *Request) Header(name string) (value string, found bool) { return Find(r.Headers, name) }

// URL is what goes on the wire, escapes included.
func (r *Request) URL() string {
	b := append([]byte(nil), r.Target.Scheme...)
	b = append(b, "://"...)
	b = append(b, r.Target.Host...)
	b = escape.AppendPath(b, r.Target.Path())
	return string(AppendQuery(b, r.Query))
}

// AppendQuery appends "?a=b&c" for the pairs, escaped; nothing for none.
func AppendQuery(b []byte, query []Pair) []byte {
	for i, q := range query {
		if i == 0 {
			b = append(b, '?')
		} else {
			b = append(b, '&')
		}
		b = escape.Append(b, q.Name)
		if q.Value != "" {
			b = append(b, '=')
			b = escape.Append(b, q.Value)
		}
	}
	return b
}

// Reply is what came back. A Status of 0 means that nothing did.
type Reply struct {
	Status  int
	Headers []Pair
	Body    []byte
}

// Header is the value of the first header of that name, in any letter case.
func (r *Reply) Header(name string) (value string, found bool) { return Find(r.Headers, name) }

// Find is the value of the first pair of that name, ASCII letter case ignored.
func Find(pairs []Pair, name string) (value string, found bool) {
	for _, p := range pairs {
		if EqualFold(p.Name, name) {
			return p.Value, true
		}
	}
	return "", false
}

// EqualFold compares two names, ASCII letter case ignored.
func EqualFold(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := 0; i < len(a); i++ {
		if lower(a[i]) != lower(b[i]) {
			return false
		}
	}
	return true
}

// EndsFold reports whether a name has an ending, ASCII letter case ignored.
func EndsFold(name, ending string) bool {
	return len(name) >= len(ending) && EqualFold(name[len(name)-len(ending):], ending)
}

// Lower is s in lower case, ASCII letters only.
func Lower(s string) string {
	b := []byte(s)
	for i := range b {
		b[i] = lower(b[i])
	}
	return string(b)
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
