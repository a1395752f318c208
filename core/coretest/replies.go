package coretest

import (
	"strconv"
	"strings"

	"github.com/partway/partway/core/request"
)

// headers are the headers of every reply.
func (s *Store) headers() []request.Pair {
	return append(make([]request.Pair, 0, 6), request.Pair{Name: s.row.RequestID, Value: "request-1"})
}

func (s *Store) xml(root, inside string) request.Reply {
	return request.Reply{Status: 200, Headers: s.headers(), Body: []byte("<" + root + ">" + inside + "</" + root + ">")}
}

// empty is a reply without a body.
func (s *Store) empty(status int, etag, crc string) request.Reply {
	r := request.Reply{Status: status, Headers: append(s.headers(), request.Pair{Name: "etag", Value: etag})}
	if s.row.CRC64 != "" {
		r.Headers = append(r.Headers, request.Pair{Name: s.row.CRC64, Value: crc})
	}
	return r
}

func (s *Store) fault(status int, code string) request.Reply {
	return request.Reply{Status: status, Headers: s.headers(),
		Body: []byte("<Error><Code>" + code + "</Code><Message>simulated</Message></Error>")}
}

// skewed refuses a request whose time is wrong, and says the store's.
func (s *Store) skewed(stamp string) request.Reply {
	return request.Reply{Status: 403, Headers: s.headers(),
		Body: []byte("<Error><Code>RequestTimeTooSkewed</Code><ServerTime>" + stamp + "</ServerTime></Error>")}
}

// readParts reads the document of a Complete.
func readParts(body string) (numbers []int, etags []string) {
	for {
		_, rest, found := strings.Cut(body, "<PartNumber>")
		if !found {
			return numbers, etags
		}
		number, rest, _ := strings.Cut(rest, "</PartNumber>")
		_, rest, _ = strings.Cut(rest, "<ETag>")
		etag, rest, _ := strings.Cut(rest, "</ETag>")
		n, _ := strconv.Atoi(number)
		numbers, etags = append(numbers, n), append(etags, etag)
		body = rest
	}
}

// only drops all other headers.
func only(r request.Reply, name string) request.Reply {
	value, found := r.Header(name)
	if r.Headers = nil; found {
		r.Headers = []request.Pair{{Name: name, Value: value}}
	}
	return r
}

// without drops a header, as CORS rules do that do not expose it.
func without(r request.Reply, name string) request.Reply {
	kept := make([]request.Pair, 0, len(r.Headers))
	for _, h := range r.Headers {
		if h.Name != name {
			kept = append(kept, h)
		}
	}
	r.Headers = kept
	return r
}
