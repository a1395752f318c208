package misbehave

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// lost is where a reply goes that nobody gets.
type lost struct{ header http.Header }

func (l lost) Header() http.Header         { return l.header }
func (l lost) Write(b []byte) (int, error) { return len(b), nil }
func (l lost) WriteHeader(int)             {}

// reply is a reply on its way through the network.
type reply struct {
	http.ResponseWriter
	exchange *exchange
	begun    bool
	dead     bool
	status   int
	held     *bytes.Buffer // a document that is to be changed; nil: nothing is held back
}

// Unwrap lets http.ResponseController and the store's log through.
func (r *reply) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// WriteHeader changes what the rule wants changed.
func (r *reply) WriteHeader(status int) {
	r.begun = true
	if r.dead = r.exchange.store.outage(); r.dead {
		return
	}
	switch rule := &r.exchange.rule; {
	case rule.Do == Hide:
		hide(r.Header(), rule.Header)
	case rule.Do == Lie:
		lie(r.Header())
	case (rule.Do == Rename || rule.Do == Replace) && status < 300:
		r.status, r.held = status, &bytes.Buffer{}
		if rule.Status != 0 {
			r.status = rule.Status
		}
		return
	}
	r.send(status)
}

func (r *reply) send(status int) {
	r.exchange.store.answered(r.exchange.n, status)
	r.ResponseWriter.WriteHeader(status)
}

func (r *reply) Write(b []byte) (int, error) {
	if !r.begun {
		r.WriteHeader(http.StatusOK)
	}
	switch {
	case r.dead:
		return len(b), nil
	case r.held != nil:
		return r.held.Write(b)
	}
	return r.ResponseWriter.Write(b)
}

// finish sends a document that was held back.
func (r *reply) finish() {
	if r.held == nil {
		return
	}
	rule := &r.exchange.rule
	text := rule.Body
	if rule.Do == Rename {
		text = renamed(r.held.String(), rule.Root)
	}
	if rule.Type != "" {
		r.Header().Set("Content-Type", rule.Type)
	}
	r.Header().Set("Content-Length", strconv.Itoa(len(text)))
	r.send(r.status)
	io.WriteString(r.ResponseWriter, text) // the client may be gone; there is nobody to tell
}

// renamed gives a document another root element.
func renamed(doc, root string) string {
	_, rest, _ := strings.Cut(strings.Replace(doc, "<?", "", 1), "<")
	name := rest[:max(strings.IndexAny(rest, " />"), 0)]
	if name == "" {
		return doc
	}
	return strings.NewReplacer("<"+name, "<"+root, "</"+name+">", "</"+root+">").Replace(doc)
}

// proxy answers before the body has come, and takes the rest so that the client gets to hear it.
func (e *exchange) proxy() {
	h := e.w.Header()
	for name := range h {
		h.Del(name)
	}
	text, kind := e.rule.Body, e.rule.Type
	if text == "" {
		title := fmt.Sprintf("%d %s", e.rule.Status, http.StatusText(e.rule.Status))
		text = "<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title +
			"</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
	}
	if kind == "" {
		kind = "text/html"
	}
	h.Set("Server", "nginx")
	h.Set("Content-Type", kind)
	h.Set("Content-Length", strconv.Itoa(len(text)))
	h.Set("Connection", "close")
	control := http.NewResponseController(e.w)
	control.EnableFullDuplex() // HTTP/1.1 waits for the body otherwise; not every writer has a connection
	e.store.answered(e.n, e.rule.Status)
	e.w.WriteHeader(e.rule.Status)
	if e.r.Method != http.MethodHead {
		io.WriteString(e.w, text)
	}
	control.Flush()
	io.Copy(io.Discard, e.r.Body)
}

const exposed = "Access-Control-Expose-Headers"

func hide(h http.Header, name string) {
	var left []string
	for _, item := range strings.Split(h.Get(exposed), ",") {
		if item = strings.TrimSpace(item); !strings.EqualFold(item, name) {
			left = append(left, item)
		}
	}
	h.Set(exposed, strings.Join(left, ", "))
}

// lie changes the checksum that the store reports: the CRC-64 where it reports one, else the MD5.
func lie(h http.Header) {
	for _, name := range []string{"X-Oss-Hash-Crc64ecma", "X-Cos-Hash-Crc64ecma", "Etag"} {
		if sum := h.Get(name); sum != "" {
			h.Set(name, otherDigit(sum))
			return
		}
	}
}

// otherDigit changes the last digit; both decimal and hexadecimal numbers stay what they are.
func otherDigit(number string) string {
	i := strings.LastIndexAny(number, "0123456789abcdefABCDEF")
	if i < 0 {
		return number
	}
	digit := "0"
	if number[i] == '0' {
		digit = "1"
	}
	return number[:i] + digit + number[i+1:]
}
