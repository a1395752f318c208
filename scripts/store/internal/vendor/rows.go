package vendor

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"github.com/partway/partway/scripts/store/internal/fault"
)

// oss is Alibaba Cloud OSS.
func oss() *Vendor {
	return &Vendor{
		Dialect:      row("oss"),
		Server:       "AliyunOSS",
		HostEnds:     []string{".aliyuncs.com", ".oss.localhost"},
		Declared:     true,
		UpperETag:    true,
		TypeHeader:   "x-oss-object-type",
		DefaultClass: "Standard",
		ClassAlways:  true,
		FineCodes: map[string]string{
			"NoSuchUpload":      "0042-00000104",
			"FileAlreadyExists": "0042-00000214",
			"EntityTooSmall":    "0042-00000213",
			"MalformedXML":      "0042-00000205",
			"NoSuchBucket":      "0015-00000101",
			"CallbackFailed":    "0007-00000203",
		},
		FineCodeHeader: "x-oss-ec",
		TimeHeader:     "x-oss-server-time",
		CRCOfParts:     true,
		PartMD5:        true,
		Chunked:        true,
		CompleteAll:    "x-oss-complete-all",
		NoSSEOnParts:   true,
		LenientRange:   true,
		VirtualOnly:    true,
		RegionDash:     true,
		RegionFirst:    true,
		Actions:        ossActions,
		Denial:         func(string, string) string { return "You have no right to access this object." },
		NewUploadID:    func(int64) string { return strings.ToUpper(randomHex(16)) },
		NewRequestID:   func(int64) string { return strings.ToUpper(randomHex(12)) },
		Codes: map[fault.Kind]Code{
			fault.BadDigest:             {"InvalidDigest", 400},
			fault.FormFileCount:         {"IncorrectNumberOfFilesInPOSTRequest", 400},
			fault.InvalidDataEncryption: {"InvalidDataEncryptionAlgorithmError", 400},
			fault.InvalidEncryption:     {"InvalidEncryptionAlgorithmError", 400},
			fault.InvalidStorageClass:   {"InvalidArgument", 400},
			fault.InvalidTag:            {"InvalidArgument", 400},
			fault.InvalidToken:          {"InvalidSecurityToken", 403},
			fault.KeyTooLong:            {"InvalidObjectName", 400},
			fault.Moved:                 {"AccessDenied", 403},
			fault.NotImplemented:        {"NotImplemented", 400},
			fault.SlowDown:              {"ServiceUnavailable", 503},
			fault.TokenExpired:          {"SecurityTokenExpired", 403},
		},
	}
}

// cos is Tencent Cloud COS.
func cos() *Vendor {
	return &Vendor{
		Dialect:      row("cos"),
		Server:       "tencent-cos",
		HostEnds:     []string{".myqcloud.com", ".tencentcos.cn", ".cos.localhost"},
		CompleteNS:   "http://www.qcloud.com/document/product/436/7751",
		RegionHeader: "x-cos-bucket-region",
		Owners:       true,
		DefaultClass: "STANDARD",
		TraceHeader:  "x-cos-trace-id",
		SHA1Header:   "x-cos-content-sha1",
		OpaqueSSE:    []string{"cos/kms"},
		Actions:      cosActions,
		Denial:       func(string, string) string { return "Access Denied." },
		NewUploadID:  func(unix int64) string { return strconv.FormatInt(unix, 10) + randomHex(32) },
		NewRequestID: func(unix int64) string {
			return base64.StdEncoding.EncodeToString(
				fmt.Appendf(nil, "%x_%s_%s_%s", unix, randomHex(4), randomHex(2), randomHex(3)),
			)
		},
		Codes: map[fault.Kind]Code{
			fault.CustomerKeyWrong:    {"SsecDecryptHeaderInvalid", 400},
			fault.InvalidEncryption:   {"SSEContentNotSupported", 400},
			fault.InvalidStorageClass: {"NotSupportedStorageClass", 400},
			fault.InvalidToken:        {"InvalidAccessKeyId", 403},
			fault.TokenExpired:        {"ExpiredToken", 400},
			fault.XMLTooLarge:         {"XMLSizeLimit", 400},
		},
	}
}

// s3 is Amazon S3: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
func s3() *Vendor {
	const namespace = "http://s3.amazonaws.com/doc/2006-03-01/"
	return &Vendor{
		Dialect:      row("s3"),
		Server:       "AmazonS3",
		HostEnds:     []string{".amazonaws.com", ".amazonaws.com.cn", ".s3.localhost"},
		Namespace:    namespace,
		CompleteNS:   namespace,
		Declared:     true,
		RegionHeader: "x-amz-bucket-region",
		Owners:       true,
		DefaultClass: "STANDARD",
		Checksums:    true,
		ChainedETag:  true,
		DatedByBegin: true, // https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
		ClampsLists:  true,
		StrictForm:   true,
		OpaqueSSE:    []string{"aws:kms", "aws:kms:dsse"},
		Actions:      s3Actions,
		Denial:       s3Denial,
		NewUploadID:  func(int64) string { return randomHex(48) },
		NewRequestID: func(int64) string { return strings.ToUpper(randomHex(8)) },
		Codes: map[fault.Kind]Code{
			fault.BadPayloadHash:     {"XAmzContentSHA256Mismatch", 400},
			fault.BadScope:           {"AuthorizationHeaderMalformed", 400},
			fault.BadQueryAuth:       {"AuthorizationQueryParametersError", 400},
			fault.CustomerKeyWrong:   {"InvalidRequest", 400},
			fault.InvalidEncryption:  {"InvalidEncryptionAlgorithmError", 400},
			fault.InvalidToken:       {"InvalidToken", 400},
			fault.KeyTooLong:         {"KeyTooLongError", 400},
			fault.MetadataTooLarge:   {"MetadataTooLarge", 400},
			fault.MissingPayloadHash: {"InvalidRequest", 400},
			fault.ObjectExists:       {"PreconditionFailed", 412},
			fault.TokenExpired:       {"ExpiredToken", 400},
		},
	}
}

// randomHex is n random bytes in lower-case hex.
func randomHex(n int) string {
	b := make([]byte, n)
	rand.Read(b) // never fails: crypto/rand ends the program first
	return hex.EncodeToString(b)
}
