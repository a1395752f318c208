package dialect

import "github.com/partway/partway/core/request"

// s3 is Amazon S3 and what speaks like it. These are the pages that its facts come from
// and when each was read; comments here and in s3_options.go name them by their
// words in brackets.
//
//	[endpoints]          https://docs.aws.amazon.com/general/latest/gr/s3.html 2026-11-22
//	[accelerate]         https://docs.aws.amazon.com/AmazonS3/latest/userguide/transfer-acceleration-getting-started.html 2026-11-22
//	[naming]             https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html 2026-11-22
//	[limits]             https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html 2026-11-22
//	[keys and metadata]  https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html 2026-11-22
//	[tags]               https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html 2026-11-22
//	[signature]          https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html 2026-11-22
//	[initiate]           https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html 2026-11-22
//	[upload part]        https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html 2026-11-22
//	[conditional writes] https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html 2026-11-22
//	[checksums]          https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html 2026-11-22
//	[get object]         https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html 2026-12-01
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
	Asks:    s3Asks,

	Codes: s3Codes,

	HeaderNames: HeaderNames{
		Prefix:    "x-amz-",
		Meta:      "x-amz-meta-",
		Token:     "x-amz-security-token",
		RequestID: "x-amz-" + RequestIDName,
		Version:   "x-amz-version-id",
		Tagging:   "x-amz-tagging",

		BucketRegion: "x-amz-bucket-region",
	},
	Quirks: Quirks{
		ETagIsMD5: true, // [upload part]
	},
}
