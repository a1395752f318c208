package sign

import (
	"unicode/utf8"

	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/internal/when"
	"github.com/partway/partway/core/request"
)

// document is the policy as JSON: the bucket, the caller's conditions, and the
// scheme's own fields as exact matches.
func (c Policy) document(p *Params, own []request.Pair) string {
	expiration := c.Expiration
	if expiration == 0 {
		expiration = p.Time + p.expires()
	}
	b := append([]byte(nil), `{"expiration":"`...)
	b = append(append(b, when.RFC3339(expiration)...), `","conditions":[`...)
	first := len(b)
	b = appendExact(b, request.Pair{Name: "bucket", Value: c.Bucket}, first)
	for _, condition := range c.Conditions {
		b = appendCondition(comma(b, first), condition)
	}
	for _, o := range own {
		b = appendExact(b, o, first)
	}
	return string(append(b, "]}"...))
}

// comma separates list items: not in front of the first, which begins at first.
func comma(b []byte, first int) []byte {
	if len(b) > first {
		b = append(b, ',')
	}
	return b
}

func appendExact(b []byte, p request.Pair, first int) []byte {
	b = append(comma(b, first), '{')
	b = append(appendJSON(b, p.Name), ':')
	return append(appendJSON(b, p.Value), '}')
}

func appendCondition(b []byte, condition []string) []byte {
	numbers := len(condition) > 0 && condition[0] == "content-length-range"
	b = append(b, '[')
	for i, item := range condition {
		if i > 0 {
			b = append(b, ',')
		}
		if n, isNumber := decimal.Parse(item); isNumber && numbers {
			b = decimal.Append(b, n)
		} else {
			b = appendJSON(b, item)
		}
	}
	return append(b, ']')
}

// appendJSON appends s as a JSON string. What is not UTF-8 becomes U+FFFD, so
// that the document is always legal.
func appendJSON(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for _, c := range s {
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', byte(c))
		case c < ' ':
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			b = utf8.AppendRune(b, c)
		}
	}
	return append(b, '"')
}
