package dialect

import "github.com/partway/partway/core/request"

// oss is Alibaba Cloud OSS. Pages read 2026-11-22; the sources stand in the
// table of oss in sources_test.go, named here by their words in brackets.
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

	Codes: ossCodes,

	HeaderNames: HeaderNames{
		Prefix:    "x-oss-",
		Meta:      "x-oss-meta-",
		Token:     "x-oss-security-token",
		RequestID: "x-oss-request-id",
		CRC64:     "x-oss-hash-crc64ecma",
		Version:   "x-oss-version-id",
		Err:       "x-oss-err",
		Tagging:   "x-oss-tagging",
	},
	Quirks: Quirks{
		NoLeadingSlash: true, // [naming]
		ListEncoding:   true, // [list parts]
		CompleteMD5:    true, // [sdk]
		CallbackStatus: 203,  // [callback]
		ETagIsMD5:      true, // [upload part]
		PartCRC:        "crc64xz",
		MetaLower:      true, // [put object]
	},
}
