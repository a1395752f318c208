package options

import (
	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/request"
)

// Options is what Parse makes of the pairs: checked, and bound to a dialect.
type Options struct {
	Dialect *dialect.Dialect
	Target  request.Target
	Scheme  string // signature scheme by its name in core/sign

	// Credentials. All are empty where a signer holds the keys; the token is
	// empty for keys that last.
	AccessKeyID, AccessKeySecret, SecurityToken string

	PartSize int64 // bytes; 0: the plan chooses
	Expires  int64 // seconds that a signature lives; 0: the default

	given []request.Pair
	sent  []field
}

// field is one header or parameter that an option becomes.
type field struct {
	request.Pair
	param bool
	ops   dialect.Ops
}

// Parse checks the pairs and returns the first fault that it finds. A pair
// without a value counts as not given, metadata and tags excepted. The pairs
// are kept and must not be changed afterwards.
func Parse(pairs []request.Pair) (*Options, *Error) {
	p := &parser{Options: Options{given: pairs}}
	for _, step := range [...]func(*parser) *Error{
		(*parser).readDialect,
		(*parser).checkNames,
		(*parser).readCredentials,
		(*parser).readScheme,
		(*parser).readBucket,
		(*parser).readKey,
		(*parser).readTarget,
		(*parser).readNumbers,
		(*parser).readObject,
	} {
		if err := step(p); err != nil {
			return nil, err
		}
	}
	return &p.Options, nil
}

// parser is Options while they are read. A step leaves what it finds there and
// relies on the steps before it.
type parser struct {
	Options
	origin origin        // what the endpoint says
	match  dialect.Match // and what the row knows of it
}

// Get is the value of an option as it was given; empty if it was not.
func (o *Options) Get(name string) string {
	for _, p := range o.given {
		if p.Name == name {
			return p.Value
		}
	}
	return ""
}

// Headers are the headers that the options add to an operation, in the order
// of the dialect's row, with lower-case names.
func (o *Options) Headers(op request.Op) []request.Pair { return o.fields(op, false) }

// Query are the parameters that the options add to an operation.
func (o *Options) Query(op request.Op) []request.Pair { return o.fields(op, true) }

func (o *Options) fields(op request.Op, param bool) (pairs []request.Pair) {
	for _, f := range o.sent {
		if f.param == param && f.ops.Has(op) {
			pairs = append(pairs, f.Pair)
		}
	}
	return pairs
}
