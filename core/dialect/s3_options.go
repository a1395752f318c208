//go:build !nokeys

package dialect

import "github.com/partway/partway/core/request"

// The part of the row that only a page with keys needs; the bracketed words are
// explained in s3.go.

// [endpoints] [accelerate]
var s3Hosts = []Host{
	{Form: "public", Pattern: "s3.{region}.amazonaws.com"},
	{Form: "public", Pattern: "s3.cn-north-1.amazonaws.com.cn", Region: "cn-north-1"},
	{Form: "public", Pattern: "s3.cn-northwest-1.amazonaws.com.cn", Region: "cn-northwest-1"},
	{Form: "dual-stack", Pattern: "s3.dualstack.{region}.amazonaws.com"},
	{Form: "accelerate", Pattern: "s3-accelerate.amazonaws.com"},
	{Form: "accelerate-dual-stack", Pattern: "s3-accelerate.dualstack.amazonaws.com"},
	{Form: "fips", Pattern: "s3-fips.{region}.amazonaws.com"},
	{Form: "fips-dual-stack", Pattern: "s3-fips.dualstack.{region}.amazonaws.com"},
	{Form: "global", Pattern: "s3.amazonaws.com"},
	// Hosts of older regions, which still name the region that is signed.
	{Form: "legacy", Pattern: "s3-{region}.amazonaws.com"},
	{Form: "legacy", Pattern: "s3-external-1.amazonaws.com", Region: "us-east-1"},
	{Form: "legacy-fips", Pattern: "s3-fips-{region}.amazonaws.com"},
}

var s3Alias = []string{"aws", "amazon", "minio", "r2"}

