package coretest

// random is splitmix64: small, fast, and the same everywhere for ever.
type random uint64

func (r *random) next() uint64 {
	*r += 0x9E3779B97F4A7C15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}

// below is a number from 0 to n-1.
func (r *random) below(n int) int { return int(r.next() % uint64(n)) }

// between is a number from a to b.
func (r *random) between(a, b int) int { return a + r.below(b-a+1) }

// percent is true in n percent of all cases.
func (r *random) percent(n int) bool { return r.below(100) < n }
