package options

import (
	"slices"

	"github.com/partway/partway/core/request"
)

// Asks checks what a request asks of an object that is there, such as
// "responseContentType", and writes it as the parameters to send. A pair without
// a value counts as not given.
func (o *Options) Asks(op request.Op, pairs []request.Pair) ([]request.Pair, *Error) {
	p := &parser{Options: Options{Dialect: o.Dialect, Target: o.Target, given: pairs}}
	var legal []string
	for i := range o.Dialect.Asks {
		if a := &o.Dialect.Asks[i]; a.Ops.Has(op) {
			legal = append(legal, a.Name)
		}
	}
	for i := range pairs {
		name := pairs[i].Name
		if !slices.Contains(legal, name) {
			return nil, unknownAsk(op, name, legal)
		}
		if err := p.checkPair(i); err != nil {
			return nil, err
		}
	}
	for i := range o.Dialect.Asks {
		if err := p.readOption(&o.Dialect.Asks[i]); err != nil {
			return nil, err
		}
	}
	return p.Query(op), nil
}

func unknownAsk(op request.Op, name string, legal []string) *Error {
	e := &Error{Option: name, Legal: legal, Message: quote(name) + " is nothing that " + op.String() + " takes."}
	near := nearest(name, legal)
	if header := "response-" + request.Lower(name); near == "" {
		near = nearest(header, legal)
	}
	e.suggest(near)
	e.Message += " Legal: " + join(legal, ", ") + "."
	return e
}

// UnknownOp is the error about an operation that there is not.
func UnknownOp(name string) *Error {
	legal := request.OpNames()
	e := &Error{Option: "operation", Value: name, Legal: legal, Message: "operation " + quote(name) + " is none that there is."}
	if name == "" {
		e.Message = "operation is missing."
	}
	e.suggest(nearest(name, legal))
	e.Message += " Legal: " + join(legal, ", ") + "."
	return e
}
