package grant

import (
	"slices"
	"strings"

	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/options"
	"github.com/partway/partway/core/request"
)

// Policy is what a target takes.
type Policy struct {
	Key     Template
	KeyMost int            // bytes that a key may have
	Most    int64          // bytes that an object may have
	Types   []string       // media types, "image/*" for all of a kind; empty for any
	Forced  []request.Pair // options that every object gets
	Allowed []string       // options that a client may choose; "metadata" for any name of it, "metadata.<name>" for one
}

// Ask is what a client wants to upload. All of it is hostile.
type Ask struct {
	User    string
	Name    string // of the file
	Type    string // media type; empty: unknown
	Size    int64  // bytes, or Unknown
	Options []request.Pair
}

// unknownType is what browsers and stores call a file of no known type.
const unknownType = "application/octet-stream"

// Options checks what is asked and returns the object's options that the
// client chose, its type among them. Those that are forced are not in the list.
func (p *Policy) Options(ask *Ask) ([]request.Pair, *Error) {
	if ask.Size > p.Most {
		return nil, refuse(
			EntityTooLarge,
			413,
			"the file has ",
			decimal.String(ask.Size),
			" bytes; at most ",
			decimal.String(p.Most),
			" are allowed here",
		)
	}
	kind := strings.TrimSpace(ask.Type)
	if kind == "" {
		kind = unknownType
	}
	if _, more, _ := strings.Cut(kind, ","); strings.Contains(more, "/") {
		// Browsers take the last: https://fetch.spec.whatwg.org/#concept-header-extract-mime-type (2026-11-28)
		return nil, refuse(TypeNotAllowed, 415, shown(kind), " are two types")
	}
	if taken, group := p.takes(kind); !taken && group {
		return nil, refuse(TypeNotAllowed, 415, "files of type ", shown(kind),
			" are not allowed here: a browser that opens one runs its scripts, so that the signer must name the type itself")
	} else if !taken {
		return nil, refuse(
			TypeNotAllowed,
			415,
			"files of type ",
			shown(kind),
			" are not allowed here, only ",
			strings.Join(p.Types, ", "),
		)
	}
	if len(ask.Options) >= maxOptions {
		return nil, refuse(OptionNotAllowed, 400, "there are more than ", decimal.String(maxOptions), " options")
	}
	if len(kind)+bytesOf(ask.Options) > maxOptionBytes { // so that the seal of it can be opened
		return nil, refuse(
			OptionNotAllowed,
			400,
			"the options are longer than ",
			decimal.String(maxOptionBytes),
			" bytes together",
		)
	}
	chosen := []request.Pair(nil)
	if _, forced := request.Find(p.Forced, "contentType"); !forced {
		chosen = append(chosen, request.Pair{Name: "contentType", Value: kind})
	}
	for _, o := range ask.Options {
		if err := p.check(o); err != nil {
			return nil, err
		}
		chosen = append(chosen, o)
	}
	return chosen, nil
}

func bytesOf(pairs []request.Pair) (n int) {
	for _, o := range pairs {
		n += len(o.Name) + len(o.Value)
	}
	return n
}

// takes compares types without their parameters and in any letter case. group
// reports whether "image/*" or the like would take it, but for its scripts.
func (p *Policy) takes(kind string) (taken, group bool) {
	if len(p.Types) == 0 {
		return true, false
	}
	essence, _, _ := strings.Cut(kind, ";")
	essence = request.Lower(strings.TrimSpace(essence))
	for _, t := range p.Types {
		t = request.Lower(t)
		if t == essence || t == "*/*" {
			return true, false
		}
		if kinds, star := strings.CutSuffix(t, "/*"); star && strings.HasPrefix(essence, kinds+"/") {
			group = true
		}
	}
	return group && !scripted(essence), group
}

// scripted are the types that browsers open as pages, and run the scripts of:
// HTML, SVG and all other XML (https://mimesniff.spec.whatwg.org/#xml-mime-type,
// 2026-12-01).
func scripted(essence string) bool {
	_, subtype, _ := strings.Cut(essence, "/")
	return subtype == "html" || subtype == "xml" || subtype == "xsl" || strings.HasSuffix(subtype, "+xml")
}

func (p *Policy) check(o request.Pair) *Error {
	if o.Name == "contentType" {
		return refuse(OptionNotAllowed, 403, "the type of an object is what the file's type says")
	}
	if _, forced := request.Find(p.Forced, o.Name); forced {
		return refuse(OptionNotAllowed, 403, shown(o.Name), " is set by the signer")
	}
	if !p.MayChoose(o.Name) {
		return refuse(
			OptionNotAllowed,
			403,
			shown(o.Name),
			" must not be chosen here",
			options.Meant(o.Name, p.Allowed),
		)
	}
	return nil
}

// MayChoose reports whether a client may choose an option.
func (p *Policy) MayChoose(name string) bool {
	base, _, _ := strings.Cut(name, ".")
	return slices.Contains(p.Allowed, name) || slices.Contains(p.Allowed, base)
}

// NewKey is the key of the object.
func (p *Policy) NewKey(ask *Ask, now int64, random [16]byte) (string, *Error) {
	key, ok := p.Key.Key(&Values{User: ask.User, Name: ask.Name, Now: now, UUID: random}, p.KeyMost)
	if !ok {
		return "", refuse(
			NameInvalid,
			400,
			"the object's key would be longer than ",
			decimal.String(int64(p.KeyMost)),
			" bytes",
		)
	}
	return key, nil
}

// shown is a client's text in a message: short, on one line, quoted.
func shown(s string) string {
	const longest = 60
	b := []byte{'"'}
	for _, r := range s {
		if r < ' ' || r == '"' || r == '\\' || r == 0x7f || invisible(r) {
			r = '_'
		}
		if b = append(b, string(r)...); len(b) > longest {
			b = append(b, "…"...)
			break
		}
	}
	return string(append(b, '"'))
}
