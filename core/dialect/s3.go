package dialect

import "github.com/partway/partway/core/request"

// s3 is Amazon S3 and what speaks like it. Pages read 2026-11-22; the sources
// stand in the table of s3 in sources_test.go, named here by their words in
// brackets.
var s3 = Dialect{
	Name:  "s3",
	Title: "Amazon S3",
	Alias: s3Alias,

	Hosts: s3Hosts,
	// Stores that speak S3 on a host of their own take the bucket in the path.
	CustomHost: request.PathStyle,
	PathStyle:  true,
	Bucket:     Name{MinLen: 3, MaxLen: 63, Extra: ".", Example: "my-bucket"}, // [naming]
	Schemes:    []string{"aws-v4"},
	Scoped:     []string{"aws-v4"},

	// [limits] [keys and metadata] [tags] [signature]. Objects were limited to 5 TiB until the end of 2025.
	Limits: Limits{
		MinPart: 5 * mib, MaxPart: 5 * gib, MaxParts: 10000,
		MaxObject: 10000 * 5 * gib, MaxPut: 5 * gib,
		KeyBytes: 1024, MetaBytes: 2 * kib,
		Tags: 10, TagKey: 128, TagValue: 256, TagExtra: "+-=._:/@", TagUnicode: true,
		MaxExpires: 604800, ClockSkew: 900,
	},

	Options: s3Options,

	Codes: s3Codes,

	HeaderNames: HeaderNames{
		Prefix:    "x-amz-",
		Meta:      "x-amz-meta-",
		Token:     "x-amz-security-token",
		RequestID: "x-amz-request-id",
		Version:   "x-amz-version-id",
		Tagging:   "x-amz-tagging",
	},
	Quirks: Quirks{
		ETagIsMD5: true, // [upload part]
	},
}
