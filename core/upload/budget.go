package upload

import "unsafe"

const (
	firstLimit = 3
	stepMs     = 1_000    // the shortest time over which throughput is judged
	fixedCost  = 64 << 10 // bytes that a request without any is worth
)

// Budget shares the requests that a page may have at one host among its
// uploads. It begins with few, allows one more while that makes the uploads
// faster, and fewer when the store or the network cannot cope. The zero value
// is ready to use. Like a Machine it has no clock and is not safe for
// concurrent use.
//
// Uploads are numbered by the caller. After each call, hand out what Next
// grants: an EventSlot each.
type Budget struct {
	gauge
	shares []share // in the order in which they are served
}

// gauge is what the budget goes by. It holds no pointer.
type gauge struct {
	limit   int   // requests at a time; 0: firstLimit
	held    int   // slots handed out
	since   int64 // when this step began
	bytes   int64 // that moved in it
	full    bool  // all slots were in use in it
	before  int64 // bytes per second of the step before, with a slot less
	settled bool  // one more did not help; only a new size of the field tries again
	steps   int   // since it is settled
	last    int64 // when a request was last over
	shrunk  int64 // when it last had to allow fewer; 0: never
}

// share is what one upload has and wants.
type share struct{ id, want, held int }

// Limit is how many requests there may be at a time.
func (b *Budget) Limit() int {
	if b.limit == 0 {
		return firstLimit
	}
	return b.limit
}

// Want notes ActionWant of an upload: how many requests it could use.
func (b *Budget) Want(id, count int) {
	i := b.find(id)
	if i < 0 {
		b.shares = append(b.shares, share{id: id})
		i = len(b.shares) - 1
	}
	b.shares[i].want = count
	if count == 0 && b.shares[i].held == 0 {
		b.remove(i)
	}
}

// Next grants a slot; ok is false if there is none left or nobody wants it.
// Of those that want, the one with the fewest is served first, and among these
// the one that has waited longest.
func (b *Budget) Next(now int64) (id int, ok bool) {
	if b.held >= b.Limit() {
		b.full = true
		return 0, false
	}
	best := -1
	for i := range b.shares {
		if s := &b.shares[i]; s.held < s.want && (best < 0 || s.held < b.shares[best].held) {
			best = i
		}
	}
	if best < 0 {
		return 0, false
	}
	if b.held == 0 && now-b.last > stepMs {
		b.step(now) // nobody was there
	}
	s := b.shares[best]
	s.held++
	b.held++
	b.shares = append(append(b.shares[:best], b.shares[best+1:]...), s)
	return s.id, true
}

// Release notes ActionRelease of an upload: a request is over that moved bytes.
func (b *Budget) Release(id int, v Verdict, bytes, now int64) {
	i := b.find(id)
	if i < 0 || b.shares[i].held == 0 {
		return
	}
	s := b.shares[i]
	s.held--
	b.held--
	b.last = now
	b.remove(i)
	if s.want > 0 || s.held > 0 {
		b.shares = append(b.shares, s)
	}
	switch v {
	case VerdictSlow:
		b.shrink(b.Limit()/2, now)
	case VerdictLost:
		b.shrink(b.Limit()-1, now)
	case VerdictGood:
		b.bytes += bytes + fixedCost
		b.judge(now)
	}
}

// Drop forgets an upload that is over, and takes back its slots.
func (b *Budget) Drop(id int) {
	if i := b.find(id); i >= 0 {
		b.held -= b.shares[i].held
		b.remove(i)
	}
}

// shrink happens once a step: requests that fail together have one reason.
func (b *Budget) shrink(to int, now int64) {
	if b.shrunk != 0 && now-b.shrunk < stepMs {
		return
	}
	b.limit, b.shrunk = max(to, 1), now
	b.step(now)
	b.before, b.settled = 0, false
}

// judge looks at the throughput of a step that is over.
func (b *Budget) judge(now int64) {
	passed := now - b.since
	if passed < stepMs || b.bytes < int64(b.Limit())*fixedCost {
		return
	}
	speed, full := b.bytes*1000/passed, b.full
	b.step(now)
	switch {
	case !full:
	case b.settled:
		// The way may have become wider.
		if b.steps++; b.steps >= 30 {
			b.settled, b.before = false, speed
		}
	case b.before > 0 && speed < b.before+b.before/20:
		b.settled, b.steps = true, 0
	default:
		b.before = speed
		b.limit = min(b.Limit()+1, mostParallel)
	}
}

func (b *Budget) step(now int64) { b.since, b.bytes, b.full = now, 0, false }

func (b *Budget) find(id int) int {
	for i := range b.shares {
		if b.shares[i].id == id {
			return i
		}
	}
	return -1
}

func (b *Budget) remove(i int) { b.shares = append(b.shares[:i], b.shares[i+1:]...) }

// EncodeBudget is a budget as bytes, for the same program to decode; see Encode.
func EncodeBudget(b *Budget) []byte {
	c := &codec{}
	b.lay(c)
	return c.b
}

// DecodeBudget reads what EncodeBudget wrote.
func DecodeBudget(bytes []byte) (*Budget, error) {
	b, c := &Budget{}, &codec{b: bytes, reading: true}
	b.lay(c)
	if c.bad || len(c.b) != 0 {
		return nil, FormatError{}
	}
	return b, nil
}

func (b *Budget) lay(c *codec) {
	c.raw(unsafe.Pointer(&b.gauge), unsafe.Sizeof(b.gauge))
	shares := c.count(len(b.shares))
	if c.reading {
		b.shares = make([]share, shares)
	}
	c.raw(unsafe.Pointer(unsafe.SliceData(b.shares)), uintptr(shares)*unsafe.Sizeof(share{}))
}
