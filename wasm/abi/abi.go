// Package abi is the boundary between the WebAssembly module and JavaScript,
// the whole of it: how a message is laid out, which functions there are and
// the order of their fields. Its twin is web/src/boundary; both sides' tests
// read testdata/messages.json.
//
// # Who waits for whom
//
// JavaScript calls, the module answers; the module never calls out and imports
// nothing. One call is: p = input(size); write the message at p; n = call(fn,
// size); read n bytes at output(). Both areas belong to the module and stay as
// they are until the next input or call. The memory may grow in any call, so
// views on memory.buffer are made anew after each. Pointers and lengths are
// unsigned: p >>> 0.
//
// # Messages
//
// A message is a sequence of fields; a field is its length in bytes (32 bits,
// little-endian) and the bytes. A text field is UTF-8. A number is decimal, "-" in front when negative. A flag
// is "1" or "". A list is a number of items, then the items' fields; a list of
// pairs is the number of pairs, then name, value, name, value … A message ends
// with its last field: what is left over is a fault, and so is what is missing.
//
// # Answers
//
// The first field says which of three it is:
//
//	"ok"      fields by function, below
//	"option"  option, value, nearest, message, legal (list)
//	"store"   operation, part, status, code, message, requestId, retry, advice,
//	          stored (flag), serverTime, retryAfter
//
// "option" is a fault in what was asked for, found before any request: also a
// malformed message, whose option is "". "store" is a failed reply: part is 0
// where the operation has none, retry is "never", "again", "slower", "resign",
// "ask" or "restart", serverTime is in Unix seconds (0: the reply told none), retryAfter in
// seconds (0: none). A call never traps, whatever the message.
//
// # Functions
//
// Written as fields -> fields after "ok".
//
//	1 check    options (pairs)
//	           -> dialect, scheme, bucket, key, region, host, url, verify, verifyHeader
//	2 build    operation, form, time, arguments (list), options (pairs)
//	           -> method, url, headers (pairs), body, canonical, stringToSign
//	3 read     operation, dialect, part, status, headers (pairs), body
//	           -> by operation, below
//	4 plan     dialect, size, partSize
//	           -> partSize, parts, put (flag)
//	5 combine  list of: sum by "crc64xz", size of what it is the sum of
//	           -> sum of all together
//	6 sign     scheme, form, method, request, parameters, below
//	           -> method, url, headers (pairs), body, canonical, stringToSign, signature
//
//	7 begin    dialect, size, partSize, verify, file, window, parallel, limit, stall, blind (flag)
//	           -> an upload, below
//	8 restore  snapshot
//	           -> an upload
//	9 handle   state, event (below)
//	           -> an upload
//
// form is "header", "query" or "none" (not signed, for a signer to do; sign
// does not take it). time is in Unix seconds. url of check is the object's,
// without a query; verify is the algorithm ("crc64xz" or "md5") whose sum the
// store reports for a part or a put object and verifyHeader the header it does
// that in, both "" if these options leave it nothing to report; url of build and sign is complete. A body of build is the
// XML of complete, else empty: the caller supplies the bytes of a part or an
// object.
//
// Arguments of build:
//
//	initiate, putObject  none
//	headObject, getObject, deleteObject  name, value for each of the dialect's Asks
//	uploadPart   uploadId, part number
//	listParts    uploadId, marker (part number to list after; 0 from the first)
//	complete     uploadId, then part number, etag for each part
//	abort        uploadId
//	listUploads  prefix, keyMarker, uploadIdMarker
//
// Answers of read (crc64 is decimal, "" where the store told none):
//
//	initiate     bucket, key, uploadId, requestId
//	uploadPart   etag, crc64, requestId
//	listParts    truncated (flag), nextMarker, list of: number, etag, size, crc64
//	complete     etag, location, crc64, versionId, requestId
//	abort        requestId
//	listUploads  truncated (flag), nextKeyMarker, nextUploadIdMarker,
//	             list of: key, uploadId, initiated
//	putObject    etag, crc64, versionId, requestId
//	headObject   size, etag, crc64, versionId, requestId
//
// plan takes partSize 0 for "choose"; put says that one PutObject is best, and
// partSize is then the object's size and parts 1.
//
// A module that was built without keys (tag nokeys) has 5 and 7 to 9 only.
//
// Request of sign: URL scheme, host, base, region, bucket, key, style
// ("virtual", "path" or "bound"), query (pairs), headers (pairs), body.
// Parameters: id, secret, token, time, expires, payload, headers to sign, query
// parameters to sign. Either of the last two is a flag, then a list: with the
// flag unset the list is empty and the scheme chooses.
//
// # Uploads
//
// An upload is a machine of core/upload, which see: what its events and actions
// mean is said there. Between two calls the caller keeps it as state, in bytes
// that mean nothing to it, and gives them back as they are. begin takes of
// upload.Config what verify of check said, file (what to recognize the file by),
// window, parallel, limit and stall in milliseconds, and blind; plan cuts it.
// Where window is not 0 a signer has the keys and plans: dialect and verify are
// empty and partSize is 0. An event is
//
//	kind, now, entropy, request, part, count, bytes, until, sum, reason,
//	operation, dialect, status, headers (pairs), body
//
// in the order of upload.Event; kind and reason are numbers in the order of
// their constants. The last five are an answer to the operation, as read takes
// it; in a module without keys the headers of an answer of the signer's are
// values of its JSON, as wire.ReadSigner says. What a kind has no use for
// is 0 or empty. An upload is answered as
//
//	step, uploadId, file, algorithm, paused (flag), offline (flag),
//	size, partSize, sent, confirmed, speed, left, phases, actions (list),
//	snapshot, state
//
// step is the number of its upload.State, operation that of its request.Op, algorithm what to hash by, left in
// milliseconds (-1: not known). phases has a byte for each part: 0 to be sent,
// 1 being sent, 2 stored. snapshot is empty unless an action wants it stored.
// An action is
//
//	operation, kind, request, part, offset, size, at, count, verdict,
//	must (flag), texts (list)
//
// and its texts are the arguments of build, but with
//
//	done   verified (flag), why, strays
//	fail   code, operation, part, status, retry (flag), uploadId,
//	       upload, object (0 absent, 1 present, 2 unknown), strays
//
// # Hashing
//
// A hash worker has an instance of its own and one stream in it:
// hashStart(algorithm) returns 1, or 0 for an unknown algorithm; hashAdd(n)
// takes the first n bytes at input(size); hashSum() makes the answer sum and
// returns its length. A room of 64 to 256 KiB is fastest, asked for once:
// hashing neither moves it nor grows the memory.
package abi

// The functions that call takes.
const (
	Check   = 1
	Build   = 2
	Read    = 3
	Plan    = 4
	Combine = 5
	Sign    = 6
	Begin   = 7
	Restore = 8
	Handle  = 9
)

// The algorithms by the number that hashStart takes.
const (
	CRC64XZ   = 1 // "crc64xz", sum decimal; combine takes it alone
	CRC64NVME = 2 // "crc64nvme", sum decimal
	CRC32C    = 3 // "crc32c", sum decimal
	MD5       = 4 // "md5", sum lower-case hex
)

// The first field of an answer.
const (
	OK     = "ok"
	Option = "option"
	Store  = "store"
)

// The forms of a signature.
const (
	Header = "header"
	Query  = "query"
	None   = "none"
)

// MaxMessage is the largest message in bytes. The largest honest ones are the
// 10,000 parts of a Complete and a full page of ListParts, under 1 MB each.
// input returns 0 for more.
const MaxMessage = 4 << 20
