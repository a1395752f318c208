package wire

import (
	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/internal/xml"
	"github.com/partway/partway/core/request"
)

// answer is a reply together with what it answers.
type answer struct {
	dialect *dialect.Dialect
	op      request.Op
	part    int
	reply   *request.Reply
}

func (a *answer) header(name string) string {
	if name == "" { // this store has no such header
		return ""
	}
	v, _ := a.reply.Header(name)
	return v
}

func (a *answer) requestID() string { return clean(a.header(a.dialect.RequestID), maxName) }
func (a *answer) crc64() string     { return checksum(a.header(a.dialect.CRC64)) }

// versionID is empty for "null", which a bucket says whose versioning is
// suspended.
func (a *answer) versionID() string {
	if v := a.header(a.dialect.Version); v != "null" {
		return v
	}
	return ""
}

// encryption are the headers by which the store confirms how it encrypts.
func (a *answer) encryption() (found []request.Pair) {
	prefix := a.dialect.Prefix + "server-side-encryption"
	for _, h := range a.reply.Headers {
		if len(h.Name) >= len(prefix) && request.EqualFold(h.Name[:len(prefix)], prefix) {
			found = append(found, h)
		}
	}
	return found
}

// bodyless judges a reply whose news is in its headers. An error document is
// looked for nevertheless, and so is somebody else's page.
func (a *answer) bodyless() *Error {
	if a.reply.Status != 200 {
		return a.failure()
	}
	if len(a.reply.Body) == 0 {
		return nil
	}
	if rep := readErrorDocument(a.reply.Body); rep.found {
		return a.failure()
	}
	if a.header("etag") == "" && a.header(a.dialect.RequestID) == "" {
		return a.own(NotFromStore)
	}
	return nil
}

// document reads a 200 whose root must be root and hands every element to
// visit as it closes.
func (a *answer) document(root string, visit func(element)) *Error {
	if a.reply.Status != 200 {
		return a.failure()
	}
	got, fault := scan(a.reply.Body, visit)
	switch {
	case isErrorRoot(got):
		return a.failure()
	case fault == xml.Truncated && (got == "" || got == root):
		return a.own(Truncated)
	case got != root && a.header(a.dialect.RequestID) == "":
		return a.own(NotFromStore)
	case fault != xml.None || got != root:
		return a.own(Malformed)
	}
	return nil
}

// element is an element that has just closed.
type element struct {
	parent, name string
	text         string // trimmed; of an element with children, what follows the last of them
	exact        string // for object keys, whose blanks count
}

// scan reads a document; root is empty if it does not even begin.
func scan(body []byte, visit func(element)) (root string, fault xml.Fault) {
	s := xml.New(body, xml.Default())
	var open []string
	var text []byte
	for {
		switch t := s.Next(); t.Kind {
		case xml.Open:
			if root == "" {
				root = t.Name
			}
			open, text = append(open, t.Name), text[:0]
		case xml.Text:
			text = append(text, t.Text...)
		case xml.Close:
			open = open[:len(open)-1]
			e := element{name: t.Name, text: trim(string(text)), exact: trimLines(string(text))}
			if len(open) > 0 {
				e.parent = open[len(open)-1]
			}
			visit(e)
			text = text[:0]
		case xml.End:
			return root, s.Fault()
		}
	}
}
