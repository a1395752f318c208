package options

import (
	"strings"
	"unicode/utf8"

	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/internal/escape"
	"github.com/partway/partway/core/request"
)

// readMetadata sends a header for each "metadata.<name>". Names are folded to
// lower case, as every browser and store does.
func (p *parser) readMetadata(o *dialect.Option) *Error {
	total, first := 0, len(p.sent)
	for i := range p.given {
		pair := &p.given[i]
		name, found := strings.CutPrefix(pair.Name, "metadata.")
		if !found {
			continue
		}
		value := trim(pair.Value)
		if err := p.checkMetadata(pair.Name, name, value); err != nil {
			return err
		}
		header := o.Header + request.Lower(name)
		for j := first; j < len(p.sent); j++ {
			if p.sent[j].Name == header {
				return p.refuse(pair.Name, "is given twice: letter case makes no difference.")
			}
		}
		p.send(o, header, value)
		total += len(name) + len(value)
	}
	if most := p.Dialect.Limits.MetaBytes; total > most {
		return p.refuse(
			"metadata",
			"has ",
			count(total),
			" bytes in names and values; ",
			p.Dialect.Title,
			" takes at most ",
			count(most),
			".",
		)
	}
	return nil
}

func (p *parser) checkMetadata(option, name, value string) *Error {
	if p.Dialect.MetaLower && !only(name, "-") {
		e := p.refuse(option, `has a name with illegal characters: use letters, digits and "-".`)
		if only(name, "-_") {
			e.suggest("metadata." + join(split(name, '_'), "-"))
		}
		return e
	}
	if !token(name) {
		return p.refuse(option, "has a name with illegal characters: use those of header names.")
	}
	if fault := headerFault(value); fault != "" {
		return p.refuse(option, fault)
	}
	return nil
}

// readTags sends all "tags.<name>" in one header.
func (p *parser) readTags(o *dialect.Option) *Error {
	l, n, wire := &p.Dialect.Limits, 0, []byte(nil)
	for i := range p.given {
		pair := &p.given[i]
		name, found := strings.CutPrefix(pair.Name, "tags.")
		if !found {
			continue
		}
		if err := p.checkTag(pair.Name, "name", name, l.TagKey); err != nil {
			return err
		}
		if err := p.checkTag(pair.Name, "value", pair.Value, l.TagValue); err != nil {
			return err
		}
		if n++; n > 1 {
			wire = append(wire, '&')
		}
		wire = append(escape.Append(wire, name), '=')
		wire = escape.Append(wire, pair.Value)
	}
	if n > l.Tags {
		return p.refuse("tags", "has ", count(n), " tags; ", p.Dialect.Title, " takes at most ", count(l.Tags), ".")
	}
	if n > 0 {
		p.send(o, o.Header, string(wire))
	}
	return nil
}

// checkTag checks one side of a tag, its name or its value.
func (p *parser) checkTag(option, side, text string, most int) *Error {
	l := &p.Dialect.Limits
	if n := utf8.RuneCountInString(text); n > most {
		return p.refuse(option, "has a ", side, " of ", count(n), " characters; at most ", count(most), " are allowed.")
	}
	legal := utf8.ValidString(text)
	for i := range len(text) {
		if text[i] < utf8.RuneSelf && !only(text[i:i+1], l.TagExtra+" ") || text[i] >= utf8.RuneSelf && !l.TagUnicode {
			legal = false
		}
	}
	if !legal {
		return p.refuse(
			option,
			"has illegal characters in its ",
			side,
			": use letters, digits, spaces and ",
			quoteEach(l.TagExtra),
			".",
		)
	}
	return nil
}
