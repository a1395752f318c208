package grant

// Error is a refusal. Its texts hold no secret and are meant for the client.
type Error struct {
	Code    string // one of those below
	Status  int    // of the HTTP answer
	Message string // one or two sentences; names the nearest legal thing where there is one
}

// Error is the Message.
func (e *Error) Error() string { return e.Message }

// Codes of a refusal.
const (
	SealInvalid      = "SealInvalid"      // not sealed by us, or for another user, key or purpose
	SealExpired      = "SealExpired"      // sealed too long ago
	EntityTooLarge   = "EntityTooLarge"   // larger than the target takes
	TypeNotAllowed   = "TypeNotAllowed"   // a media type that the target does not take
	OptionNotAllowed = "OptionNotAllowed" // an option that a client may not choose
	NameInvalid      = "NameInvalid"      // a file name that makes no key
)

func refuse(code string, status int, message ...string) *Error {
	e := &Error{Code: code, Status: status}
	for _, piece := range message {
		e.Message += piece
	}
	return e
}
