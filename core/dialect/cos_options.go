//go:build !nokeys

package dialect

// The part of the row that only a page with keys needs; the bracketed words are
// explained in cos.go.

// [endpoints] The backup domain is for when the first one cannot be reached.
// [sdk] The regions of the first years have hosts without "cos".
var cosHosts = []Host{
	{Form: "public", Pattern: "cos.{region}.myqcloud.com"},
	{Form: "public", Pattern: "cn-south.myqcloud.com", Region: "cn-south"},
	{Form: "public", Pattern: "cn-south-2.myqcloud.com", Region: "cn-south-2"},
	{Form: "public", Pattern: "cn-north.myqcloud.com", Region: "cn-north"},
	{Form: "public", Pattern: "cn-east.myqcloud.com", Region: "cn-east"},
	{Form: "public", Pattern: "cn-southwest.myqcloud.com", Region: "cn-southwest"},
	{Form: "public", Pattern: "sg.myqcloud.com", Region: "sg"},
	{Form: "backup", Pattern: "cos.{region}.tencentcos.cn"},
	{Form: "internal", Pattern: "cos-internal.{region}.tencentcos.cn"},
	{Form: "accelerate", Pattern: "cos.accelerate.myqcloud.com"},
}

var cosAlias = []string{"tencent", "qcloud", "tencentcloud"}

var cosOptions = []Option{
	{Name: "cacheControl", Header: "cache-control", Ops: whenStored},
	{Name: "contentDisposition", Header: "content-disposition", Ops: whenStored, Kind: Disposition},
	{Name: "contentEncoding", Header: "content-encoding", Ops: whenStored},
	{Name: "contentLanguage", Header: "content-language", Ops: whenStored}, // [sdk]
	{Name: "contentType", Header: "content-type", Ops: whenStored, Kind: MediaType},
	{Name: "expires", Header: "expires", Ops: whenStored, Kind: Date},
	{Name: "metadata", Header: "x-cos-meta-", Ops: whenStored, Kind: MetaMap},
	{Name: "tags", Header: "x-cos-tagging", Ops: whenStored, Kind: TagMap},
	// [storage classes]
	{Name: "storageClass", Header: "x-cos-storage-class", Ops: whenStored, Kind: Enum,
		Legal: []string{"STANDARD", "STANDARD_IA", "INTELLIGENT_TIERING", "ARCHIVE", "DEEP_ARCHIVE",
			"MAZ_STANDARD", "MAZ_STANDARD_IA", "MAZ_INTELLIGENT_TIERING"}},
	// [acl]
	{Name: "acl", Header: "x-cos-acl", Ops: whenStored, Kind: Enum,
		Legal: []string{
			"default",
			"private",
			"public-read",
			"authenticated-read",
			"bucket-owner-read",
			"bucket-owner-full-control",
		}},
	{Name: "grantRead", Header: "x-cos-grant-read", Ops: whenStored, Kind: Grantees, Legal: []string{"id"}},
	{Name: "grantReadAcp", Header: "x-cos-grant-read-acp", Ops: whenStored, Kind: Grantees, Legal: []string{"id"}},
	{Name: "grantWriteAcp", Header: "x-cos-grant-write-acp", Ops: whenStored, Kind: Grantees, Legal: []string{"id"}},
	{
		Name:   "grantFullControl",
		Header: "x-cos-grant-full-control",
		Ops:    whenStored,
		Kind:   Grantees,
		Legal:  []string{"id"},
	},
	// [common headers]
	{Name: "encryption", Header: "x-cos-server-side-encryption", Ops: whenStored, Kind: Enum,
		Legal: []string{"AES256", "cos/kms", "SM4"}},
	{
		Name:   "encryptionKeyId",
		Header: "x-cos-server-side-encryption-cos-kms-key-id",
		Ops:    whenStored,
		Needs:  "encryption=cos/kms",
	},
	// No page tells how long it may be; 8 KiB is what a header can hold.
	{Name: "encryptionContext", Header: "x-cos-server-side-encryption-context", Ops: whenStored, Kind: Base64JSON,
		Max: 8 * kib, Needs: "encryption=cos/kms"},
	// Every part needs the key again, and so does whoever asks about the object.
	{Name: "customerAlgorithm", Header: "x-cos-server-side-encryption-customer-algorithm", Ops: withKey, Kind: Enum,
		Legal: []string{"AES256"}, Needs: "customerKey", Implied: "customerKey"},
	{
		Name:     "customerKey",
		Header:   "x-cos-server-side-encryption-customer-key",
		Ops:      withKey,
		Kind:     Key256,
		Excludes: "encryption",
	},
	{Name: "customerKeyMD5", Header: "x-cos-server-side-encryption-customer-key-md5", Ops: withKey, Kind: KeyMD5,
		Needs: "customerKey", Implied: "customerKey"},
	// [complete] Decided when the object appears.
	{Name: "forbidOverwrite", Header: "x-cos-forbid-overwrite", Ops: whenWriting, Kind: Flag},
	// [traffic limit] Bits per second: 100 KB/s to 100 MB/s.
	{
		Name:   "trafficLimit",
		Header: "x-cos-traffic-limit",
		Ops:    whenSending,
		Kind:   Integer,
		Min:    819200,
		Max:    838860800,
		Unit:   "bits per second",
	},
	// [sdk]
	{Name: "mimeLimit", Header: "x-cos-mime-limit", Ops: whenSending},
	{Name: "picOperations", Header: "pic-operations", Ops: whenVisible, Kind: JSON},
	{Name: "callback", Header: "x-cos-callback", Ops: whenVisible, Kind: Base64JSON, Max: 8 * kib},
	{
		Name:   "callbackVar",
		Header: "x-cos-callback-var",
		Ops:    whenVisible,
		Kind:   Base64JSON,
		Max:    8 * kib,
		Needs:  "callback",
	},
	{Name: "returnBody", Header: "x-cos-return-body", Ops: whenVisible, Kind: Base64JSON, Max: 8 * kib},
}

// [get object] An object is served with these in place of what is stored with it.
var cosAsks = []Option{
	{Name: "responseCacheControl", Param: "response-cache-control", Ops: whenRead},
	{Name: "responseContentDisposition", Param: "response-content-disposition", Ops: whenRead, Kind: Disposition},
	{Name: "responseContentEncoding", Param: "response-content-encoding", Ops: whenRead},
	{Name: "responseContentLanguage", Param: "response-content-language", Ops: whenRead},
	{Name: "responseContentType", Param: "response-content-type", Ops: whenRead, Kind: MediaType},
	{Name: "responseExpires", Param: "response-expires", Ops: whenRead, Kind: Date},
	{Name: "versionId", Param: "versionId", Ops: whenThere},
}
