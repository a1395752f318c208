package options

import (
	"strings"
	"unicode/utf8"

	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/request"
)

func (p *parser) readBucket() *Error {
	bucket, rule := p.Get("bucket"), &p.Dialect.Bucket
	p.Target.Bucket = bucket
	switch {
	case bucket == "":
		return p.refuse("bucket", "is missing: the name of the bucket, such as ", rule.Example, ".")
	case len(bucket) < rule.MinLen || len(bucket) > rule.MaxLen:
		return p.refuse("bucket", "must have ", count(rule.MinLen), " to ", count(rule.MaxLen), " characters.")
	case request.Lower(bucket) != bucket:
		return p.refuse("bucket", "must be in lower case.").suggest(request.Lower(bucket))
	case rule.NumericSuffix && !numericSuffix(bucket):
		return p.refuse("bucket", "lacks the APPID, the digits at its end, as in ", rule.Example, ".")
	case !bucketFits(rule, bucket):
		return p.refuse(
			"bucket",
			"must be letters, digits and ",
			quoteEach("-"+rule.Extra),
			", beginning and ending with a letter or digit.",
		)
	}
	return nil
}

// bucketFits reports whether the name's characters are legal. A name that
// looks like an IP address or has an empty label makes no host.
func bucketFits(rule *dialect.Name, name string) bool {
	_, isIP := parseIPv4(name)
	return !isIP && !holds(name, "..") && only(name, "-"+rule.Extra) && only(name[:1], "") &&
		only(name[len(name)-1:], "")
}

func numericSuffix(name string) bool {
	i := strings.LastIndexByte(name, '-')
	return i > 0 && digits(name[i+1:])
}

// quoteEach writes "-._" as "-" "." "_".
func quoteEach(chars string) string {
	var b []byte
	for i := range len(chars) {
		b = append(b, ' ', '"', chars[i], '"')
	}
	return string(b[1:])
}

// readKey refuses keys that the store refuses, and those that a browser would
// change on their way: "." and ".." as segments. Spelt as "%2e" they are safe,
// because the percent sign is escaped.
func (p *parser) readKey() *Error {
	key, most := p.Get("key"), p.Dialect.Limits.KeyBytes
	p.Target.Key = key
	switch {
	case key == "":
		return p.refuse("key", "is missing: the name under which the object is stored.")
	case len(key) > most:
		return p.refuse(
			"key",
			"has ",
			count(len(key)),
			" bytes in UTF-8; ",
			p.Dialect.Title,
			" takes at most ",
			count(most),
			".",
		)
	case !utf8.ValidString(key):
		return p.refuse("key", "is not valid UTF-8.")
	case p.Dialect.NoLeadingSlash && anyOf(key[:1], `/\`) == 0:
		return p.refuse("key", "must not begin with ", quote(key[:1]), ".")
	}
	if i := anyOf(key, p.Dialect.KeyForbidden); i >= 0 {
		return p.refuse(
			"key",
			"holds the control character ",
			quote(key[i:i+1]),
			", which ",
			p.Dialect.Title,
			" refuses.",
		)
	}
	for _, segment := range split(key, '/') {
		if segment == "." || segment == ".." {
			return p.refuse("key", "has the segment ", quote(segment), ", which browsers take out of URLs.")
		}
	}
	return nil
}
