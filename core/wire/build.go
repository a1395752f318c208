package wire

import (
	"github.com/partway/partway/core/options"
	"github.com/partway/partway/core/request"
)

// build is what all requests have in common. The operation's own parameters
// come first, because COS routes by the first one; then what the options add.
func build(o *options.Options, op request.Op, method string, query ...request.Pair) *request.Request {
	return &request.Request{
		Op:      op,
		Method:  method,
		Target:  o.Target,
		Query:   append(query, o.Query(op)...),
		Headers: append([]request.Pair(nil), o.Headers(op)...),
	}
}

// addContentType adds the type that some stores demand of a new object. The
// vendors store this one, too, where none is given.
func addContentType(o *options.Options, r *request.Request) {
	if _, given := r.Header("content-type"); !given && o.Dialect.ContentTypeMust {
		r.Headers = append(r.Headers, request.Pair{Name: "content-type", Value: "application/octet-stream"})
	}
}

// listEncoding asks for escaped keys, which is the only form in which every
// key can stand in XML 1.0.
func listEncoding(o *options.Options, query []request.Pair) []request.Pair {
	if o.Dialect.ListEncoding {
		return append(query, request.Pair{Name: "encoding-type", Value: "url"})
	}
	return query
}

// given appends a parameter unless it is empty.
func given(query []request.Pair, name, value string) []request.Pair {
	if value == "" {
		return query
	}
	return append(query, request.Pair{Name: name, Value: value})
}
