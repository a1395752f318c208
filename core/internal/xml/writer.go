package xml

import "github.com/partway/partway/core/decimal"

// AppendOpen appends a start tag without attributes.
func AppendOpen(b []byte, name string) []byte {
	b = append(b, '<')
	b = append(b, name...)
	return append(b, '>')
}

// AppendClose appends an end tag.
func AppendClose(b []byte, name string) []byte {
	b = append(b, '<', '/')
	b = append(b, name...)
	return append(b, '>')
}

// AppendElement appends an element that holds text only.
func AppendElement(b []byte, name, text string) []byte {
	b = AppendOpen(b, name)
	b = AppendText(b, text)
	return AppendClose(b, name)
}

// AppendText appends text so that a reader gets it back byte for byte. Quotes
// stay as they are: they need no escape outside attributes, and every vendor's
// sample of a Complete has them bare.
func AppendText(b []byte, text string) []byte {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '&':
			b = append(b, "&amp;"...)
		case c == '<':
			b = append(b, "&lt;"...)
		case c == '>':
			b = append(b, "&gt;"...)
		case c < ' ' && c != '\n' && c != '\t':
			b = append(b, "&#"...)
			b = decimal.AppendUint(b, uint64(c))
			b = append(b, ';')
		default:
			b = append(b, c)
		}
	}
	return b
}
