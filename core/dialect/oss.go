package dialect

import "github.com/partway/partway/core/request"

// oss is Alibaba Cloud OSS. These are the pages that its facts come from
// and when each was read; comments here and in oss_options.go name them by their
// words in brackets. The pages were checked against the vendor's own SDK.
//
//	[endpoints]     https://www.alibabacloud.com/help/en/oss/user-guide/regions-and-endpoints 2026-11-22
//	[naming]        https://www.alibabacloud.com/help/en/oss/user-guide/object-naming-conventions 2026-11-22
//	[limits]        https://www.alibabacloud.com/help/en/oss/product-overview/limits 2026-11-22
//	[initiate]      https://www.alibabacloud.com/help/en/oss/developer-reference/initiatemultipartupload 2026-11-22
//	[upload part]   https://www.alibabacloud.com/help/en/oss/developer-reference/uploadpart 2026-11-22
//	[complete]      https://www.alibabacloud.com/help/en/oss/developer-reference/completemultipartupload 2026-11-22
//	[list parts]    https://www.alibabacloud.com/help/en/oss/developer-reference/listparts 2026-11-22
//	[put object]    https://www.alibabacloud.com/help/en/oss/developer-reference/putobject 2026-11-22
//	[callback]      https://www.alibabacloud.com/help/en/oss/developer-reference/callback 2026-11-22
//	[encryption]    https://www.alibabacloud.com/help/en/oss/user-guide/server-side-encryption-8 2026-11-22
//	[tags]          https://www.alibabacloud.com/help/en/oss/support/0010-00000216 2026-11-22
//	[traffic limit] https://www.alibabacloud.com/help/en/oss/user-guide/single-connection-bandwidth-throttling-4 2026-11-22
//	[signature]     https://www.alibabacloud.com/help/en/oss/developer-reference/recommend-to-use-signature-version-4 2026-11-22
//	[sdk]           https://github.com/aliyun/alibabacloud-oss-go-sdk-v2 2026-11-22
//	[get object]    https://www.alibabacloud.com/help/en/oss/developer-reference/getobject 2026-12-01
var oss = Dialect{
	Name:  "oss",
	Title: "Alibaba Cloud OSS",
	Alias: ossAlias,

	Hosts:      ossHosts,
	CustomHost: request.Bound,
	// [naming] New buckets have no "_", but old ones keep theirs.
	Bucket:  Name{MinLen: 3, MaxLen: 63, Extra: "_", Example: "my-bucket"},
	Region:  "oss-",
	Schemes: []string{"oss-v4", "oss-v1"},
	Scoped:  []string{"oss-v4"},

	// [limits] [upload part] [tags] [signature]
	Limits: Limits{
		MinPart: 100 * kib, MaxPart: 5 * gib, MaxParts: 10000,
		MaxObject: 10000 * 5 * gib, MaxPut: 5 * gib,
		KeyBytes: 1023, MetaBytes: 8 * kib,
		Tags: 10, TagKey: 128, TagValue: 256, TagExtra: "+-=._:/",
		MaxExpires: 604800, ClockSkew: 900,
	},

	Options: ossOptions,
	Asks:    ossAsks,

	Codes: ossCodes,

	HeaderNames: HeaderNames{
		Prefix:    "x-oss-",
		Meta:      "x-oss-meta-",
		Token:     "x-oss-security-token",
		RequestID: "x-oss-" + RequestIDName,
		CRC64:     "x-oss-" + CRC64Name,
		Version:   "x-oss-version-id",
		Err:       "x-oss-err",
		Tagging:   "x-oss-tagging",
	},
	Quirks: Quirks{
		NoLeadingSlash: true, // [naming]
		ListEncoding:   true, // [list parts]
		CompleteMD5:    true, // [sdk]
		CallbackStatus: 203,  // [callback]
		PartExists:     "PartAlreadyExist",
		ETagIsMD5:      true, // [upload part]
		PartCRC:        "crc64xz",
		MetaLower:      true, // [put object]
	},
}
