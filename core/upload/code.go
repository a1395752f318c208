package upload

// The codes that are not a store's.
const (
	CodeAborted           = "Aborted"           // the user's order
	CodeFileChanged       = "FileChanged"       // choose it again
	CodeChecksumMismatch  = "ChecksumMismatch"  // the store twice reported other bytes than were sent
	CodeDeadlineExceeded  = "DeadlineExceeded"  // Config.LimitMs is over
	CodeNoConnection      = "NoConnection"      // too many tries without an answer
	CodeRefused           = "Refused"           // by a status without a code
	CodeNoRenewal         = "NoRenewal"         // no new keys or URLs
	CodeUploadGone        = "UploadGone"        // the store lost it, more than once
	CodeCompletionUnknown = "CompletionUnknown" // the store does not say whether the object was made
)

// code is one of these, or Machine.code.
type code uint8

const (
	storesOwn code = iota
	orderedAbort
	fileHasChanged
	checksumMismatch
	deadlineExceeded
	noConnection
	noRenewal
	uploadGone
	completionUnknown
)

var codeNames = [...]string{CodeRefused, CodeAborted, CodeFileChanged, CodeChecksumMismatch, CodeDeadlineExceeded,
	CodeNoConnection, CodeNoRenewal, CodeUploadGone, CodeCompletionUnknown}

// mayRetry reports whether the same upload may succeed another time.
func (m *Machine) mayRetry(c code) bool {
	if c == storesOwn {
		return m.cause.status >= 500 || m.cause.status == 429
	}
	return c >= deadlineExceeded
}
