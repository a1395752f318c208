package options

import (
	"strings"

	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/request"
)

// otherNames are what other clients call an option that Partway has, in lower
// case, and its name here.
var otherNames = [...][2]string{
	{"provider", "dialect"},
	{"secretid", "accessKeyId"}, {"tmpsecretid", "accessKeyId"},
	{"secretaccesskey", "accessKeySecret"}, {"secretkey", "accessKeySecret"}, {"tmpsecretkey", "accessKeySecret"},
	{"sessiontoken", "securityToken"}, {"ststoken", "securityToken"},
}

// meantBy is the option that was probably meant by a name that is none: one
// that has that name elsewhere or that sends a header of that name, else the
// nearest of known and, where others are nearer, of any dialect's.
func meantBy(name string, known []string) string {
	lower := request.Lower(name)
	for _, other := range otherNames {
		if other[0] == lower {
			return other[1]
		}
	}
	if option := byHeader(lower); option != "" {
		return option
	}
	base, rest, _ := cut(name, '.')
	meant := nearest(base, append(known, (&parser{}).names()...))
	if rest != "" && (meant == "metadata" || meant == "tags") {
		meant += "." + rest
	}
	return meant
}

// byHeader is the option that a dialect sends under a header's or parameter's
// name; empty for none.
func byHeader(name string) string {
	for _, d := range dialect.All() {
		if name == d.Token {
			return "securityToken"
		}
		for i := range d.Options {
			o := &d.Options[i]
			if o.Kind == dialect.MetaMap && len(name) > len(o.Header) && strings.HasPrefix(name, o.Header) {
				return o.Name + "." + name[len(o.Header):]
			}
			if name != "" && (name == o.Header || name == o.Param) {
				return o.Name
			}
		}
	}
	return ""
}

// ownersOf are the titles of the stores that have an option.
func ownersOf(option string) (titles []string) {
	for _, d := range dialect.All() {
		if _, found := d.Option(option); found {
			titles = append(titles, d.Title)
		}
	}
	return titles
}

// Meant ends a message about a word that is none of the legal ones: with the
// nearest of them and with all of them. It is empty if there are none.
func Meant(word string, legal []string) string {
	if len(legal) == 0 {
		return ""
	}
	text := ". Legal: " + join(legal, ", ") + "."
	if near := nearest(word, legal); near != "" {
		text = ". Did you mean " + quote(near) + "? Legal: " + join(legal, ", ") + "."
	}
	return text
}
