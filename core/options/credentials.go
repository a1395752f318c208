package options

import "github.com/partway/partway/core/decimal"

// readCredentials takes keys and token, all or none: a page whose signer holds
// the keys gives none.
func (p *parser) readCredentials() *Error {
	p.AccessKeyID = p.Get("accessKeyId")
	p.AccessKeySecret = p.Get("accessKeySecret")
	p.SecurityToken = p.Get("securityToken")
	for _, name := range [...]string{"accessKeyId", "accessKeySecret", "securityToken"} {
		for _, c := range []byte(p.Get(name)) {
			if c <= ' ' || c > '~' {
				return failure(name, "", "must be printable ASCII without spaces. Was something pasted along with it?")
			}
		}
	}
	switch {
	case p.AccessKeyID == "" && p.AccessKeySecret+p.SecurityToken != "":
		return missing("accessKeyId", "accessKeySecret and securityToken need it.")
	case p.AccessKeySecret == "" && p.AccessKeyID != "":
		return missing("accessKeySecret", "accessKeyId needs it. Leave both out where a signer holds the keys.")
	}
	return nil
}

func missing(option, message string) *Error {
	return failure(option, "", "is missing: "+message)
}

func (p *parser) readScheme() *Error {
	p.Scheme = p.Get("signature")
	if p.Scheme == "" {
		p.Scheme = p.Dialect.Schemes[0]
	}
	if !contains(p.Dialect.Schemes, p.Scheme) {
		return unlisted("signature", p.Scheme, p.Dialect.Schemes, "is not a signature that "+p.Dialect.Title+" takes.")
	}
	return nil
}

// decade bounds the life of a signature where a store does not: in seconds.
const decade = 315360000

func (p *parser) readNumbers() (err *Error) {
	l := p.Dialect.Limits
	if p.PartSize, err = p.number("partSize", "bytes", l.MinPart, l.MaxPart); err != nil {
		return err
	}
	most := l.MaxExpires
	if most == 0 {
		most = decade
	}
	p.Expires, err = p.number("signatureExpires", "seconds", 1, most)
	return err
}

// number is the value of a general option; 0 if it was not given.
func (p *parser) number(option, unit string, least, most int64) (int64, *Error) {
	value := p.Get(option)
	if value == "" {
		return 0, nil
	}
	return integer(option, value, unit, least, most)
}

func integer(option, value, unit string, least, most int64) (int64, *Error) {
	n, ok := decimal.Parse(value)
	if !ok || n < least || n > most || value != decimal.String(n) {
		legal := decimal.String(least) + " to " + decimal.String(most)
		return 0, failure(option, value, "must be a whole number of "+unit+" from "+legal+".")
	}
	return n, nil
}
