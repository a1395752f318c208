package signer

import (
	"errors"
	"math"
	"slices"
	"sort"
	"strings"

	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/options"
)

// section is one object of a configuration and where it stands. The first
// fault is kept; reading goes on with zero values.
type section struct {
	path  string // "targets.photos."; empty for the root
	m     map[string]any
	fault *error
}

func (s section) wrong(name, message string) {
	if *s.fault == nil {
		*s.fault = errors.New("configuration: " + strings.TrimSuffix(s.path+name, ".") + " " + message)
	}
}

// known refuses names that are not in the schema.
func (s section) known(names ...string) {
	for _, name := range s.names() {
		if !slices.Contains(names, name) {
			s.wrong(name, "is not in the schema"+options.Meant(name, names))
		}
	}
}

// names are the section's, sorted, so that the first fault is always the same.
func (s section) names() (names []string) {
	for name := range s.m {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// valueOf is a value of one type, its zero value if it is not given.
func valueOf[T any](s section, name, must string) T {
	given, found := s.m[name]
	value, ok := given.(T)
	if found && !ok {
		s.wrong(name, must)
	}
	return value
}

func (s section) section(name string) section {
	return section{s.path + name + ".", valueOf[map[string]any](s, name, "must be an object"), s.fault}
}

func (s section) text(name string) string { return valueOf[string](s, name, "must be a text") }

func (s section) flag(name string) bool { return valueOf[bool](s, name, "must be true or false") }

// choice is a text that is one of the legal ones, the first if it is not given.
func (s section) choice(name string, legal ...string) string {
	text := s.text(name)
	if text == "" {
		return legal[0]
	}
	if slices.Contains(legal, text) {
		return text
	}
	s.wrong(name, "is not one that there is"+options.Meant(text, legal))
	return legal[0]
}

// number is a whole number within bounds, or preset if it is not given.
func (s section) number(name string, preset, least, most int64) int64 {
	value, given := s.m[name]
	if !given {
		return preset
	}
	n, ok := value.(float64)
	if !ok || n != math.Trunc(n) || n < float64(least) || n > float64(most) {
		s.wrong(name, "must be a whole number from "+decimal.String(least)+" to "+decimal.String(most))
		return preset
	}
	return int64(n)
}

// list is a list of texts; a text alone is a list of one.
func (s section) list(name string) (texts []string) {
	switch value := s.m[name].(type) {
	case nil:
	case string:
		texts = []string{value}
	case []any:
		for _, item := range value {
			text, ok := item.(string)
			if !ok {
				s.wrong(name, "must be a list of texts")
			}
			texts = append(texts, text)
		}
	default:
		s.wrong(name, "must be a list of texts")
	}
	return texts
}
