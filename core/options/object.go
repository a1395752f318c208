package options

import (
	"slices"

	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/internal/hash"
	"github.com/partway/partway/core/internal/text"
	"github.com/partway/partway/core/internal/when"
	"github.com/partway/partway/core/request"
)

// readObject turns the row's options into headers and parameters.
func (p *parser) readObject() *Error {
	for i := range p.Dialect.Options {
		o := &p.Dialect.Options[i]
		var err *Error
		switch o.Kind {
		case dialect.MetaMap:
			err = p.readMetadata(o)
		case dialect.TagMap:
			err = p.readTags(o)
		default:
			err = p.readOption(o)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (p *parser) readOption(o *dialect.Option) *Error {
	value := trim(p.Get(o.Name))
	if value == "" {
		if o.Implied != "" && p.Get(o.Implied) != "" {
			p.send(o, o.Header, p.implied(o))
		}
		return nil
	}
	if err := p.checkPeers(o); err != nil {
		return err
	}
	wire, err := p.wireValue(o, value)
	if err == nil && wire != "" {
		p.send(o, o.Header, wire)
	}
	return err
}

// send adds a header, or the option's parameter.
func (p *parser) send(o *dialect.Option, header, value string) {
	f := field{Pair: request.Pair{Name: header, Value: value}, ops: o.Ops}
	if o.Param != "" {
		f.Name, f.param = o.Param, true
		if o.Kind == dialect.FlagParam {
			f.Value = ""
		}
	}
	p.sent = append(p.sent, f)
}

// implied is the value of an option that another one brings along.
func (p *parser) implied(o *dialect.Option) string {
	if o.Kind == dialect.KeyMD5 {
		return keyMD5(p.Get(o.Implied))
	}
	return o.Legal[0]
}

func keyMD5(key string) string {
	raw, _ := text.Base64Decode(key)
	sum := hash.MD5(raw)
	return text.Base64(sum[:])
}

// checkPeers holds an option against those that must, or must not, be given
// with it.
func (p *parser) checkPeers(o *dialect.Option) *Error {
	if o.Excludes != "" && p.Get(o.Excludes) != "" {
		return p.refuse(o.Name, "cannot be given together with ", o.Excludes, ".")
	}
	if o.Needs == "" {
		return nil
	}
	peer, values, _ := cut(o.Needs, '=')
	given := p.Get(peer)
	if values == "" && given == "" {
		return p.refuse(o.Name, "needs ", peer, " as well.")
	}
	if legal := split(values, '|'); values != "" && !slices.Contains(legal, given) {
		return p.refuse(o.Name, "needs ", peer, " ", join(legal, " or "), ".")
	}
	return nil
}

// wireValue checks a value that is not empty and writes it as it is sent;
// empty for nothing to send.
func (p *parser) wireValue(o *dialect.Option, value string) (string, *Error) {
	fault := ""
	switch o.Kind {
	case dialect.Enum:
		if !slices.Contains(o.Legal, value) {
			return "", p.unlisted(o.Name, o.Legal, "is not one that ", p.Dialect.Title, " has.")
		}
	case dialect.Flag, dialect.FlagParam:
		return p.flagValue(o, value)
	case dialect.Integer:
		_, err := p.integer(o.Name, o.Unit, o.Min, o.Max)
		return value, err
	case dialect.Date:
		value, fault = dateValue(value, when.HTTP)
	case dialect.Instant:
		value, fault = dateValue(value, when.RFC3339)
	case dialect.Disposition:
		value, fault = dispositionValue(value)
	case dialect.MediaType:
		fault = mediaTypeFault(value)
	case dialect.Grantees:
		fault = granteesFault(value, o.Legal)
	case dialect.JSON:
		fault = jsonFault(value)
	case dialect.Base64JSON:
		value, fault = base64JSON(value, o.Max)
	case dialect.Key256:
		fault = p.keyFault(value)
	case dialect.KeyMD5:
		if value != keyMD5(p.Get(o.Needs)) {
			fault = "is not the MD5 of " + o.Needs + " in base64. Leave it out to have it computed."
		}
	}
	if fault == "" {
		fault = headerFault(value)
	}
	if fault != "" {
		return "", p.refuse(o.Name, fault)
	}
	return value, nil
}

func (p *parser) flagValue(o *dialect.Option, value string) (string, *Error) {
	legal := []string{"true", "false"}
	if !slices.Contains(legal, value) {
		return "", p.unlisted(o.Name, legal, "is neither true nor false.")
	}
	switch {
	case o.Fixed != "" && value == "true":
		return o.Fixed, nil
	case value == "false" && (o.Fixed != "" || o.Kind == dialect.FlagParam):
		return "", nil
	}
	return value, nil
}
