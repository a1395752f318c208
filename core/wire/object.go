package wire

import (
	"github.com/partway/partway/core/options"
	"github.com/partway/partway/core/request"
)

// GetObject reads the object; asks are parameters of options.Options.Asks.
func GetObject(o *options.Options, asks ...request.Pair) *request.Request {
	return build(o, request.GetObject, "GET", asks...)
}

// DeleteObject removes the object, or the version that asks names. An object
// that is not there is deleted without an error.
func DeleteObject(o *options.Options, asks ...request.Pair) *request.Request {
	return build(o, request.DeleteObject, "DELETE", asks...)
}
