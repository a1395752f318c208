package options

import (
	"strings"

	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/request"
)

// readTarget settles scheme, host, base path, region and style from three
// separate inputs: endpoint, region and bucket. None is guessed from another
// where they disagree.
func (p *parser) readTarget() *Error {
	if err := p.readRegion(); err != nil {
		return err
	}
	o, m, err := p.readEndpoint()
	if err != nil {
		return err
	}
	if err := p.agree(&m); err != nil {
		return err
	}
	if p.Target.Region == "" && contains(p.Dialect.Scoped, p.Scheme) {
		return missing("region", "the signature covers it and the endpoint does not tell it.")
	}
	p.Target.Scheme, p.Target.Base = o.scheme, o.base
	// A host that begins with the bucket is the bucket's own.
	if m.Host == nil && !o.ip && strings.HasPrefix(o.name, p.Target.Bucket+".") {
		m.Bucket = p.Target.Bucket
	}
	if err := p.readStyle(o, m); err != nil {
		return err
	}
	p.Target.Host = o.name + o.port
	if p.Target.Style == request.Virtual && m.Bucket == "" {
		p.Target.Host = p.Target.Bucket + "." + p.Target.Host
	}
	if !o.ip && len(p.Target.Host) > 253 {
		return failure("endpoint", p.Get("endpoint"), "makes a host of more than 253 characters with the bucket in front.")
	}
	return nil
}

func (p *parser) readRegion() *Error {
	given := p.Get("region")
	region := strings.TrimPrefix(given, p.Dialect.Region)
	lower := request.Lower(region)
	if !only(region, "-") || lower != region || region != "" && (region[0] == '-' || region[len(region)-1] == '-') || len(region) > 63 {
		e := failure("region", given, `must be a region's ID: a-z, 0-9 and "-".`)
		if lower != region && only(lower, "-") {
			e.Nearest = lower
			e.suggest()
		}
		return e
	}
	p.Target.Region = region
	return nil
}

// readEndpoint takes the name of one of the row's forms, a host or a URL; the
// row's first form if none was given.
func (p *parser) readEndpoint() (origin, dialect.Match, *Error) {
	value, forms := p.Get("endpoint"), p.Dialect.Forms()
	if value == "" {
		value = forms[0]
	}
	if contains(forms, value) {
		return p.formOrigin(value)
	}
	if value != "localhost" && anyOf(value, ".:/") < 0 {
		return origin{}, dialect.Match{}, unlisted("endpoint", value, forms, "is neither a host nor a form of host that "+p.Dialect.Title+" has.")
	}
	o, fault := parseOrigin(value)
	if fault != "" {
		// What stands before "@" or behind "?" may be a password or a signature.
		if anyOf(value, "@?#") >= 0 {
			value = ""
		}
		return o, dialect.Match{}, failure("endpoint", value, fault)
	}
	return o, p.Dialect.Match(o.name), nil
}

func (p *parser) formOrigin(form string) (origin, dialect.Match, *Error) {
	region := p.Target.Region
	h := p.Dialect.Host(form, region)
	if region == "" && h.TakesRegion() {
		return origin{}, dialect.Match{}, missing("region", "the ID of the bucket's region, which its host names.")
	}
	o := origin{scheme: "https", name: h.Fill(region)}
	m := p.Dialect.Match(o.name)
	if m.Host != h {
		return o, m, failure("region", region, "is not a region but a form of host. Give it as the endpoint, and the bucket's region as the region.")
	}
	return o, m, nil
}

// agree holds what the host names against what the options say.
func (p *parser) agree(m *dialect.Match) *Error {
	if m.Host == nil {
		return nil
	}
	if m.Bucket != "" && m.Bucket != p.Target.Bucket {
		return failure("bucket", p.Target.Bucket, "is not the bucket that the endpoint names: "+quote(m.Bucket)+".")
	}
	if m.Region == "" {
		return nil
	}
	if p.Target.Region == "" {
		p.Target.Region = m.Region
	}
	if p.Target.Region != m.Region {
		e := failure("region", p.Target.Region, "is not the region that the endpoint names: "+quote(m.Region)+".")
		e.Nearest = m.Region
		return e
	}
	return nil
}
