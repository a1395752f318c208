package sign

import (
	"unicode/utf8"

	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/internal/text"
	"github.com/partway/partway/core/internal/when"
	"github.com/partway/partway/core/request"
)

// Policy is what a posted form may do.
type Policy struct {
	Expiration int64 // Unix seconds; 0: Params.Time + Params.Expires
	Bucket     string
	Region     string

	// Conditions are lists as the stores' documents show them, without the
	// bucket and the scheme's own fields, which Form adds: {"eq", "$key", "a"},
	// {"starts-with", "$key", "user/"}, {"content-length-range", "1", "1048576"}.
	Conditions [][]string
}

// forms is a table of its own, so that a module that posts no forms does not
// carry them.
var forms = [...]struct {
	name string
	form func(*Policy, *Params) []request.Pair
}{
	{"oss-v4", ossV4Form},
	{"oss-v1", ossV1Form},
	{"cos", cosForm},
	{"aws-v4", awsForm},
}

// Form signs a policy. Its fields go into a form before the file, beside those
// that the conditions name.
func (s Scheme) Form(policy Policy, p Params) []request.Pair {
	for i := range forms {
		if forms[i].name == s.Name {
			return forms[i].form(&policy, &p)
		}
	}
	return nil
}

// document is the policy as JSON: the bucket, the caller's conditions, and the
// scheme's own fields as exact matches.
func (c *Policy) document(p *Params, own []request.Pair) string {
	expiration := c.Expiration
	if expiration == 0 {
		expiration = p.Time + p.expires()
	}
	var b text.Buffer
	b.Add(`{"expiration":"`, when.RFC3339(expiration), `","conditions":[{"bucket":`, quoted(c.Bucket), "}")
	for _, condition := range c.Conditions {
		b.Add(",", conditionText(condition))
	}
	for _, o := range own {
		b.Add(",{", quoted(o.Name), ":", quoted(o.Value), "}")
	}
	b.Add("]}")
	return b.String()
}

// conditionText is a condition as a JSON list; a range's bounds are numbers.
func conditionText(condition []string) string {
	numbers := len(condition) > 0 && condition[0] == "content-length-range"
	b, separator := text.Buffer("["), ""
	for _, item := range condition {
		shown := quoted(item)
		if n, isNumber := decimal.Parse(item); numbers && isNumber {
			shown = decimal.String(n)
		}
		b.Add(separator, shown)
		separator = ","
	}
	b.Add("]")
	return b.String()
}

// quoted is s as a JSON string. What is not UTF-8 becomes U+FFFD, so that the
// document is always legal.
func quoted(s string) string {
	const hex = "0123456789abcdef"
	b := []byte{'"'}
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
	return string(append(b, '"'))
}
