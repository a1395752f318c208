package options

import (
	"strings"
	"unicode/utf8"

	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/request"
)

func (p *parser) readBucket() *Error {
	bucket, rule := p.Get("bucket"), p.Dialect.Bucket
	if bucket == "" {
		return missing("bucket", "the name of the bucket, such as "+rule.Example+".")
	}
	p.Target.Bucket = bucket
	lower := request.Lower(bucket)
	switch {
	case lower != bucket:
		e := failure("bucket", bucket, "must be in lower case.")
		if bucketFits(rule, lower) {
			e.Nearest = lower
			e.suggest()
		}
		return e
	case len(bucket) < rule.MinLen || len(bucket) > rule.MaxLen:
		return failure("bucket", bucket, "must have "+count(rule.MinLen)+" to "+count(rule.MaxLen)+" characters.")
	case rule.NumericSuffix && !numericSuffix(bucket):
		return failure("bucket", bucket, "lacks the APPID, the digits at its end, as in "+quote(rule.Example)+".")
	case !bucketFits(rule, bucket):
		return failure("bucket", bucket, "must be letters, digits and "+quoteEach("-"+rule.Extra)+", beginning and ending with a letter or digit.")
	}
	return nil
}

// bucketFits reports whether the name's characters are legal. A name that
// looks like an IP address or has an empty label makes no host.
func bucketFits(rule dialect.Name, name string) bool {
	if !only(name, "-"+rule.Extra) || !only(name[:1]+name[len(name)-1:], "") || request.Lower(name) != name {
		return false
	}
	_, isIP := parseIPv4(name)
	return !isIP && !holds(name, "..")
}

func numericSuffix(name string) bool {
	i := strings.LastIndexByte(name, '-')
	return i > 0 && i+1 < len(name) && digits(name[i+1:])
}

func quoteEach(chars string) string {
	out := ""
	for i := range len(chars) {
		if i > 0 {
			out += " "
		}
		out += quote(chars[i : i+1])
	}
	return out
}

// readKey refuses keys that the store refuses, and those that a browser would
// change on their way: "." and ".." as segments. Spelt as "%2e" they are safe,
// because the percent sign is escaped.
func (p *parser) readKey() *Error {
	key, l := p.Get("key"), p.Dialect.Limits
	if key == "" {
		return missing("key", "the name under which the object is stored.")
	}
	p.Target.Key = key
	if len(key) > l.KeyBytes {
		return failure("key", key, "has "+count(len(key))+" bytes in UTF-8; "+p.Dialect.Title+" takes at most "+count(l.KeyBytes)+".")
	}
	if !utf8.ValidString(key) {
		return failure("key", key, "is not valid UTF-8.")
	}
	if p.Dialect.NoLeadingSlash && (key[0] == '/' || key[0] == '\\') {
		e := failure("key", key, "must not begin with "+quote(key[:1])+".")
		if e.Nearest = key[1:]; anyOf(e.Nearest, `/\`) == 0 {
			e.Nearest = ""
		}
		e.suggest()
		return e
	}
	if i := anyOf(key, p.Dialect.KeyForbidden); i >= 0 {
		return failure("key", key, "holds the control character "+quote(key[i:i+1])+", which "+p.Dialect.Title+" refuses.")
	}
	for _, segment := range split(key, '/') {
		if segment == "." || segment == ".." {
			return failure("key", key, "has the segment "+quote(segment)+", which browsers take out of URLs.")
		}
	}
	return nil
}
