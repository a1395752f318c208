//go:build !nokeys

package dialect

import "github.com/partway/partway/core/request"

// The part of the row that only a page with keys needs; the bracketed words are
// explained in oss.go.

// [endpoints] Finance regions break the pattern.
var ossHosts = []Host{
	{Form: "public", Pattern: "oss-{region}.aliyuncs.com"},
	{Form: "public", Pattern: "oss-cn-hzfinance.aliyuncs.com", Region: "cn-hangzhou-finance"},
	{Form: "public", Pattern: "oss-cn-szfinance.aliyuncs.com", Region: "cn-shenzhen-finance-1"},
	{Form: "public", Pattern: "oss-cn-shanghai-finance-1-pub.aliyuncs.com", Region: "cn-shanghai-finance-1"},
	{Form: "public", Pattern: "oss-cn-beijing-finance-1-pub.aliyuncs.com", Region: "cn-beijing-finance-1"},
	{Form: "internal", Pattern: "oss-{region}-internal.aliyuncs.com"},
	{Form: "dual-stack", Pattern: "{region}.oss.aliyuncs.com"},
	{Form: "accelerate", Pattern: "oss-accelerate.aliyuncs.com"},
	{Form: "accelerate-overseas", Pattern: "oss-accelerate-overseas.aliyuncs.com"},
}

var ossAlias = []string{"aliyun", "alibaba", "alicloud"}

var ossOptions = []Option{
	// [initiate] Exactly five standard headers are stored.
	{Name: "cacheControl", Header: "cache-control", Ops: whenStored},
	{Name: "contentDisposition", Header: "content-disposition", Ops: whenStored, Kind: Disposition},
	{Name: "contentEncoding", Header: "content-encoding", Ops: whenStored},
	{Name: "contentType", Header: "content-type", Ops: whenStored, Kind: MediaType},
	// The page of initiate calls it milliseconds, every sample of the vendor's is a date.
	{Name: "expires", Header: "expires", Ops: whenStored, Kind: Date},
	{Name: "metadata", Header: "x-oss-meta-", Ops: whenStored, Kind: MetaMap},
	{Name: "tags", Header: "x-oss-tagging", Ops: whenStored, Kind: TagMap},
	{Name: "storageClass", Header: "x-oss-storage-class", Ops: whenStored, Kind: Enum,
		Legal: []string{"Standard", "IA", "Archive", "ColdArchive", "DeepColdArchive"}},
	// [complete] The ACL of a multipart upload is set when it completes.
	{Name: "acl", Header: "x-oss-object-acl", Ops: whenVisible, Kind: Enum,
		Legal: []string{"default", "private", "public-read", "public-read-write"}},
	// [encryption] Refused on UploadPart.
	{Name: "encryption", Header: "x-oss-server-side-encryption", Ops: whenStored, Kind: Enum,
		Legal: []string{"AES256", "KMS", "SM4"}},
	{Name: "encryptionKeyId", Header: "x-oss-server-side-encryption-key-id", Ops: whenStored, Needs: "encryption=KMS"},
	{Name: "dataEncryption", Header: "x-oss-server-side-data-encryption", Ops: whenStored, Kind: Enum,
		Legal: []string{"SM4"}, Needs: "encryption=KMS"},
	// Checked when the upload begins and again when it ends.
	{Name: "forbidOverwrite", Header: "x-oss-forbid-overwrite", Ops: whenWriting, Kind: Flag},
	// [callback]
	{Name: "callback", Header: "x-oss-callback", Ops: whenVisible, Kind: Base64JSON, Max: 5 * kib},
	{
		Name:   "callbackVar",
		Header: "x-oss-callback-var",
		Ops:    whenVisible,
		Kind:   Base64JSON,
		Max:    5 * kib,
		Needs:  "callback",
	},
	// [traffic limit] Bits per second: 100 KB/s to 100 MB/s.
	{
		Name:   "trafficLimit",
		Header: "x-oss-traffic-limit",
		Ops:    whenSending,
		Kind:   Integer,
		Min:    819200,
		Max:    838860800,
		Unit:   "bits per second",
	},
	{Name: "requestPayer", Header: "x-oss-request-payer", Ops: always, Kind: Enum, Legal: []string{"requester"}},
	{
		Name:  "encodingType",
		Param: "encoding-type",
		Ops:   On(request.Initiate, request.Complete),
		Kind:  Enum,
		Legal: []string{"url"},
	},
	// [sdk]
	{Name: "sequential", Param: "sequential", Ops: On(request.Initiate), Kind: FlagParam, InOrder: true},
}

// [get object] An object is served with these in place of what is stored with it.
var ossAsks = []Option{
	{Name: "responseCacheControl", Param: "response-cache-control", Ops: whenRead},
	{Name: "responseContentDisposition", Param: "response-content-disposition", Ops: whenRead, Kind: Disposition},
	{Name: "responseContentEncoding", Param: "response-content-encoding", Ops: whenRead},
	{Name: "responseContentLanguage", Param: "response-content-language", Ops: whenRead},
	{Name: "responseContentType", Param: "response-content-type", Ops: whenRead, Kind: MediaType},
	{Name: "responseExpires", Param: "response-expires", Ops: whenRead, Kind: Date},
	// [get object] What the store does to a picture or a document on its way out.
	{Name: "process", Param: "x-oss-process", Ops: whenRead},
	{Name: "versionId", Param: "versionId", Ops: whenThere},
}
