//go:build !nokeys

package module

import (
	"github.com/partway/partway/core"
	"github.com/partway/partway/core/sign"
	"github.com/partway/partway/wasm/abi"
)

// build makes the request of an operation.
func build(r *abi.Reader) []byte {
	op, unknown := core.OpByName(r.Text())
	form, known := core.FormByName(r.Text())
	time, args := r.Int(), r.List()
	client, fault := readClient(r)
	if fault != nil {
		return fault
	}
	if !known {
		return malformed("there is no such form of signature")
	}
	if unknown != nil {
		return fails(unknown)
	}
	plain, err := client.Build(op, args...)
	if err != nil {
		return fails(err)
	}
	signed, err := client.Sign(plain, form, time)
	if err != nil {
		return fails(err)
	}
	return signedAnswer(signed).Message()
}

// readClient reads the options, which end a message; fault is the answer if
// they are wrong.
func readClient(r *abi.Reader) (client *core.Client, fault []byte) {
	pairs := r.Pairs()
	if !r.Done() {
		return nil, malformed(wrongFields)
	}
	client, err := core.New(pairs)
	if err != nil {
		return nil, fails(err)
	}
	return client, nil
}

func signedAnswer(s *sign.Signed) *abi.Writer {
	w := ok(s.Request.Method, s.Request.URL())
	w.Pairs(s.Request.Headers)
	w.Bytes(s.Request.Body)
	w.Texts(s.Canonical, s.StringToSign)
	return w
}
