package options

import (
	"strings"

	"github.com/partway/partway/core/request"
)

// styles are the legal values of addressing, in the order of request.Style.
var styles = []string{"virtual", "path", "cname"}

// readStyle settles where the bucket stands, and refuses what cannot work.
func (p *parser) readStyle() *Error {
	given := p.Get("addressing")
	if given == "" {
		p.Target.Style = p.defaultStyle()
		return nil
	}
	for i, name := range styles {
		if name != given {
			continue
		}
		p.Target.Style = request.Style(i)
		if fault := p.styleFault(); fault != "" {
			return p.refuse("addressing", fault)
		}
		return nil
	}
	return p.unlisted("addressing", styles, "is not a way to address a bucket.")
}

func (p *parser) defaultStyle() request.Style {
	o, m := &p.origin, &p.match
	switch {
	case m.Bucket != "":
		return request.Virtual
	case o.ip || loopback(o.name) || o.base != "":
		return request.PathStyle
	case m.Host == nil:
		return p.Dialect.CustomHost
	case p.Dialect.PathStyle && strings.IndexByte(p.Target.Bucket, '.') >= 0:
		return request.PathStyle // the vendor's certificate covers one label in front of the host
	}
	return request.Virtual
}

func (p *parser) styleFault() string {
	o, m := &p.origin, &p.match
	switch p.Target.Style {
	case request.Virtual:
		if o.ip {
			return "cannot work: an IP address has no room for the bucket's name. Use path."
		}
	case request.PathStyle:
		if m.Bucket != "" {
			return "cannot work: the endpoint begins with the bucket's name already."
		}
		if m.Host != nil && !p.Dialect.PathStyle {
			return "is refused by " + p.Dialect.Title + " on its own hosts. Use virtual."
		}
	case request.Bound:
		if m.Host != nil && m.Bucket == "" {
			return "cannot work: the endpoint is a host of " + p.Dialect.Title + " that all buckets share. Use virtual."
		}
	}
	return ""
}
