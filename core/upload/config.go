package upload

import "github.com/partway/partway/core/plan"

// Config is what an upload is about. It does not change in a machine's life.
type Config struct {
	Plan plan.Plan // with a signer, which plans, only the Size
	Sum  Sum       // what the store reports about the bytes it got; a signer tells it
	File string    // what the driver recognizes the file by; kept in the snapshot, at most 4 KiB, no secret

	// Window is how many parts' URLs a signer gives at a time; those of the first ones come together with the upload
	// ID. The signer then does all but the PUTs: it plans, lists, completes and aborts. 0: there is none, the driver
	// has keys.
	Window int
	// Until is when the driver's keys expire, in the clock of Event.Now. 0: they do not, or it is not known.
	Until int64

	// Parallel is the largest number of requests at a time, 1 to 6; 0 means 6. Where the store wants parts in sequence
	// it must be 1.
	Parallel int
	// LimitMs is how long the upload may take from OrderStart on, pauses included, in milliseconds of wall clock. 0:
	// there is no limit.
	LimitMs int64
	// StallMs is how long a request may go without a byte moving before it is cancelled, 100 to 3,600,000 milliseconds;
	// 0 means 30,000. An answer may take twice that, and the answer to a Complete ten times.
	StallMs int64
	// Blind says that the driver sends no EventProgress. Requests that carry bytes then get time by their size.
	Blind bool
}

// Sum is an algorithm by which the store reports checksums, as options.Options.Verify tells.
type Sum uint8

// The algorithms.
const (
	// NoSum: nothing that can be compared. The driver hashes by CRC-64/XZ all the same, so that a resumed upload can be
	// proven to be of the same file.
	NoSum Sum = iota
	CRC64XZ
	MD5
	// opaqueSum: the file's MD5s are known, but the store turned out to report something else.
	opaqueSum
)

// SumByName reads what options.Options.Verify returns.
func SumByName(name string) Sum {
	switch name {
	case "crc64xz":
		return CRC64XZ
	case "md5":
		return MD5
	}
	return NoSum
}

// Algorithm names what ActionHash asks for, as core/checksum knows it.
func (s Sum) Algorithm() string {
	if s >= MD5 {
		return "md5"
	}
	return "crc64xz"
}
