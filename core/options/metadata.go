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
	for _, pair := range p.given {
		name, found := strings.CutPrefix(pair.Name, o.Name+".")
		if !found {
			continue
		}
		value := trim(pair.Value)
		if err := p.checkMetadata(o, pair.Name, name, value); err != nil {
			return err
		}
		header := o.Header + request.Lower(name)
		if _, twice := request.Find(pairsOf(p.sent[first:]), header); twice {
			return failure(pair.Name, "", "is given twice: letter case makes no difference.")
		}
		p.send(o, header, value)
		total += len(name) + len(value)
	}
	if most := p.Dialect.Limits.MetaBytes; total > most {
		return failure(o.Name, "", "has "+count(total)+" bytes in names and values; "+p.Dialect.Title+" takes at most "+count(most)+".")
	}
	return nil
}

func pairsOf(fields []field) (pairs []request.Pair) {
	for _, f := range fields {
		pairs = append(pairs, f.Pair)
	}
	return pairs
}

func (p *parser) checkMetadata(o *dialect.Option, option, name, value string) *Error {
	if p.Dialect.MetaLower && !only(name, "-") || !token(name) {
		legal := `letters, digits and "-"`
		if !p.Dialect.MetaLower {
			legal = "characters of header names"
		}
		e := failure(option, "", "has a name with illegal characters: use "+legal+".")
		if only(name, "-_") {
			e.Nearest = o.Name + "." + join(split(name, '_'), "-")
			e.suggest()
		}
		return e
	}
	if fault := headerFault(value); fault != "" {
		return failure(option, value, fault)
	}
	return nil
}

// readTags sends all "tags.<name>" in one header.
func (p *parser) readTags(o *dialect.Option) *Error {
	l, n, wire := p.Dialect.Limits, 0, []byte(nil)
	for _, pair := range p.given {
		name, found := strings.CutPrefix(pair.Name, o.Name+".")
		if !found {
			continue
		}
		if err := p.checkTag(pair, name); err != nil {
			return err
		}
		if n++; n > 1 {
			wire = append(wire, '&')
		}
		wire = escape.Append(wire, name)
		wire = append(wire, '=')
		wire = escape.Append(wire, pair.Value)
	}
	if n > l.Tags {
		return failure(o.Name, "", "has "+count(n)+" tags; "+p.Dialect.Title+" takes at most "+count(l.Tags)+".")
	}
	if n > 0 {
		p.send(o, o.Header, string(wire))
	}
	return nil
}

func (p *parser) checkTag(pair request.Pair, name string) *Error {
	l := p.Dialect.Limits
	for _, side := range [...]struct {
		what, text string
		most       int
	}{{"name", name, l.TagKey}, {"value", pair.Value, l.TagValue}} {
		if n := utf8.RuneCountInString(side.text); n > side.most {
			return failure(pair.Name, pair.Value, "has a "+side.what+" of "+count(n)+" characters; at most "+count(side.most)+" are allowed.")
		}
		if !legalTag(side.text, l) {
			return failure(pair.Name, pair.Value, "has illegal characters in its "+side.what+": use letters, digits, spaces and "+quoteEach(l.TagExtra)+".")
		}
	}
	return nil
}

func legalTag(s string, l dialect.Limits) bool {
	if !utf8.ValidString(s) {
		return false
	}
	for i := 0; i < len(s); i++ {
		if !(s[i] >= utf8.RuneSelf && l.TagUnicode || only(s[i:i+1], l.TagExtra+" ")) {
			return false
		}
	}
	return true
}
