package xml

import "unicode/utf8"

// Kind is a kind of token.
type Kind uint8

// The kinds of token. End comes for good after the last token and after a
// fault; Fault tells which of the two it was.
const (
	End Kind = iota
	Open
	Text
	Close
)

// Token is one piece of a document.
type Token struct {
	Kind Kind
	Name string // Open, Close: local name, without a namespace prefix
	Text string // Text: entities replaced, line ends made "\n"
}

// Fault says why a scanner stopped. The zero value is no fault.
type Fault uint8

// The faults.
const (
	None      Fault = iota
	Truncated       // the document ended before its root was closed, or is empty
	Malformed       // not XML as we take it
	TooLarge        // over a limit
)

// Limits hold what a document may cost us. Zero is no allowance, so begin with
// Default.
type Limits struct {
	Bytes    int // length of the document
	Depth    int // elements inside each other, the root included
	Elements int // elements in all
}

// The default limits are room for the largest honest answer, a page of 1,000 uploads with
// escaped keys of 1,024 bytes, and little more.
const (
	DefaultBytes    = 8 << 20
	DefaultDepth    = 16
	DefaultElements = 1 << 16
)

// Default are the limits for any answer of a store.
func Default() Limits { return Limits{DefaultBytes, DefaultDepth, DefaultElements} }

// Scanner hands out a document's tokens one by one. Open and Close always
// match, and there is one root.
type Scanner struct {
	rest     []byte
	limits   Limits
	open     []string // names of the elements that are open
	elements int
	pending  string // an empty-element tag: its Close comes next
	fault    Fault
	done     bool
}

// New begins with a document, which must stay as it is while it is scanned.
func New(doc []byte, limits Limits) *Scanner {
	s := &Scanner{rest: doc, limits: limits}
	if len(doc) > limits.Bytes {
		s.stop(TooLarge)
	}
	if hasPrefix(s.rest, "\ufeff") {
		s.rest = s.rest[3:]
	}
	return s
}

// Fault is None while all is well and after a whole document.
func (s *Scanner) Fault() Fault { return s.fault }

// Next is the next token, or End.
func (s *Scanner) Next() Token {
	if s.pending != "" {
		name := s.pending
		s.pending = ""
		return s.closed(name)
	}
	for !s.done {
		if len(s.rest) == 0 {
			return s.ended()
		}
		if s.rest[0] != '<' {
			if t, ok := s.text(); ok {
				return t
			}
			continue
		}
		if t, ok := s.markup(); ok {
			return t
		}
	}
	return Token{}
}

func (s *Scanner) stop(f Fault) Token {
	s.done, s.fault, s.rest = true, f, nil
	return Token{}
}

// ended is the end of the bytes: good after a closed root, else not.
func (s *Scanner) ended() Token {
	if len(s.open) > 0 || s.elements == 0 {
		return s.stop(Truncated)
	}
	return s.stop(None)
}

// text takes everything before the next "<". Outside the root only white
// space is legal, and nothing is handed out.
func (s *Scanner) text() (Token, bool) {
	n := index(s.rest, "<")
	if n < 0 {
		n = len(s.rest)
	}
	raw := s.rest[:n]
	s.rest = s.rest[n:]
	if len(s.open) == 0 {
		if !blank(raw) {
			s.stop(Malformed)
		}
		return Token{}, false
	}
	return Token{Kind: Text, Text: unescape(raw)}, true
}

// markup takes one construct that begins with "<"; ok is false for one that is
// no token: a comment, a processing instruction, a fault.
func (s *Scanner) markup() (t Token, ok bool) {
	switch {
	case hasPrefix(s.rest, "<!--"):
		s.skip(4, "-->")
	case hasPrefix(s.rest, "<![CDATA["):
		return s.cdata()
	case hasPrefix(s.rest, "<?"):
		s.skip(2, "?>")
	case hasPrefix(s.rest, "<!"):
		// DOCTYPE: no store sends one, and its entities are how XML bombs are built.
		if len(s.rest) < len("<![CDATA[") && (hasPrefix([]byte("<![CDATA["), string(s.rest)) || hasPrefix([]byte("<!--"), string(s.rest))) {
			s.stop(Truncated)
		} else {
			s.stop(Malformed)
		}
	case hasPrefix(s.rest, "</"):
		return s.closeTag()
	default:
		return s.openTag()
	}
	return Token{}, false
}

// skip drops everything up to and including the end mark.
func (s *Scanner) skip(from int, mark string) {
	n := index(s.rest[from:], mark)
	if n < 0 {
		s.stop(Truncated)
		return
	}
	s.rest = s.rest[from+n+len(mark):]
}

func (s *Scanner) cdata() (Token, bool) {
	const head, mark = len("<![CDATA["), "]]>"
	n := index(s.rest[head:], mark)
	switch {
	case n < 0:
		return s.stop(Truncated), false
	case len(s.open) == 0:
		return s.stop(Malformed), false
	}
	raw := s.rest[head : head+n]
	s.rest = s.rest[head+n+len(mark):]
	return Token{Kind: Text, Text: string(lineEnds(raw))}, true
}

func (s *Scanner) openTag() (Token, bool) {
	end := tagEnd(s.rest)
	if end < 0 {
		return s.stop(Truncated), false
	}
	tag := s.rest[1:end]
	s.rest = s.rest[end+1:]
	empty := len(tag) > 0 && tag[len(tag)-1] == '/'
	if empty {
		tag = tag[:len(tag)-1]
	}
	// What follows the name are attributes, which carry nothing that we read.
	qualified := tag[:nameEnd(tag)]
	second := len(s.open) == 0 && s.elements > 0
	if !isName(qualified) || second {
		return s.stop(Malformed), false
	}
	s.elements++
	if s.elements > s.limits.Elements || len(s.open) >= s.limits.Depth {
		return s.stop(TooLarge), false
	}
	// The prefix stays on the stack, so that <a:x></b:x> does not match.
	s.open = append(s.open, string(qualified))
	if empty {
		s.pending = string(qualified)
	}
	return Token{Kind: Open, Name: local(string(qualified))}, true
}

func (s *Scanner) closeTag() (Token, bool) {
	end := index(s.rest, ">")
	if end < 0 {
		return s.stop(Truncated), false
	}
	tag := s.rest[2:end]
	s.rest = s.rest[end+1:]
	n := nameEnd(tag)
	if len(s.open) == 0 || s.open[len(s.open)-1] != string(tag[:n]) || !blank(tag[n:]) {
		return s.stop(Malformed), false
	}
	return s.closed(string(tag[:n])), true
}

func (s *Scanner) closed(name string) Token {
	s.open = s.open[:len(s.open)-1]
	return Token{Kind: Close, Name: local(name)}
}

// tagEnd is the index of the ">" that ends the tag at the start of b, or -1.
// One inside an attribute's quotes does not count.
func tagEnd(b []byte) int {
	var quote byte
	for i, c := range b {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i
		}
	}
	return -1
}

func nameEnd(b []byte) int {
	for i, c := range b {
		if isSpace(c) || c == '/' {
			return i
		}
	}
	return len(b)
}

// isName is more generous than XML beyond ASCII, where no store's names are.
func isName(b []byte) bool {
	for i, c := range b {
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || c == ':' || c >= utf8.RuneSelf
		if !letter && (i == 0 || !('0' <= c && c <= '9' || c == '-' || c == '.')) {
			return false
		}
	}
	return len(b) > 0 && b[len(b)-1] != ':'
}

func local(name string) string {
	for i := len(name) - 1; i >= 0; i-- {
		if name[i] == ':' {
			return name[i+1:]
		}
	}
	return name
}
