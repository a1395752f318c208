package module

import (
	"github.com/partway/partway/core/checksum"
	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/options"
	"github.com/partway/partway/core/plan"
	"github.com/partway/partway/wasm/abi"
)

// divide plans the parts of an object.
func divide(r *abi.Reader) []byte {
	name, size, preferred := r.Text(), r.Int(), r.Int()
	if !r.Done() {
		return malformed(wrongFields)
	}
	_, p, fault := planOf(name, size, preferred)
	if fault != nil {
		return fault
	}
	w := ok()
	w.Int(p.PartSize)
	w.Int(int64(p.Parts))
	w.Flag(p.Put)
	return w.Message()
}

// planOf cuts an object for a store; fault is the answer where that is not
// possible.
func planOf(name string, size, preferred int64) (d *dialect.Dialect, p plan.Plan, fault []byte) {
	d, known := dialect.ByName(name)
	if !known {
		return nil, p, malformed("there is no such dialect")
	}
	p, err := plan.New(size, preferred, d.Limits)
	if err != nil {
		return nil, p, sizeFault(err)
	}
	return d, p, nil
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

// combine puts the sums of two neighbouring pieces together.
func combine(r *abi.Reader) []byte {
	name, a, b, size := r.Text(), r.Uint64(), r.Uint64(), r.Int()
	if !r.Done() || size < 0 {
		return malformed(wrongFields)
	}
	crc, known := checksum.ByName(name)
	if !known {
		return malformed("there is no such algorithm that combines")
	}
	w := ok()
	w.Uint64(crc.Combine(a, b, size))
	return w.Message()
}
