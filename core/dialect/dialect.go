// Package dialect holds one row per store: hosts, limits, header names, legal
// values and quirks. Code asks a row what it needs to know and never compares
// a dialect's name; a test in core sees to that.
//
// Each row begins with a list of the vendor's pages and the date each was read;
// comments beside the facts name them, and a test sees to that.
package dialect

import "github.com/partway/partway/core/request"

// Dialect is the way one store is spoken to.
type Dialect struct {
	Name  string   // "oss", "cos", "s3": what the dialect option says
	Title string   // for people: "Alibaba Cloud OSS"
	Alias []string // what the dialect option may say by mistake: the vendor, other stores with this protocol

	Hosts       []Host        // host forms; the first is the default
	CustomHost  request.Style // style on a host that no form matches
	PathStyle   bool          // path style is legal on the vendor's own hosts
	Bucket      Name          // rule for bucket names
	Region      string        // prefix that a region may carry and that is dropped: "oss-"
	Schemes     []string      // signature schemes by their names in core/sign; the first is the default
	Scoped      []string      // those of Schemes that sign the region
	Limits      Limits
	Options     []Option
	Asks        []Option // what a request on an object that is there can ask for, beside the options
	Codes       []Code   // error codes of this store, on top of Common
	HeaderNames          // names of the headers with the same job in every store
	Quirks
}

// Host is one form of endpoint host, without the bucket. "{region}" stands for
// the region ID. Where a region breaks the pattern of a form, it has a Host of
// its own beside it.
type Host struct {
	Form    string // name that the endpoint option may give: "public", "internal", "accelerate" …
	Pattern string // "oss-{region}.aliyuncs.com"
	Region  string // the one region that a Pattern without "{region}" serves; empty: any
}

// Name is a rule for bucket names.
type Name struct {
	MinLen, MaxLen int    // bytes
	Extra          string // characters legal beside a-z, 0-9 and "-"
	NumericSuffix  bool   // must end in "-" and digits (COS: the APPID)
	Example        string // a legal name, for error messages
}

// Limits are a store's limits. Sizes are bytes, ranges inclusive.
type Limits struct {
	MinPart, MaxPart int64 // every part but the last; the last may be smaller
	MaxParts         int   // also the largest part number
	MaxObject        int64 // by multipart upload
	MaxPut           int64 // by one PutObject
	KeyBytes         int   // longest key in UTF-8 bytes
	MetaBytes        int   // user metadata, names and values together
	Tags             int
	TagKey, TagValue int    // characters
	TagExtra         string // characters legal in tags beside a-z, A-Z, 0-9 and the space
	TagUnicode       bool   // characters beyond ASCII are legal in tags
	MaxExpires       int64  // seconds a presigned URL may live; 0: no limit is known
	ClockSkew        int64  // seconds a signed header's time may be off; 0: none is documented
	ClockLead        int64  // seconds in the past at which a signature's validity begins, where the store may take no early one
}

// HeaderNames are the names under which every store says the same things.
// Empty: this store does not have it.
type HeaderNames struct {
	Prefix    string // "x-oss-": always signed, and what a store's own headers begin with
	Meta      string // "x-oss-meta-"
	Token     string // session token of temporary credentials
	RequestID string
	CRC64     string // CRC-64/XZ of the part or object, decimal: "x-oss-hash-crc64ecma"
	Version   string // version of the stored object
	Err       string // base64 of the error document on replies without body ("x-oss-err")
	Tagging   string

	BucketRegion string // region of the bucket, in failures that have to do with it
}

// Names of headers behind every store's prefix, for who does not know which store
// it is.
const (
	RequestIDName = "request-id"
	CRC64Name     = "hash-crc64ecma"
)

