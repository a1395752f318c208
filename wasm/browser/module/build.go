package module

import (
	"github.com/partway/partway/core/options"
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/sign"
	"github.com/partway/partway/core/wire"
	"github.com/partway/partway/wasm/abi"
)

// build makes the request of an operation.
func build(r *abi.Reader) []byte {
	op := request.OpByName(r.Text())
	form, time := r.Text(), r.Int()
	args := readArguments(r, op)
	o, fault := readOptions(r)
	if fault != nil {
		return fault
	}
	if op == request.Complete {
		if err := wire.CheckParts(o.Dialect, args.parts); err != nil {
			return optionFault(err)
		}
	}
	built := args.request(o, op)
	if form == abi.None {
		return signedAnswer(sign.Signed{Request: built}).Message()
	}
	if o.AccessKeyID == "" || o.AccessKeySecret == "" {
		return optionFault(&options.Error{Option: "accessKeyId", Message: "accessKeyId and accessKeySecret are needed to sign a request here"})
	}
	p := sign.Params{
		Credentials: sign.Credentials{ID: o.AccessKeyID, Secret: o.AccessKeySecret, Token: o.SecurityToken},
		Time:        time, Expires: o.Expires,
	}
	signed, known := inForm(o.Scheme, form, built, p)
	if !known {
		return malformed("there is no such form of signature")
	}
	return signedAnswer(signed).Message()
}

// inForm signs as headers or as a URL; known is false for any other form.
func inForm(scheme, form string, r request.Request, p sign.Params) (s sign.Signed, known bool) {
	with, known := sign.ByName(scheme)
	if !known {
		return s, false
	}
	switch form {
	case abi.Header:
		return with.Header(r, p), true
	case abi.Query:
		return with.Query(r, p), true
	}
	return s, false
}

func signedAnswer(s sign.Signed) *abi.Writer {
	w := ok(s.Request.Method, s.Request.URL())
	w.Pairs(s.Request.Headers)
	w.Bytes(s.Request.Body)
	w.Texts(s.Canonical, s.StringToSign)
	return w
}

// arguments are those of all operations; each uses its own.
type arguments struct {
	uploadID                          string
	number                            int // part number, or the marker of a list
	parts                             []wire.Part
	prefix, keyMarker, uploadIDMarker string
}

// readArguments reads the list of arguments. A number of items that is not the
// operation's makes the message malformed.
func readArguments(r *abi.Reader, op request.Op) (a arguments) {
	count := r.Count(1)
	expected := 0
	switch op {
	case request.NoOp:
		r.Fail()
	case request.UploadPart, request.ListParts:
		a.uploadID, a.number, expected = r.Text(), r.Number(), 2
	case request.Abort:
		a.uploadID, expected = r.Text(), 1
	case request.Complete:
		a.uploadID = r.Text()
		a.parts = readParts(r, (count-1)/2)
		expected = 1 + 2*len(a.parts)
	case request.ListUploads:
		a.prefix, a.keyMarker, a.uploadIDMarker, expected = r.Text(), r.Text(), r.Text(), 3
	}
	if count != expected {
		r.Fail()
	}
	return a
}

func readParts(r *abi.Reader, count int) []wire.Part {
	parts := make([]wire.Part, count)
	for i := range parts {
		parts[i].Number, parts[i].ETag = r.Number(), r.Text()
	}
	return parts
}

func (a *arguments) request(o *options.Options, op request.Op) request.Request {
	switch op {
	case request.Initiate:
		return wire.Initiate(o)
	case request.UploadPart:
		return wire.UploadPart(o, a.uploadID, a.number)
	case request.ListParts:
		return wire.ListParts(o, a.uploadID, a.number)
	case request.Complete:
		return wire.Complete(o, a.uploadID, a.parts)
	case request.Abort:
		return wire.Abort(o, a.uploadID)
	case request.ListUploads:
		return wire.ListUploads(o, a.prefix, a.keyMarker, a.uploadIDMarker)
	case request.PutObject:
		return wire.PutObject(o)
	}
	return wire.HeadObject(o)
}
