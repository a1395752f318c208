package options

import (
	"slices"

	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/request"
)

// general are the options that every dialect has and that are no headers.
var general = [...]string{
	"dialect", "endpoint", "region", "bucket", "key", "addressing", "signature",
	"accessKeyId", "accessKeySecret", "securityToken",
	"partSize", "signatureExpires",
}

// longest is the most bytes that a name or value may have. No store takes
// more in a header.
const longest = 16 << 10

func (p *parser) readDialect() *Error {
	name := p.Get("dialect")
	if d, found := dialect.ByName(name); found {
		p.Dialect = d
		return nil
	}
	var legal []string
	alias := ""
	for _, d := range dialect.All() {
		legal = append(legal, d.Name)
		if slices.Contains(d.Alias, request.Lower(name)) {
			alias = d.Name
		}
	}
	if name != "" {
		return p.unlistedBut(alias, "dialect", legal, "is not a dialect that Partway speaks.")
	}
	if err := p.checkNames(); err != nil {
		return err
	}
	return p.unlisted("dialect", legal, "is missing: it says which store's protocol to speak.")
}

// checkNames refuses names that are unknown, unknown to this dialect or given
// twice, and whatever is too long.
func (p *parser) checkNames() *Error {
	for i := range p.given {
		name := p.given[i].Name
		if err := p.checkName(name); err != nil {
			return err
		}
		if err := p.checkPair(i); err != nil {
			return err
		}
	}
	return nil
}

// checkPair refuses what is too long or given twice.
func (p *parser) checkPair(i int) *Error {
	name := p.given[i].Name
	if len(p.given[i].Value) > longest {
		return p.refuse(name, "is longer than 16 KiB.")
	}
	for j := range i {
		if p.given[j].Name == name {
			return p.refuse(name, "is given twice.")
		}
	}
	return nil
}

func (p *parser) checkName(name string) *Error {
	if slices.Contains(general[:], name) {
		return nil
	}
	base, rest, dotted := cut(name, '.')
	var owners []string
	for _, d := range dialect.All() {
		o, found := d.Option(base)
		switch {
		case !found || dotted && !mapped(o):
		case rest == "" && mapped(o):
			return p.refuse(name, "takes a name for each value: ", base, ".<name>.")
		case p.Dialect == nil || d == p.Dialect:
			return nil
		default:
			owners = append(owners, d.Title)
		}
	}
	return p.unknownName(name, owners)
}

// unknownName is the error about a name that the dialect does not have;
// owners are the stores that do. The value is left out: it may be a secret
// behind a misspelt name.
func (p *parser) unknownName(name string, owners []string) *Error {
	e := &Error{Option: name, Legal: p.names(), Message: quote(name) + " is not an option"}
	if len(owners) > 0 {
		e.Message += " of " + p.Dialect.Title + ", only of " + join(owners, " and ") + "."
		return e
	}
	e.Message += "."
	meant := meantBy(name, append(e.Legal[:len(e.Legal):len(e.Legal)], client[:]...))
	if base, _, _ := cut(meant, '.'); meant != "" && !slices.Contains(e.Legal, base) && !slices.Contains(client[:], base) {
		// What does not fit here is no suggestion, but shows what to look for.
		e.Message += " " + quote(meant) + " is one of " + join(ownersOf(base), " and ") + ", not of " + p.Dialect.Title + "."
		return e
	}
	return e.suggest(meant)
}

// mapped reports whether the option is given as "<option>.<name>".
func mapped(o *dialect.Option) bool { return o.Kind == dialect.MetaMap || o.Kind == dialect.TagMap }

// names are all that the dialect knows, or all that any does while the dialect
// is unknown.
func (p *parser) names() []string {
	names := general[:len(general):len(general)]
	for _, d := range dialect.All() {
		if p.Dialect != nil && d != p.Dialect {
			continue
		}
		for i := range d.Options {
			names = append(names, d.Options[i].Name)
		}
	}
	return names
}
