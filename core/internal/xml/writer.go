package xml

import "github.com/partway/partway/core/decimal"

// Element is an element that holds text only, without attributes.
func Element(name, text string) string {
	return "<" + name + ">" + Escape(text) + "</" + name + ">"
}

// Escape is text that a reader gets back byte for byte. Quotes stay as they
// are: they need no escape outside attributes, and every vendor's sample of a
// Complete has them bare.
func Escape(text string) string {
	out, from := "", 0
	for i := range len(text) {
		c := text[i]
		if c != '&' && c != '<' && c != '>' && (c >= ' ' || c == '\n' || c == '\t') {
			continue
		}
		out += text[from:i] + "&#" + decimal.String(int64(c)) + ";"
		from = i + 1
	}
	return out + text[from:]
}
