package dialect

// RetryByStatus is what to do about a status alone: of an answer without a code,
// or with one that no table has. 0 says that nothing came back, and a success is
// here one that proved to be none.
func RetryByStatus(status int) Retry {
	switch {
	case status == 429 || status == 503:
		return Slower
	case status < 300 || status == 408 || status >= 500 && status != 501:
		return Again
	}
	return Never
}

// damagedCommon and its neighbours are the codes of a request that was cut or
// damaged on its way: the same one need not get that answer again.
const (
	damagedCommon = "RequestTimeout|IncompleteBody|BadDigest"
	damagedOSS    = "InvalidDigest|InvalidCRC64"
	damagedCOS    = "EntitySizeNotMatch|InvalidSHA1Digest"
	damagedS3     = "XAmzContentSHA256Mismatch|XAmzContentChecksumMismatch"
)

// Damaged reports whether a code is one of them in any store, for who does not
// know which store it is.
func Damaged(code string) bool {
	all := Code{Name: damagedCommon + "|" + damagedOSS + "|" + damagedCOS + "|" + damagedS3}
	return all.covers(code)
}
