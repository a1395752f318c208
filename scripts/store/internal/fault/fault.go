// Package fault names what can be wrong with a request, in words that no
// store owns; a vendor's row turns them into its own code and status.
package fault

import "fmt"

// Kind is what is wrong. Its text is the code of the stores that have no word of their own for it.
type Kind string

// The kinds, with what they say where the code does not.
const (
	AccessDenied          Kind = "AccessDenied"
	AmbiguousAuth         Kind = "AmbiguousAuth"  // Authorization header and signature in the query
	BadChecksum           Kind = "BadChecksum"    // x-amz-checksum-… differs from the bytes
	BadDigest             Kind = "BadDigest"      // Content-MD5 differs from the bytes
	BadSHA1               Kind = "BadSHA1"        // x-cos-content-sha1 differs from the bytes
	BadPayloadHash        Kind = "BadPayloadHash" // x-amz-content-sha256 differs from the bytes
	BadRange              Kind = "InvalidRange"
	BadRequest            Kind = "BadRequest"
	BadScope              Kind = "BadScope"         // credential scope: day, region, service
	BadQueryAuth          Kind = "BadQueryAuth"     // malformed or out-of-range signature parameters
	CustomerKeyWrong      Kind = "CustomerKeyWrong" // SSE-C: missing, malformed or another key
	EntityTooLarge        Kind = "EntityTooLarge"
	EntityTooSmall        Kind = "EntityTooSmall"
	FormConditionFailed   Kind = "FormConditionFailed"
	FormFileCount         Kind = "FormFileCount"
	FormMalformed         Kind = "MalformedPOSTRequest"
	FormTooLarge          Kind = "MaxPostPreDataLengthExceededError"
	FormPolicyInvalid     Kind = "InvalidPolicyDocument"
	InsufficientStorage   Kind = "InsufficientStorage"
	IncompleteBody        Kind = "IncompleteBody"
	InternalError         Kind = "InternalError"
	InvalidAccessKeyID    Kind = "InvalidAccessKeyId"
	InvalidACL            Kind = "InvalidACL"
	InvalidArgument       Kind = "InvalidArgument"
	InvalidDataEncryption Kind = "InvalidDataEncryption"
	InvalidDigest         Kind = "InvalidDigest" // Content-MD5 is not base64 of 16 bytes
	InvalidEncryption     Kind = "InvalidEncryption"
	InvalidKey            Kind = "InvalidKey" // object key
	InvalidPart           Kind = "InvalidPart"
	InvalidPartOrder      Kind = "InvalidPartOrder"
	InvalidStorageClass   Kind = "InvalidStorageClass"
	InvalidTag            Kind = "InvalidTag"
	InvalidToken          Kind = "InvalidToken"
	InvalidURI            Kind = "InvalidURI"
	KeyTooLong            Kind = "KeyTooLong"
	MalformedXML          Kind = "MalformedXML"
	MetadataTooLarge      Kind = "MetadataTooLarge"
	MethodNotAllowed      Kind = "MethodNotAllowed"
	MissingContentLength  Kind = "MissingContentLength"
	MissingPayloadHash    Kind = "MissingPayloadHash"
	Moved                 Kind = "PermanentRedirect" // the bucket is in another region
	NoPathStyle           Kind = "NoPathStyle"       // path style on a host that has none
	NoSuchBucket          Kind = "NoSuchBucket"
	NoSuchKey             Kind = "NoSuchKey"
	NoSuchUpload          Kind = "NoSuchUpload"
	NotImplemented        Kind = "NotImplemented"
	NotModified           Kind = "NotModified"
	ObjectExists          Kind = "ObjectExists"      // overwriting is forbidden
	OriginForbidden       Kind = "AccessForbidden"   // CORS
	PartExists            Kind = "PartExists"        // sequential mode
	PartNotSequential     Kind = "PartNotSequential" // sequential mode
	PreconditionFailed    Kind = "PreconditionFailed"
	RequestTimeout        Kind = "RequestTimeout"
	SignatureDoesNotMatch Kind = "SignatureDoesNotMatch"
	SkewedTime            Kind = "RequestTimeTooSkewed"
	SlowDown              Kind = "SlowDown"
	TokenExpired          Kind = "TokenExpired"
	TooManyRequests       Kind = "TooManyRequests"
	XMLTooLarge           Kind = "XMLTooLarge"
)

// Element is one more element of the error document.
type Element struct{ Name, Value string }

// Fault is an error that the client is told.
type Fault struct {
	Kind    Kind
	Message string    // for people; holds no secret
	More    []Element // in the document's order
}

// Error is for logs and tests.
func (f *Fault) Error() string { return string(f.Kind) + ": " + f.Message }

// New makes a fault with a formatted message.
func New(kind Kind, format string, args ...any) *Fault {
	return &Fault{Kind: kind, Message: fmt.Sprintf(format, args...)}
}

// With adds an element to the document.
func (f *Fault) With(name, value string) *Fault {
	f.More = append(f.More, Element{name, value})
	return f
}

// Argument is an InvalidArgument that names the argument.
func Argument(kind Kind, name, value, format string, args ...any) *Fault {
	return New(kind, format, args...).With("ArgumentName", name).With("ArgumentValue", value)
}
