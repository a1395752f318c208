package plan

import "github.com/partway/partway/core/decimal"

// Error says which number is illegal and what is legal, in bytes, inclusive.
type Error struct {
	Option   string // "size" or "partSize"
	Value    int64
	Min, Max int64
}

// Legal is the legal range as text: "102400 to 5368709120".
func (e *Error) Legal() string { return decimal.String(e.Min) + " to " + decimal.String(e.Max) }

func (e *Error) Error() string {
	what := "the object's size is "
	if e.Option == "partSize" {
		what = "partSize is "
	}
	return what + decimal.String(e.Value) + " bytes; legal here are " + e.Legal()
}
