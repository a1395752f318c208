package server

import (
	"encoding/base64"
	"encoding/xml"
	"io"
	"net/http"
	"net/url"
	"sort"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/partway/partway/core/request"
	"github.com/partway/partway/scripts/store/internal/auth"
	"github.com/partway/partway/scripts/store/internal/disk"
	"github.com/partway/partway/scripts/store/internal/fault"
)

// call is one request on its way.
type call struct {
	*Server
	address
	w     http.ResponseWriter
	r     *http.Request
	in    auth.Input
	grant *auth.Grant // nil for a form, which carries its own signature
	now   time.Time
	id    string // request ID
	op    request.Op

	bucket *disk.Bucket
	entry  *entry
	orders Orders
}

// maxParams is more query parameters than any operation has.
const maxParams = 64

// readInput takes the request apart the way signatures see it.
func (c *call) readInput() error {
	query, err := parseQuery(c.r.URL.RawQuery)
	if err != nil {
		return err
	}
	if !utf8.ValidString(c.r.URL.Path) {
		return fault.New(fault.InvalidURI, "The path is not UTF-8.")
	}
	c.in = auth.Input{
		Method: c.r.Method, Scheme: "http", Host: c.r.Host, Path: c.r.URL.Path,
		Bucket: c.bucketName, Key: c.key, Query: query, Now: c.now,
	}
	for name, values := range c.r.Header {
		c.in.Headers = append(c.in.Headers, request.Pair{Name: strings.ToLower(name), Value: strings.Join(values, ",")})
	}
	sort.Slice(c.in.Headers, func(i, j int) bool { return c.in.Headers[i].Name < c.in.Headers[j].Name })
	return nil
}

// parseQuery keeps the order, and takes a plus sign for a space as every store does.
func parseQuery(raw string) ([]request.Pair, error) {
	if raw == "" {
		return nil, nil
	}
	items := strings.Split(raw, "&")
	if len(items) > maxParams {
		return nil, fault.New(fault.InvalidURI, "There are more than %d query parameters.", maxParams)
	}
	var query []request.Pair
	for _, item := range items {
		name, value, _ := strings.Cut(item, "=")
		n, err1 := url.QueryUnescape(name)
		v, err2 := url.QueryUnescape(value)
		if err1 != nil || err2 != nil || !utf8.ValidString(n) || !utf8.ValidString(v) {
			return nil, fault.New(fault.InvalidURI, "Couldn't parse the query.")
		}
		if item != "" {
			query = append(query, request.Pair{Name: n, Value: v})
		}
	}
	return query, nil
}

// param is the first query parameter of that name.
func (c *call) param(name string) (value string, found bool) {
	for _, p := range c.in.Query {
		if p.Name == name {
			return p.Value, true
		}
	}
	return "", false
}

// header is a request header by its lower-case name.
func (c *call) header(name string) string {
	v, _ := request.Find(c.in.Headers, name)
	return v
}

// option is the header of a dialect's option; "" if it was not sent.
func (c *call) option(name string) string {
	if h := c.v.Header(name); h != "" {
		return c.header(h)
	}
	return ""
}

// set sets a response header unless the value is empty.
func (c *call) set(name, value string) {
	if name != "" && value != "" {
		c.w.Header().Set(name, value)
	}
}

// setAll sets headers that are kept with an object.
func (c *call) setAll(headers []disk.Header) {
	for _, h := range headers {
		c.w.Header().Set(h.Name, h.Value)
	}
}

// empty answers without a body.
func (c *call) empty(status int) error {
	if status != http.StatusNoContent {
		c.set("Content-Length", "0")
	}
	c.w.WriteHeader(status)
	return nil
}

const declaration = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

// document answers with XML.
func (c *call) document(status int, declared bool, doc any) error {
	text, err := xml.Marshal(doc)
	if err != nil {
		return err
	}
	if declared {
		text = append([]byte(declaration), text...)
	}
	c.set("Content-Type", "application/xml")
	c.set("Content-Length", decimal(len(text)))
	c.w.WriteHeader(status)
	c.w.Write(text) // the client may be gone; there is nobody to tell
	return nil
}

// errorDocument is the body of every failure.
type errorDocument struct {
	XMLName   xml.Name `xml:"Error"`
	Code      string
	Message   string
	More      []element
	Resource  string `xml:",omitempty"`
	RequestID string `xml:"RequestId"`
	HostID    string `xml:"HostId,omitempty"`
	TraceID   string `xml:"TraceId,omitempty"`
	EC        string `xml:",omitempty"`
}

type element struct {
	XMLName xml.Name
	Value   string `xml:",chardata"`
}

// fail answers with an error document, or what stands for it without a body.
func (c *call) fail(f *fault.Fault) {
	code := c.v.Code(f.Kind)
	if status := c.orders.Status; status != 0 {
		code.Status = status
	}
	c.entry.code = code.Name
	c.drain()
	doc := errorDocument{Code: code.Name, Message: f.Message, RequestID: c.id, HostID: c.r.Host}
	for _, e := range f.More {
		doc.More = append(doc.More, element{xml.Name{Local: e.Name}, e.Value})
	}
	if c.v.TraceHeader != "" {
		doc.Resource, doc.HostID, doc.TraceID = c.r.Host+c.r.URL.Path, "", c.id
		c.set(c.v.TraceHeader, c.id)
	}
	if doc.EC = c.v.FineCodes[code.Name]; doc.EC != "" {
		c.set(c.v.FineCodeHeader, doc.EC)
	}
	if c.r.Method != http.MethodHead && code.Status != http.StatusNotModified {
		c.document(code.Status, true, doc)
		return
	}
	if text, err := xml.Marshal(doc); err == nil && c.v.Err != "" {
		c.set(c.v.Err, base64.StdEncoding.EncodeToString(append([]byte(declaration), text...)))
	}
	c.w.WriteHeader(code.Status)
}

// maxDrain is how much of a refused body is read, in bytes, so that a client
// that sends everything before it listens gets to hear the reason.
const maxDrain = 64 << 20

func (c *call) drain() {
	if c.r.Header.Get("Expect") == "" {
		io.CopyN(io.Discard, c.patient(), maxDrain)
	}
}
