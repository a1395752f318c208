package xml

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

// Fault says why a scanner stopped. The zero value is no fault.
type Fault uint8

// The faults.
const (
	None      Fault = iota
	Truncated       // the document ended before its root was closed, or is empty
	Malformed       // not XML as we take it
	TooLarge        // over a limit
)

// Limits on what a document may cost. They are room for the largest honest
// answer, a page of 1,000 uploads with escaped keys of 1,024 bytes, and little
// more.
const (
	MaxBytes    = 8 << 20 // length of the document
	MaxDepth    = 16      // elements inside each other, the root included
	MaxElements = 1 << 16 // elements in all
)

// Scanner hands out a document's tokens one by one. Open and Close always
// match, and there is one root.
type Scanner struct {
	Name  []byte // Open, Close: local name; part of the document
	Text  []byte // Text: entities replaced, line ends made "\n"; may be part of the document
	Fault Fault  // None while all is well and after a whole document

	rest     []byte
	open     [][]byte // names of the elements that are open, with their prefixes
	elements int
	empty    bool // an empty-element tag is open: its Close comes next
	done     bool
}

// New begins with a document, which must stay as it is while it is scanned.
func New(doc []byte) *Scanner {
	s := &Scanner{rest: doc}
	if len(doc) > MaxBytes {
		s.stop(TooLarge)
	}
	s.starts("\ufeff")
	return s
}

// Next moves on and says what the token is. Name and Text are those of the
// token until the next call.
func (s *Scanner) Next() Kind {
	if s.empty {
		s.empty = false
		return s.close()
	}
	for !s.done {
		switch {
		case len(s.rest) == 0:
			s.end()
		case s.starts("<!--"):
			s.take("-->")
		case s.starts("<?"):
			s.take("?>")
		case s.starts("<![CDATA["):
			if s.content(lineEnds(s.take("]]>"))) {
				return Text
			}
		case s.starts("<!"):
			// DOCTYPE: no store sends one, and its entities are how XML bombs are built.
			s.stop(Malformed)
		case s.starts("</"):
			return s.closeTag()
		case s.rest[0] == '<':
			return s.openTag()
		default:
			raw := s.rest[:indexOrEnd(s.rest, "<")]
			s.rest = s.rest[len(raw):]
			if s.content(unescape(raw)) {
				return Text
			}
		}
	}
	return End
}

func (s *Scanner) stop(f Fault) Kind {
	s.done, s.Fault, s.rest = true, f, nil
	return End
}

// end is the end of the bytes: good after a closed root, else not.
func (s *Scanner) end() {
	if len(s.open) > 0 || s.elements == 0 {
		s.stop(Truncated)
	} else {
		s.stop(None)
	}
}

// content sets Text. Outside the root only white space is legal, and it is no
// token.
func (s *Scanner) content(text []byte) bool {
	switch {
	case s.done:
		return false
	case len(s.open) == 0:
		if !blank(text) {
			s.stop(Malformed)
		}
		return false
	}
	s.Text = text
	return true
}

// starts steps over a mark if it comes next.
func (s *Scanner) starts(mark string) bool {
	if len(s.rest) < len(mark) || string(s.rest[:len(mark)]) != mark {
		return false
	}
	s.rest = s.rest[len(mark):]
	return true
}

// take steps over the bytes before mark, which it returns, and over mark.
func (s *Scanner) take(mark string) []byte {
	n := indexOrEnd(s.rest, mark)
	raw := s.rest[:n]
	if n == len(s.rest) {
		s.stop(Truncated)
		return nil
	}
	s.rest = s.rest[n+len(mark):]
	return raw
}

func (s *Scanner) openTag() Kind {
	end := tagEnd(s.rest)
	if end < 0 {
		return s.stop(Truncated)
	}
	tag := s.rest[1:end]
	s.rest = s.rest[end+1:]
	if n := len(tag); n > 0 && tag[n-1] == '/' {
		s.empty, tag = true, tag[:n-1]
	}
	// What follows the name are attributes, which carry nothing that we read.
	name := tag[:nameEnd(tag)]
	s.elements++
	switch {
	case !isName(name), len(s.open) == 0 && s.elements > 1:
		s.empty = false
		return s.stop(Malformed)
	case s.elements > MaxElements, len(s.open) == MaxDepth:
		s.empty = false
		return s.stop(TooLarge)
	}
	s.open = append(s.open, name)
	s.Name = local(name)
	return Open
}

func (s *Scanner) closeTag() Kind {
	tag := s.take(">")
	if s.done {
		return End
	}
	n := nameEnd(tag)
	if len(s.open) == 0 || string(s.open[len(s.open)-1]) != string(tag[:n]) || !blank(tag[n:]) {
		return s.stop(Malformed)
	}
	return s.close()
}

func (s *Scanner) close() Kind {
	last := len(s.open) - 1
	s.Name = local(s.open[last])
	s.open = s.open[:last]
	return Close
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
		letter := 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_' || c == ':' || c >= 0x80
		if !letter && (i == 0 || !('0' <= c && c <= '9' || c == '-' || c == '.')) {
			return false
		}
	}
	return len(b) > 0 && b[len(b)-1] != ':'
}

// local is a name without its namespace prefix.
func local(name []byte) []byte {
	for i := len(name) - 1; i >= 0; i-- {
		if name[i] == ':' {
			return name[i+1:]
		}
	}
	return name
}
