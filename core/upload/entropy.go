package upload

const (
	baseMs = 500   // the first pause is up to this long, each further one up to twice as long
	slowMs = 2_000 // the same where the store asked for fewer requests
	capMs  = 20_000
)

// entropy turns the random bits of one event into as many random numbers as are needed.
type entropy struct{ bits, draws uint64 }

// upTo is a random number from 0 to limit.
func (e *entropy) upTo(limit int64) int64 {
	// splitmix64
	e.draws += 0x9E3779B97F4A7C15
	z := e.bits + e.draws
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return int64((z ^ z>>31) % uint64(limit+1))
}

// pause is how long to wait after so many failures, in milliseconds: exponential backoff with full jitter, so that
// uploads that failed together do not come back together.
//
// https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ (2026-11-22)
func (e *entropy) pause(base int64, failures int) int64 { return e.upTo(backoff(base, failures)) }

// backoff is the longest pause after so many failures, in milliseconds.
func backoff(base int64, failures int) int64 {
	return min(base<<min(max(failures-1, 0), 10), capMs)
}