var s3Options = []Option{
	// [initiate]
	{Name: "cacheControl", Header: "cache-control", Ops: whenStored},
	{Name: "contentDisposition", Header: "content-disposition", Ops: whenStored, Kind: Disposition},
	{Name: "contentEncoding", Header: "content-encoding", Ops: whenStored},
	{Name: "contentLanguage", Header: "content-language", Ops: whenStored},
	{Name: "contentType", Header: "content-type", Ops: whenStored, Kind: MediaType},
	{Name: "expires", Header: "expires", Ops: whenStored, Kind: Date},
	{Name: "metadata", Header: "x-amz-meta-", Ops: whenStored, Kind: MetaMap},
	{Name: "tags", Header: "x-amz-tagging", Ops: whenStored, Kind: TagMap},
	{Name: "storageClass", Header: "x-amz-storage-class", Ops: whenStored, Kind: Enum,
		Legal: []string{"STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER",
			"DEEP_ARCHIVE", "OUTPOSTS", "GLACIER_IR", "SNOW", "EXPRESS_ONEZONE", "FSX_OPENZFS"}},
	// A canned ACL and grants together are refused.
	{Name: "acl", Header: "x-amz-acl", Ops: whenStored, Kind: Enum,
		Legal: []string{"private", "public-read", "public-read-write", "authenticated-read", "aws-exec-read",
			"bucket-owner-read", "bucket-owner-full-control"}},
	{
		Name:     "grantRead",
		Header:   "x-amz-grant-read",
		Ops:      whenStored,
		Kind:     Grantees,
		Legal:    []string{"id", "uri", "emailAddress"},
		Excludes: "acl",
	},
	{
		Name:     "grantReadAcp",
		Header:   "x-amz-grant-read-acp",
		Ops:      whenStored,
		Kind:     Grantees,
		Legal:    []string{"id", "uri", "emailAddress"},
		Excludes: "acl",
	},
	{
		Name:     "grantWriteAcp",
		Header:   "x-amz-grant-write-acp",
		Ops:      whenStored,
		Kind:     Grantees,
		Legal:    []string{"id", "uri", "emailAddress"},
		Excludes: "acl",
	},
	{
		Name:     "grantFullControl",
		Header:   "x-amz-grant-full-control",
		Ops:      whenStored,
		Kind:     Grantees,
		Legal:    []string{"id", "uri", "emailAddress"},
		Excludes: "acl",
	},
	{Name: "encryption", Header: "x-amz-server-side-encryption", Ops: whenStored, Kind: Enum,
		Legal: []string{"AES256", "aws:kms", "aws:kms:dsse"}},
	{
		Name:   "encryptionKeyId",
		Header: "x-amz-server-side-encryption-aws-kms-key-id",
		Ops:    whenStored,
		Needs:  "encryption=aws:kms|aws:kms:dsse",
	},
	// No page tells how long it may be; 8 KiB is what a header can hold.
	{Name: "encryptionContext", Header: "x-amz-server-side-encryption-context", Ops: whenStored, Kind: Base64JSON,
		Max: 8 * kib, Needs: "encryption=aws:kms|aws:kms:dsse"},
	{
		Name:   "bucketKey",
		Header: "x-amz-server-side-encryption-bucket-key-enabled",
		Ops:    whenStored,
		Kind:   Flag,
		Needs:  "encryption=aws:kms",
	},
	// [upload part] Every part needs the key again, and so does whoever asks about the object.
	{Name: "customerAlgorithm", Header: "x-amz-server-side-encryption-customer-algorithm", Ops: withKey, Kind: Enum,
		Legal: []string{"AES256"}, Needs: "customerKey", Implied: "customerKey"},
	{
		Name:     "customerKey",
		Header:   "x-amz-server-side-encryption-customer-key",
		Ops:      withKey,
		Kind:     Key256,
		Excludes: "encryption",
	},
	{Name: "customerKeyMD5", Header: "x-amz-server-side-encryption-customer-key-md5", Ops: withKey, Kind: KeyMD5,
		Needs: "customerKey", Implied: "customerKey"},
	// [conditional writes] S3 has no header for it but a condition: no object of any ETag.
	{Name: "forbidOverwrite", Header: "if-none-match", Ops: whenVisible, Kind: Flag, Fixed: "*"},
	{Name: "websiteRedirect", Header: "x-amz-website-redirect-location", Ops: whenStored},
	{Name: "objectLockMode", Header: "x-amz-object-lock-mode", Ops: whenStored, Kind: Enum,
		Legal: []string{"GOVERNANCE", "COMPLIANCE"}, Needs: "objectLockRetainUntil"},
	{
		Name:   "objectLockRetainUntil",
		Header: "x-amz-object-lock-retain-until-date",
		Ops:    whenStored,
		Kind:   Instant,
		Needs:  "objectLockMode",
	},
	{
		Name:   "objectLockLegalHold",
		Header: "x-amz-object-lock-legal-hold",
		Ops:    whenStored,
		Kind:   Enum,
		Legal:  []string{"ON", "OFF"},
	},
	// [checksums] The other algorithms need a checksum with every part.
	{
		Name:   "checksumAlgorithm",
		Header: "x-amz-checksum-algorithm",
		Ops:    On(request.Initiate),
		Kind:   Enum,
		Legal:  []string{"CRC64NVME"},
	},
	{Name: "checksumType", Header: "x-amz-checksum-type", Ops: On(request.Initiate), Kind: Enum,
		Legal: []string{"FULL_OBJECT"}, Needs: "checksumAlgorithm"},
	{Name: "requestPayer", Header: "x-amz-request-payer", Ops: always, Kind: Enum, Legal: []string{"requester"}},
	{Name: "expectedBucketOwner", Header: "x-amz-expected-bucket-owner", Ops: always},
}

// [get object] An object is served with these in place of what is stored with it.
var s3Asks = []Option{
	{Name: "responseCacheControl", Param: "response-cache-control", Ops: whenRead},
	{Name: "responseContentDisposition", Param: "response-content-disposition", Ops: whenRead, Kind: Disposition},
	{Name: "responseContentEncoding", Param: "response-content-encoding", Ops: whenRead},
	{Name: "responseContentLanguage", Param: "response-content-language", Ops: whenRead},
	{Name: "responseContentType", Param: "response-content-type", Ops: whenRead, Kind: MediaType},
	{Name: "responseExpires", Param: "response-expires", Ops: whenRead, Kind: Date},
	{Name: "versionId", Param: "versionId", Ops: whenThere},
}
