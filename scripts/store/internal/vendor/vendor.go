// Package vendor holds, per store, what a server needs to know beyond the
// dialect's row in core: error codes with their statuses, namespaces, the
// look of IDs, and what is strict. Code asks a field, never a name.
package vendor

import (
	"strings"

	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/scripts/store/internal/fault"
)

// Vendor is one store as seen from inside. All rows are constant.
type Vendor struct {
	*dialect.Dialect
	Server string // Server header

	HostEnds []string // ends of this store's own hosts; what is left of them is "<bucket>.<endpoint>"

	// How requests are read.
	VirtualOnly  bool     // path style is refused on this store's own hosts
	RegionDash   bool     // a dash stands between the store's name and the region in its hosts
	RegionFirst  bool     // dual-stack hosts have the region in front of the label "oss"
	Checksums    bool     // x-amz-checksum-…, x-amz-content-sha256, aws-chunked
	SHA1Header   string   // header with the hex SHA-1 of the body
	Chunked      bool     // bodies may come without Content-Length
	CompleteAll  string   // header that completes with whatever parts are there
	OpaqueSSE    []string // encryption values under which an ETag is not an MD5
	NoSSEOnParts bool     // encryption headers on a part are an error
	LenientRange bool     // a range outside the object gets the whole object
	ClampsLists  bool     // asking for too long a list is no error
	StrictForm   bool     // every field of a form must be in its policy

	// How replies look.
	Namespace    string // of results; empty: none
	CompleteNS   string // of the result of Complete
	Declared     bool   // XML declaration in front of the result of Initiate
	UpperETag    bool   // ETags are upper-case hex
	ChainedETag  bool   // a multipart ETag is the MD5 of the parts' MD5s
	DatedByBegin bool   // a multipart object is as old as its upload
	Owners       bool   // lists name initiator and owner
	CRCOfParts   bool   // ListParts has CRC-64s
	PartMD5      bool   // Content-MD5 of parts and objects is returned
	DefaultClass string // storage class when none was sent
	ClassAlways  bool   // HEAD and GET name the default class too

	// Headers that only some stores have; empty: not this one.
	TypeHeader     string // how an object was made
	RegionHeader   string // where a bucket is
	TimeHeader     string // milliseconds that the server took
	TraceHeader    string // trace ID of errors, which then name the resource instead of the host
	FineCodeHeader string // the fine-grained code of an error

	Codes     map[fault.Kind]Code // where they differ from the common ones
	FineCodes map[string]string   // fine-grained codes, in <EC>, by code

	// Actions are the permissions that operations take, by the operations' names in the log, in the policies' words.
	Actions map[string]string
	// Denial is what is said when one is missing.
	Denial func(action, resource string) string

	NewUploadID  func(unix int64) string
	NewRequestID func(unix int64) string
}

// Code is a vendor's word for a kind of fault.
type Code struct {
	Name   string
	Status int
}

// Code is what this store says about a kind.
func (v *Vendor) Code(kind fault.Kind) Code {
	if c, ok := v.Codes[kind]; ok {
		return c
	}
	if c, ok := common[kind]; ok {
		return c
	}
	return Code{string(kind), 400}
}

// ETag is a stored tag as this store writes it, in quotes.
func (v *Vendor) ETag(tag string) string {
	if v.UpperETag {
		tag = strings.ToUpper(tag)
	}
	return `"` + tag + `"`
}

// Header is the header that carries an option, such as "storageClass"; "" if
// this store does not have it.
func (v *Vendor) Header(option string) string {
	o, ok := v.Option(option)
	if !ok {
		return ""
	}
	return o.Header
}

// All rows.
func All() []*Vendor { return []*Vendor{oss(), cos(), s3()} }

// ByName finds a row.
func ByName(name string) (*Vendor, bool) {
	for _, v := range All() {
		if v.Name == name {
			return v, true
		}
	}
	return nil, false
}

func row(name string) *dialect.Dialect {
	d, ok := dialect.ByName(name)
	if !ok {
		panic("core/dialect has no row " + name)
	}
	return d
}

// common are the codes that stores share, where the status is not 400 or the
// code not the kind's own text.
var common = map[fault.Kind]Code{
	fault.AccessDenied:          {"AccessDenied", 403},
	fault.AmbiguousAuth:         {"InvalidArgument", 400},
	fault.BadChecksum:           {"BadDigest", 400},
	fault.BadRange:              {"InvalidRange", 416},
	fault.BadScope:              {"InvalidArgument", 400},
	fault.BadQueryAuth:          {"InvalidArgument", 400},
	fault.BadSHA1:               {"InvalidSHA1Digest", 400},
	fault.CustomerKeyWrong:      {"InvalidArgument", 400},
	fault.FormConditionFailed:   {"AccessDenied", 403},
	fault.FormFileCount:         {"IncorrectNumberOfFilesInPostRequest", 400},
	fault.InsufficientStorage:   {"InsufficientStorage", 507},
	fault.InternalError:         {"InternalError", 500},
	fault.InvalidAccessKeyID:    {"InvalidAccessKeyId", 403},
	fault.InvalidACL:            {"InvalidArgument", 400},
	fault.InvalidKey:            {"InvalidObjectName", 400},
	fault.InvalidTag:            {"InvalidTag", 400},
	fault.MetadataTooLarge:      {"InvalidArgument", 400},
	fault.MethodNotAllowed:      {"MethodNotAllowed", 405},
	fault.MissingContentLength:  {"MissingContentLength", 411},
	fault.Moved:                 {"PermanentRedirect", 301},
	fault.NoPathStyle:           {"SecondLevelDomainForbidden", 403},
	fault.NoSuchBucket:          {"NoSuchBucket", 404},
	fault.NoSuchKey:             {"NoSuchKey", 404},
	fault.NoSuchUpload:          {"NoSuchUpload", 404},
	fault.NotImplemented:        {"NotImplemented", 501},
	fault.NotModified:           {"NotModified", 304},
	fault.ObjectExists:          {"FileAlreadyExists", 409},
	fault.OriginForbidden:       {"AccessForbidden", 403},
	fault.PartExists:            {"PartAlreadyExist", 409},
	fault.PreconditionFailed:    {"PreconditionFailed", 412},
	fault.SignatureDoesNotMatch: {"SignatureDoesNotMatch", 403},
	fault.SkewedTime:            {"RequestTimeTooSkewed", 403},
	fault.SlowDown:              {"SlowDown", 503},
	fault.TooManyRequests:       {"TooManyRequests", 429},
	fault.XMLTooLarge:           {"MalformedXML", 400},
}
