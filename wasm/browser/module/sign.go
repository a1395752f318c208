//go:build !nokeys

package module

import (
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/sign"
	"github.com/partway/partway/wasm/abi"
)

// signRequest signs any request: what build does for the operations it knows.
func signRequest(r *abi.Reader) []byte {
	scheme, form := r.Text(), r.Text()
	signed := sign.Signed{Request: request.Request{
		Method: r.Text(), Target: readTarget(r), Query: r.Pairs(), Headers: r.Pairs(), Body: r.Bytes(),
	}}
	p := sign.Params{
		Credentials: sign.Credentials{ID: r.Text(), Secret: r.Text(), Token: r.Text()},
		Time:        r.Int(), Expires: r.Int(), Payload: r.Text(),
		Headers: readSelection(r), Query: readSelection(r),
	}
	if !r.Done() {
		return malformed(wrongFields)
	}
	with, known := sign.ByName(scheme)
	if !known || form != abi.Header && form != abi.Query {
		return malformed("there is no such scheme or form of signature")
	}
	with.Sign(&signed, &p, form == abi.Query)
	w := signedAnswer(&signed)
	w.Text(signed.Signature)
	return w.Message()
}

func readTarget(r *abi.Reader) request.Target {
	return request.Target{
		Scheme: r.Text(), Host: r.Text(), Base: r.Text(), Region: r.Text(), Bucket: r.Text(), Key: r.Text(),
		Style: readStyle(r),
	}
}

func readStyle(r *abi.Reader) request.Style {
	switch r.Text() {
	case "virtual":
		return request.Virtual
	case "path":
		return request.PathStyle
	case "bound":
		return request.Bound
	}
	r.Fail()
	return 0
}

// readSelection reads what to sign: nil leaves it to the scheme, and an empty
// list selects nothing.
func readSelection(r *abi.Reader) []string {
	given, list := r.Flag(), r.List()
	if !given {
		if len(list) > 0 {
			r.Fail()
		}
		return nil
	}
	return append([]string{}, list...)
}
