//go:build !nokeys

package module

import (
	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/options"
	"github.com/partway/partway/core/plan"
	"github.com/partway/partway/core/upload"
	"github.com/partway/partway/wasm/abi"
)

// divide plans the parts of an object.
func divide(r *abi.Reader) []byte {
	name, size, preferred := r.Text(), r.Int(), r.Int()
	if !r.Done() {
		return malformed(wrongFields)
	}
	p, fault := planOf(name, size, preferred)
	if fault != nil {
		return fault
	}
	w := ok()
	w.Int(p.PartSize)
	w.Int(int64(p.Parts))
	w.Flag(p.Put)
	return w.Message()
}

// planFor cuts the object of a new upload, unless its signer will.
func planFor(c *upload.Config, name string, preferred int64) (fault []byte) {
	if c.Window == 0 {
		c.Plan, fault = planOf(name, c.Plan.Size, preferred)
	}
	return fault
}

// planOf cuts an object for a store; fault is the answer where that is not
// possible.
func planOf(name string, size, preferred int64) (p plan.Plan, fault []byte) {
	d, known := dialect.ByName(name)
	if !known {
		return p, malformed(wrongDialect)
	}
	p, err := plan.New(size, preferred, d.Limits)
	if err != nil {
		return p, sizeFault(err)
	}
	return p, nil
}

func sizeFault(err *plan.Error) []byte {
	return optionFault(&options.Error{
		Option:  err.Option,
		Value:   decimal.String(err.Value),
		Nearest: decimal.String(max(err.Min, min(err.Value, err.Max))),
		Legal:   []string{err.Legal()},
		Message: err.Error(),
	})
}
