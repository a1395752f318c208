package options

import (
	"slices"

	"github.com/partway/partway/core/decimal"
)

// readCredentials takes keys and token, all or none: a page whose signer holds
// the keys gives none.
func (p *parser) readCredentials() *Error {
	p.AccessKeyID = p.Get("accessKeyId")
	p.AccessKeySecret = p.Get("accessKeySecret")
	p.SecurityToken = p.Get("securityToken")
	for _, name := range [...]string{"accessKeyId", "accessKeySecret", "securityToken"} {
		for _, c := range []byte(p.Get(name)) {
			if c <= ' ' || c > '~' {
				return p.refuse(name, "must be printable ASCII without spaces. Was something pasted along with it?")
			}
		}
	}
	switch {
	case p.AccessKeyID == "" && (p.AccessKeySecret != "" || p.SecurityToken != ""):
		return p.refuse("accessKeyId", "is missing: accessKeySecret and securityToken need it.")
	case p.AccessKeySecret == "" && p.AccessKeyID != "":
		return p.refuse(
			"accessKeySecret",
			"is missing: accessKeyId needs it. Leave both out where a signer holds the keys.",
		)
	}
	return nil
}

func (p *parser) readScheme() *Error {
	legal := p.Dialect.Schemes
	p.Scheme = p.Get("signature")
	if p.Scheme == "" {
		p.Scheme = legal[0]
	}
	if !slices.Contains(legal, p.Scheme) {
		return p.unlisted("signature", legal, "is not a signature that ", p.Dialect.Title, " takes.")
	}
	return nil
}

// decade bounds the life of a signature where a store does not: in seconds.
const decade = 315360000

func (p *parser) readNumbers() (err *Error) {
	l := &p.Dialect.Limits
	if p.PartSize, err = p.integer("partSize", "bytes", l.MinPart, l.MaxPart); err != nil {
		return err
	}
	most := l.MaxExpires
	if most == 0 {
		most = decade
	}
	p.Expires, err = p.integer("signatureExpires", "seconds", 1, most)
	return err
}

// integer is the value of an option that is a number; 0 if it was not given.
func (p *parser) integer(option, unit string, least, most int64) (int64, *Error) {
	value := p.Get(option)
	if value == "" {
		return 0, nil
	}
	n, ok := decimal.Parse(value)
	if !ok || n < least || n > most || value != decimal.String(n) {
		return 0, p.refuse(
			option,
			"must be a whole number of ",
			unit,
			" from ",
			decimal.String(least),
			" to ",
			decimal.String(most),
			".",
		)
	}
	return n, nil
}
