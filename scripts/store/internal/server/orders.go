package server

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/partway/partway/core/request"
	"github.com/partway/partway/scripts/store/internal/cors"
	"github.com/partway/partway/scripts/store/internal/fault"
	"github.com/partway/partway/scripts/store/internal/vendor"
)

// Orders are what middleware has decided about one request. The zero value changes nothing.
type Orders struct {
	// Fault is answered instead of performing the request; nil: perform it.
	Fault *fault.Fault
	// Status in place of the fault's own; 0: that.
	Status int
	// CORS are the rules in place of the bucket's; nil: those.
	CORS *cors.Rules
	// Policy forbids more than the server's own.
	Policy Policy
	// Region is where the bucket is; empty: as the server was told.
	Region string
	// Moved answers every signed request as a bucket of another region does.
	Moved bool
	// Ignore names options, as the dialects do ("encryption"), that are taken from the request once its signature is
	// checked, as if the store had never heard of them.
	Ignore []string
}

type ordersKey struct{}

// Ordered gives the server orders about a request. What it then answers is in the store's words.
func Ordered(r *http.Request, o Orders) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), ordersKey{}, o))
}

func ordersOf(r *http.Request) Orders {
	o, _ := r.Context().Value(ordersKey{}).(Orders)
	return o
}

// moved is the answer of a bucket that is asked in the wrong region.
func (c *call) moved() *fault.Fault {
	endpoint := c.v.Name + "." + c.region() + c.v.HostEnds[0]
	if c.v.RegionDash {
		endpoint = c.v.Name + "-" + c.region() + c.v.HostEnds[0]
	}
	c.set(c.v.RegionHeader, c.region())
	return fault.New(
		fault.Moved,
		"The bucket you are attempting to access must be addressed using the specified endpoint. "+
			"Please send all future requests to this endpoint.",
	).With("Bucket", c.bucketName).With("Endpoint", endpoint)
}

// CheckOptions finds names that are no option of any store.
func CheckOptions(names []string) error {
	for _, name := range names {
		if !slices.ContainsFunc(vendor.All(), func(v *vendor.Vendor) bool { return v.Header(name) != "" }) {
			return fmt.Errorf("%q is no option that has a header, such as encryption, forbidOverwrite or tags", name)
		}
	}
	return nil
}

// ignore drops the headers of options that the store is to overlook, and of those that make no sense without them.
func (c *call) ignore() {
	for _, name := range c.orders.Ignore {
		for i := range c.v.Options {
			o := &c.v.Options[i]
			needs, _, _ := strings.Cut(o.Needs, "=")
			if o.Header == "" || o.Name != name && needs != name {
				continue
			}
			kept := c.in.Headers[:0:0]
			for _, h := range c.in.Headers {
				if h.Name != o.Header {
					kept = append(kept, request.Pair{Name: h.Name, Value: h.Value})
				}
			}
			c.in.Headers = kept
		}
	}
}
