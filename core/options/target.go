package options

import (
	"slices"
	"strings"

	"github.com/partway/partway/core/request"
)

// readTarget settles scheme, host, base path, region and style from three
// separate inputs: endpoint, region and bucket. None is guessed from another
// where they disagree.
func (p *parser) readTarget() *Error {
	err := p.readRegion()
	if err == nil {
		err = p.readEndpoint()
	}
	if err == nil {
		err = p.agree()
	}
	if err == nil {
		err = p.readStyle()
	}
	if err != nil {
		return err
	}
	t := &p.Target
	t.Scheme, t.Base, t.Host = p.origin.scheme, p.origin.base, p.origin.name+p.origin.port
	if t.Style == request.Virtual && p.match.Bucket == "" {
		t.Host = t.Bucket + "." + t.Host
	}
	if len(t.Host) > 253 {
		return p.refuse("endpoint", "makes a host of more than 253 characters with the bucket in front.")
	}
	return nil
}

func (p *parser) readRegion() *Error {
	region := strings.TrimPrefix(p.Get("region"), p.Dialect.Region)
	lower := request.Lower(region)
	if lower != region || !only(region, "-") || len(region) > 63 ||
		region != "" && (region[0] == '-' || region[len(region)-1] == '-') {
		e := p.refuse("region", `must be a region's ID: a-z, 0-9 and "-".`)
		if lower != region && only(lower, "-") {
			e.suggest(lower)
		}
		return e
	}
	p.Target.Region = region
	return nil
}

// readEndpoint takes the name of one of the row's forms, a host or a URL; the
// row's first form if none was given.
func (p *parser) readEndpoint() *Error {
	value, forms := p.Get("endpoint"), p.Dialect.Forms()
	if value == "" {
		value = forms[0]
	}
	if slices.Contains(forms, value) {
		return p.readForm(value)
	}
	if value != "localhost" && anyOf(value, ".:/") < 0 {
		return p.unlisted("endpoint", forms, "is neither a host nor a form of host that ", p.Dialect.Title, " has.")
	}
	if anyOf(value, "@?#\\") >= 0 {
		return p.refuse("endpoint", "must be a host, a port and a path, without user, query and fragment.")
	}
	if fault := p.origin.parse(value); fault != "" {
		return p.refuse("endpoint", fault)
	}
	p.match = p.Dialect.Match(p.origin.name)
	// A host that begins with the bucket is the bucket's own.
	if p.match.Host == nil && !p.origin.ip && strings.HasPrefix(p.origin.name, p.Target.Bucket+".") {
		p.match.Bucket = p.Target.Bucket
	}
	return nil
}

func (p *parser) readForm(form string) *Error {
	region := p.Target.Region
	h := p.Dialect.Host(form, region)
	if region == "" && h.TakesRegion() {
		return p.refuse("region", "is missing: the ID of the bucket's region, which its host names.")
	}
	p.origin.scheme, p.origin.name = "https", h.Fill(region)
	if p.match = p.Dialect.Match(p.origin.name); p.match.Host != h {
		return p.refuse(
			"region",
			"is not a region but a form of host. Give it as the endpoint, and the bucket's region as the region.",
		)
	}
	return nil
}

// agree holds what the host names against what the options say.
func (p *parser) agree() *Error {
	m, t := &p.match, &p.Target
	if m.Bucket != "" && m.Bucket != t.Bucket {
		return p.refuse("bucket", "is not the bucket that the endpoint names: ", quote(m.Bucket), ".")
	}
	if t.Region == "" {
		t.Region = m.Region
	}
	if m.Region != "" && t.Region != m.Region {
		e := p.refuse("region", "is not the region that the endpoint names: ", quote(m.Region), ".")
		e.Nearest = m.Region
		return e
	}
	if t.Region == "" && slices.Contains(p.Dialect.Scoped, p.Scheme) {
		return p.refuse("region", "is missing: the signature covers it and the endpoint does not tell it.")
	}
	return nil
}
