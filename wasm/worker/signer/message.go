package signer

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"sort"
	"strconv"

	"github.com/partway/partway/core/request"
)

// Limits of what a client sends: bytes of a body, and nesting.
const (
	maxBegin    = 64 << 10
	maxComplete = 1 << 20 // 10,000 parts of up to 100 bytes
	maxDepth    = 6
)

// document is an answer that is no JSON.
type document struct{ body []byte }

func (c *call) answer(status int, v any) int {
	body, kind := []byte(nil), "application/json"
	if xml, ok := v.(document); ok {
		body, kind = xml.body, "application/xml"
	} else {
		body = marshal(v)
	}
	h := c.w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	c.w.WriteHeader(status)
	c.w.Write(body) // once: every Write is a chunk in a Worker
	return status
}

// marshal leaves the & of URLs as they are: answers are no HTML.
func marshal(v any) []byte {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.Encode(v)
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}

func (c *call) fail(f *failure) int {
	f.writeHead(c.w.Header())
	c.note.Code = f.Code
	if c.note.Route == "direct" {
		return c.answer(f.status, errorDocument(f))
	}
	return c.answer(f.status, f.ErrorAnswer)
}

// Limited is a body that a host reads at once: at most that many bytes of it.
type Limited interface {
	ReadLimited(limit int) ([]byte, error)
}

// readBody reads a body of at most limit bytes, and makes room for them once:
// what grows leaves all that it had before behind in a Worker.
func (c *call) readBody(limit int) ([]byte, *failure) {
	if c.r.Body == nil { // in a Worker, a request without a body
		return nil, nil
	}
	large := refuse(
		http.StatusRequestEntityTooLarge,
		"BodyTooLarge",
		"the body is larger than "+strconv.Itoa(limit)+" bytes",
	)
	// One that is announced as too large is read as well: whoever is refused while
	// still sending may find a broken connection and no answer.
	text, err := readAtMost(c.r.Body, int(min(c.r.ContentLength, int64(limit))), limit+1)
	switch {
	case err != nil:
		return nil, refuse(http.StatusBadRequest, "BodyIncomplete", "the body could not be read")
	case len(text) > limit:
		return nil, large
	}
	return text, nil
}

// readAtMost reads a body to its end or to most bytes; announced is how long it
// said it is, or negative.
func readAtMost(body io.Reader, announced, most int) ([]byte, error) {
	if at, ok := body.(Limited); ok {
		return at.ReadLimited(most)
	}
	room := most
	if announced >= 0 {
		room = min(most, announced+1) // one more, for the end
	}
	text, n := make([]byte, room), 0
	for n < len(text) {
		more, err := body.Read(text[n:])
		if n += more; err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	return text[:n], nil
}

// readJSON reads a body of at most limit bytes; nothing at all counts as {}.
func (c *call) readJSON(v any, limit int) *failure {
	text, f := c.readBody(limit)
	if f != nil || len(text) == 0 {
		return f
	}
	if tooDeep(text) {
		return refuse(http.StatusBadRequest, "BodyInvalid", "the body is nested too deeply")
	}
	if err := json.Unmarshal(text, v); err != nil {
		message := "the body is not the JSON that this route takes"
		if wrong, ok := err.(*json.UnmarshalTypeError); ok && wrong.Field != "" {
			message += ": " + wrong.Field + " must be another type than " + wrong.Value
		}
		return refuse(http.StatusBadRequest, "BodyInvalid", message)
	}
	return nil
}

// tooDeep looks at the nesting before a parser does, whose stack is small in a
// Worker.
func tooDeep(text []byte) bool {
	depth, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}

// Texts are names and values. What is no text in the JSON becomes one, so that
// a page may hand over numbers; what cannot, is left out.
type Texts map[string]string

// UnmarshalJSON implements json.Unmarshaler.
func (t *Texts) UnmarshalJSON(b []byte) error {
	var any map[string]json.RawMessage
	if err := json.Unmarshal(b, &any); err != nil {
		return err
	}
	*t = Texts{}
	for name, raw := range any {
		if text, ok := textOf(raw); ok {
			(*t)[name] = text
		}
	}
	return nil
}

// textOf is a text, a number, true or false.
func textOf(raw json.RawMessage) (text string, ok bool) {
	switch {
	case string(raw) == "null" || raw[0] == '{' || raw[0] == '[':
		return "", false
	case raw[0] != '"':
		return string(raw), true
	}
	err := json.Unmarshal(raw, &text) // in a line of its own: TinyGo would return text before
	return text, err == nil
}

// Choices are options of an object: {"storageClass": "IA", "tags": {"a": "b"}},
// or "tags.a": "b". null is as if it were not there; nothing else is left out, and
// what cannot become a text is refused.
type Choices map[string]string

// UnmarshalJSON implements json.Unmarshaler.
func (o *Choices) UnmarshalJSON(b []byte) error {
	var any map[string]json.RawMessage
	if err := json.Unmarshal(b, &any); err != nil {
		return err
	}
	*o = Choices{}
	return o.add("", any)
}

func (o Choices) add(prefix string, from map[string]json.RawMessage) error {
	for name, raw := range from {
		var inner map[string]json.RawMessage
		text, ok := textOf(raw)
		switch {
		case ok:
			o[prefix+name] = text
		case prefix != "" || json.Unmarshal(raw, &inner) != nil:
			return &json.UnmarshalTypeError{
				Value: "a list or an object",
				Field: "options." + prefix + name[:min(len(name), 60)],
			}
		}
		if err := o.add(name+".", inner); err != nil {
			return err
		}
	}
	return nil
}

func (o Choices) pairs() []request.Pair { return Texts(o).pairs("") }

// pairs are the texts in the order of their names, with prefix in front of each.
func (t Texts) pairs(prefix string) (pairs []request.Pair) {
	for name, value := range t {
		pairs = append(pairs, request.Pair{Name: prefix + name, Value: value})
	}
	sort.Slice(pairs, func(i, j int) bool { return pairs[i].Name < pairs[j].Name })
	return pairs
}

func textsOf(pairs []request.Pair) map[string]string {
	m := make(map[string]string, len(pairs))
	for _, p := range pairs {
		m[p.Name] = p.Value
	}
	return m
}