// Quirks are the known differences that are not names or limits. The zero
// value is the common behaviour.
type Quirks struct {
	NoLeadingSlash  bool   // keys must not begin with "/" or "\"
	KeyForbidden    string // bytes that a key must not hold
	ListEncoding    bool   // ask encoding-type=url on lists, and unescape keys in the answer
	CompleteMD5     bool   // Complete carries Content-MD5
	CallbackStatus  int    // status that says "stored, but the callback failed" (OSS: 203); 0: none
	PartExists      string // code of a 409 that says: this part is here, with the ETag in the document; "": none
	ETagIsMD5       bool   // a part's ETag is the MD5 of its bytes, unless KMS or SSE-C is on
	PartCRC         string // checksum that the store reports for a part: "crc64xz", or "" (only the ETag)
	ContentTypeMust bool   // initiate must carry Content-Type; application/octet-stream if none was given
	GapFreeParts    bool   // part numbers must be contiguous from 1
	MetaLower       bool   // metadata names are a-z 0-9 "-" only
}

// Ops is a set of operations.
type Ops uint16

// On makes a set.
func On(ops ...request.Op) Ops {
	var s Ops
	for _, o := range ops {
		s |= 1 << o
	}
	return s
}

// Has reports whether o is in the set.
func (s Ops) Has(o request.Op) bool { return s&(1<<o) != 0 }

// Kind says how an option's value is checked and written.
type Kind uint8

// The kinds of option value.
const (
	Text        Kind = iota // any header value: printable, no line ends
	Enum                    // one of Legal
	Flag                    // "true" or "false"
	FlagParam               // "true" sends the bare parameter, "false" nothing
	Integer                 // decimal, Min..Max
	Date                    // HTTP date; RFC 3339 and milliseconds since 1970 are turned into one
	Instant                 // RFC 3339 in UTC; the other forms of Date are turned into it
	Disposition             // Content-Disposition; a bare file name is turned into attachment; filename=…; filename*=…
	MediaType               // type/subtype[; parameters]
	Grantees                // id="…"[,id="…"]; Legal names the keys
	JSON                    // JSON object, sent as it is
	Base64JSON              // JSON object, sent as base64 (what is base64 already is passed on)
	Key256                  // base64 of 32 bytes; a secret
	KeyMD5                  // base64 of 16 bytes: MD5 of the Key256 option
	MetaMap                 // "metadata.<name>": one header each
	TagMap                  // "tags.<name>": all in one header
)

// Option is one option of an object and where it goes.
type Option struct {
	Name     string // "storageClass"; as JavaScript and Go say it
	Header   string // header that carries it, "" if Param does
	Param    string // query parameter that carries it
	Ops      Ops    // operations that send it
	Kind     Kind
	Legal    []string // Enum: legal values as they go on the wire
	Min, Max int64    // Integer: inclusive; Base64JSON: Max bytes
	Unit     string   // Integer: what is counted, for error messages
	Needs    string   // option that must be given too: "encryption", "encryption=KMS" or "encryption=a|b"
	Excludes string   // option that must not be given too
	Implied  string   // option that brings this one along, with Legal[0] or a computed value
	Fixed    string   // Flag: what "true" sends, while "false" sends nothing
	InOrder  bool     // FlagParam: with "true" the store takes parts one at a time, in order
}

// Retry says what to do after a failure.
type Retry uint8

// The answers, from final to hopeful.
const (
	Never   Retry = iota // the same request will fail again
	Again                // the same request after a pause
	Slower               // the same after a longer pause, with fewer requests at a time
	Resign               // sign again: corrected clock or fresh credentials, then once more
	Ask                  // the outcome is unknown: ask the store (ListParts, HeadObject) before anything else
	Restart              // this upload is gone: begin a new one
)

var retryNames = [...]string{"never", "again", "slower", "resign", "ask", "restart"}

// String is the name that the JavaScript API uses.
func (r Retry) String() string { return retryNames[r] }

// RetryByName is the reverse of String; otherwise is returned for another name.
func RetryByName(name string, otherwise Retry) Retry {
	for i, n := range retryNames {
		if n == name {
			return Retry(i)
		}
	}
	return otherwise
}

// Code is what an error code means.
type Code struct {
	Name   string // as in <Code>, several joined by "|"; "X/expired" and "X/elsewhere" are X that says so
	Retry  Retry
	Advice string // one plain sentence: what to do; "" if the code says it all
}
