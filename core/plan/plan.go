// Package plan cuts an object into parts, by a store's limits and in integers
// only. All parts but the last are of one size, which R2 demands and every
// store takes.
package plan

import "github.com/partway/partway/core/dialect"

const (
	mib = 1 << 20

	// fewParts is how many parts an object is cut into at most, if the parts do
	// not become too large by it: each part costs a CORS preflight, because its
	// URL is its own, and a signer signs 100 at a time.
	fewParts = 100

	// SmallPart is the smallest part that the plan chooses by itself, and the
	// largest object that it sends whole; in bytes.
	SmallPart = 8 * mib

	// largePart is where sending a part again after a failure hurts more than
	// further parts do: beyond it the parts become more rather than larger.
	largePart = 1024 * mib

	// MostParts is how many parts every store takes, and none takes more.
	MostParts = 10_000
)

// Plan says how an object goes to the store.
type Plan struct {
	Size     int64 // of the object, bytes
	PartSize int64 // of every part but the last, bytes; Size when there is one part
	Parts    int   // at least 1: an empty object has one empty part
	Put      bool  // one PutObject does it and is best
}

// New plans an object of size bytes. preferred is the part size that the user
// wants, 0 for none; it is used as it is or refused.
func New(size, preferred int64, l dialect.Limits) (Plan, *Error) {
	if most := min(l.MaxObject, l.MaxPart*int64(l.MaxParts)); size < 0 || size > most {
		return Plan{}, &Error{Option: "size", Value: size, Max: most}
	}
	least := max(l.MinPart, ceil(size, int64(l.MaxParts)))
	partSize := preferred
	if preferred == 0 {
		partSize = choose(size, least, l.MaxPart)
	}
	if partSize < least || partSize > l.MaxPart {
		return Plan{}, &Error{Option: "partSize", Value: partSize, Min: least, Max: l.MaxPart}
	}
	if size <= partSize {
		return Plan{Size: size, PartSize: size, Parts: 1, Put: size <= l.MaxPut}, nil
	}
	p, _ := Cut(size, partSize, false)
	return p, nil
}

// Cut is the plan that somebody else made, a signer or an earlier session, of an
// object of size bytes: parts of partSize bytes, or one PutObject. ok is false if
// there is no such plan.
func Cut(size, partSize int64, put bool) (p Plan, ok bool) {
	if put {
		partSize = size
	}
	p = Plan{Size: size, PartSize: partSize, Parts: 1, Put: put}
	if size < 0 || partSize < 0 || partSize == 0 && size > 0 {
		return p, false
	}
	if size > 0 {
		parts := ceil(size, partSize)
		p.Parts = int(min(parts, MostParts))
		return p, parts <= MostParts
	}
	return p, true
}

// choose is the part size of least to most bytes that suits an object best:
// a whole number of MiB wherever the limits leave room for it.
func choose(size, least, most int64) int64 {
	wanted := min(max(ceil(size, fewParts), SmallPart), largePart)
	return min(ceil(max(wanted, least), mib)*mib, most)
}

// ceil is a/b rounded up, for a >= 0 and b > 0.
func ceil(a, b int64) int64 {
	if a == 0 {
		return 0
	}
	return (a-1)/b + 1
}

// Part is where a part lies in the object: bytes [offset, offset+size). Numbers
// run from 1 to Parts; outside of that size is 0.
func (p Plan) Part(number int) (offset, size int64) {
	if number < 1 || number > p.Parts {
		return 0, 0
	}
	offset = int64(number-1) * p.PartSize
	return offset, min(p.PartSize, p.Size-offset)
}
