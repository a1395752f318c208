package module

import (
	"github.com/partway/partway/core/options"
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/wasm/abi"
)

// check says what the options come to.
func check(r *abi.Reader) []byte {
	o, fault := readOptions(r)
	if fault != nil {
		return fault
	}
	t := o.Target
	plain := request.Request{Target: t}
	w := ok(o.Dialect.Name, o.Scheme, t.Bucket, t.Key, t.Region, t.Host, plain.URL())
	algorithm, header := o.Verify()
	w.Texts(algorithm, header)
	return w.Message()
}

// readOptions reads the last fields of a message; fault is the answer if they
// are wrong.
func readOptions(r *abi.Reader) (o *options.Options, fault []byte) {
	pairs := r.Pairs()
	if !r.Done() {
		return nil, malformed(wrongFields)
	}
	o, err := options.Parse(pairs)
	if err != nil {
		return nil, optionFault(err)
	}
	return o, nil
}
