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

	AccessKeyID, AccessKeySecret, SecurityToken string

	PartSize int64 // bytes; 0: the plan chooses
	Expires  int64 // seconds a signature lives; 0: the default
}

// Error says what is wrong with one option.
type Error struct {
	Option, Value string
	Legal         []string
	Nearest       string
	Message       string
}

func (e *Error) Error() string { return e.Message }

// Parse checks the pairs.
func Parse(pairs []request.Pair) (*Options, *Error) { return nil, &Error{Message: "not yet"} }

// Headers are the headers that the options add to an operation.
func (o *Options) Headers(op request.Op) []request.Pair { return nil }

// Query are the parameters that the options add to an operation.
func (o *Options) Query(op request.Op) []request.Pair { return nil }
