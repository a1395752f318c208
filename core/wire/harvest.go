package wire

import (
	"github.com/partway/partway/core/internal/xml"
	"github.com/partway/partway/core/request"
)

// harvest is what one pass over a document brought in: the texts of the
// elements that were asked for, by their place in the list of names.
type harvest struct {
	root   string     // empty if the document does not even begin
	values []string   // elements right below under
	rows   [][]string // for each element of the name row, the elements right below it
	fault  xml.Fault
}

// gather reads a document. names and fields are lists with blanks between
// them, in which letter case does not count: the stores disagree over
// UploadId and UploadID. Of an element that comes twice, the last counts.
func gather(body []byte, under, names, row, fields string) (h harvest) {
	h.values = make([]string, words(names))
	var open [xml.MaxDepth + 1][]byte // names; open[0] stands for the document
	var cells []string
	var text []byte // since the last tag
	depth := 0
	for s := xml.New(body); ; {
		switch s.Next() {
		case xml.Open:
			depth++
			open[depth], text = s.Name, text[:0]
			if depth == 1 {
				h.root = string(s.Name)
			}
			if row != "" && string(s.Name) == row {
				cells = make([]string, words(fields))
				h.rows = append(h.rows, cells)
			}
		case xml.Text:
			text = append(text, s.Text...)
		case xml.Close:
			depth--
			if parent := string(open[depth]); parent == under {
				put(h.values, names, string(s.Name), string(text))
			} else if row != "" && parent == row {
				put(cells, fields, string(s.Name), string(text))
			}
			text = text[:0]
		default:
			h.fault = s.Fault
			return h
		}
	}
}

// put stores a text at the place of its name, if that is in the list.
func put(values []string, names, name, text string) {
	if i := place(names, name); i >= 0 {
		values[i] = unindented(text)
	}
}

// place is the index of name among names, or -1.
func place(names, name string) int {
	from, index := 0, 0
	for i := 0; i <= len(names); i++ {
		if i == len(names) || names[i] == ' ' {
			if request.EqualFold(names[from:i], name) {
				return index
			}
			from, index = i+1, index+1
		}
	}
	return -1
}

func words(names string) int {
	n := 1
	for i := range len(names) {
		if names[i] == ' ' {
			n++
		}
	}
	return n
}

// unindented takes away the white space of a document's layout. A blank alone
// stays, because it may belong to an object's key.
func unindented(s string) string {
	if s != "" && s[0] == '\n' {
		return trim(s)
	}
	return s
}
