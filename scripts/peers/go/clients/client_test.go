// Package clients runs the vendors' Go SDKs, unmodified, against the local
// store as a process of its own. It has tests only: every subtest is one SDK
// and one thing that it does.
//
//	PARTWAY_STORE=build/bin/store go test ./clients
package clients

import (
	"net/http"
	"time"
)

// client is one SDK behind the calls that all of them have.
type client interface {
	Initiate(key string, a attributes) (uploadID string, err error)
	UploadPart(key, uploadID string, number int, body []byte, a attributes) (part, error)
	ListParts(key, uploadID string, pageSize int) (parts []part, pages int, err error)
	Complete(key, uploadID string, parts []part, a attributes) error
	Abort(key, uploadID string) error
	Uploads(prefix string) (uploadIDs []string, err error)
	Put(key string, body []byte, a attributes) error
	Head(key string, a attributes) (info, error)
	Get(key string, a attributes) ([]byte, error)
	// Manage uploads in parts by the SDK's own manager.
	Manage(key string, body []byte, a attributes) error
	// Presign is a URL to GET the object.
	Presign(key string, lifetime time.Duration) (string, error)
	// Code is the code that the SDK finds in its own type of error; "" if it is not of that type.
	Code(err error) string
	// Document is the code that the SDK's type finds in an error document.
	Document(xml []byte) (string, error)
}

// access is how a client reaches the store.
type access struct {
	port              string // of the store on the loopback interface
	id, secret, token string
	transport         http.RoundTripper // carries every request; the SDK's option for it
	attempts          int               // requests per call at most; 1 shows what the store said first
}

// attributes are an object's options, in words that no store owns.
type attributes struct {
	metadata    map[string]string
	contentType string
	cache       string
	disposition string
	class       string
	encryption  string // value of the encryption header
	customerKey []byte // SSE-C: 32 bytes
}

type part struct {
	number int
	etag   string
	size   int64
	sums   any // what this SDK wants to see again in Complete
}

type info struct {
	attributes
	size int64
	crc  string // CRC-64/XZ where the store tells it
}

// sdk is one row of the table.
type sdk struct {
	name    string
	dialect string
	dial    func(access) client
	class   string   // a storage class that is not the default
	managed []string // encryption values of keys that the store manages
	sseC    bool
	minPart int    // bytes
	corrupt string // code or text by which a byte changed on its way is noticed
}

var sdks = []sdk{
	{
		name:    "oss-go v4",
		dialect: "oss",
		dial:    dialOSSV4,
		class:   "IA",
		managed: []string{"AES256", "KMS", "SM4"},
		minPart: 100 << 10,
		corrupt: "crc is inconsistent",
	},
	{
		name:    "oss-go v1",
		dialect: "oss",
		dial:    dialOSSV1,
		class:   "Archive",
		managed: []string{"AES256", "KMS"},
		minPart: 100 << 10,
		corrupt: "crc is inconsistent",
	},
	{
		name:    "cos-go",
		dialect: "cos",
		dial:    dialCOS,
		class:   "STANDARD_IA",
		managed: []string{"AES256", "cos/kms"},
		sseC:    true,
		minPart: 1 << 20,
		corrupt: "verification failed",
	},
	{
		name:    "aws-go",
		dialect: "s3",
		dial:    dialAWS,
		class:   "STANDARD_IA",
		managed: []string{"AES256", "aws:kms"},
		sseC:    true,
		minPart: 5 << 20,
		corrupt: "XAmzContentSHA256Mismatch",
	},
	{
		name:    "minio-go",
		dialect: "s3",
		dial:    dialMinio,
		class:   "GLACIER",
		managed: []string{"AES256", "aws:kms"},
		sseC:    true,
		minPart: 5 << 20,
		corrupt: "SignatureDoesNotMatch",
	},
}

// buckets that the store makes by default.
var buckets = map[string]string{"oss": "partway-dev", "cos": "partway-1250000000", "s3": "partway-dev"}

const region = "cn-hangzhou"
