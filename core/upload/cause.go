package upload

import "github.com/partway/partway/core/request"

// The codes of failures that are not a store's.
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

// cause is why an upload fails.
type cause uint8

const (
	causeReply cause = iota // the last error, by the code of the store or of package wire
	causeAbort
	causeFileChanged
	causeChecksum
	causeDeadline // it and those below may go away by themselves
	causeNoConnection
	causeNoRenewal
	causeUploadGone
	causeUnknown // whether the object was made
)

var causeCodes = [...]string{CodeRefused, CodeAborted, CodeFileChanged, CodeChecksumMismatch, CodeDeadlineExceeded,
	CodeNoConnection, CodeNoRenewal, CodeUploadGone, CodeCompletionUnknown}

// mayRetry reports whether the same upload may succeed another time. status is that of the last error.
func (c cause) mayRetry(status int) bool {
	if c == causeReply {
		return status >= 500 || status == 429
	}
	return c >= causeDeadline
}

// isRequests reports whether a request's error is the cause, so that a Failure names it.
func (c cause) isRequests() bool {
	return c != causeAbort && c != causeDeadline && c != causeFileChanged
}

// lastError is the last error of a request, for the Failure that may come of it.
type lastError struct {
	op           request.Op
	part, status int
}
