package server

import (
	"context"
	"net/http"

	"github.com/partway/partway/scripts/store/internal/fault"
)

// Refusal is an answer that middleware has chosen.
type Refusal struct {
	Fault  *fault.Fault
	Status int // in place of the fault's own; 0: that
}

type refusalKey struct{}

// Refused makes the server answer a request with a fault, in the store's words
// and with its CORS headers, instead of performing it.
func Refused(r *http.Request, refusal Refusal) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), refusalKey{}, refusal))
}

func (c *call) refusal() Refusal {
	refusal, _ := c.r.Context().Value(refusalKey{}).(Refusal)
	return refusal
}
