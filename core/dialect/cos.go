package dialect

import "github.com/partway/partway/core/request"

// cos is Tencent Cloud COS. These are the pages that its facts come from
// and when each was read; comments here and in cos_options.go name them by their
// words in brackets. The pages were checked against the vendor's own SDK.
//
//	[endpoints]       https://cloud.tencent.com/document/product/436/6224 2026-11-22
//	[naming]          https://cloud.tencent.com/document/product/436/13324 2026-11-22
//	[limits]          https://cloud.tencent.com/document/product/436/14518 2026-11-22
//	[initiate]        https://cloud.tencent.com/document/product/436/7746 2026-11-22
//	[common headers]  https://cloud.tencent.com/document/product/436/7728 2026-11-22
//	[upload part]     https://cloud.tencent.com/document/product/436/7750 2026-11-22
//	[complete]        https://cloud.tencent.com/document/product/436/7742 2026-11-22
//	[list parts]      https://cloud.tencent.com/document/product/436/7747 2026-11-22
//	[tags]            https://www.tencentcloud.com/document/product/436/35665 2026-11-22
//	[storage classes] https://cloud.tencent.com/document/product/436/33417 2026-11-22
//	[acl]             https://cloud.tencent.com/document/product/436/30752 2026-11-22
//	[traffic limit]   https://cloud.tencent.com/document/product/436/40140 2026-11-22
//	[sdk]             https://github.com/tencentyun/cos-js-sdk-v5 2026-11-22
//	[get object]      https://cloud.tencent.com/document/product/436/7753 2026-12-01
var cos = Dialect{
	Name:  "cos",
	Title: "Tencent Cloud COS",
	Alias: cosAlias,

	Hosts:      cosHosts,
	CustomHost: request.Bound,
	// [naming] The APPID is what follows the last "-".
	Bucket:  Name{MinLen: 3, MaxLen: 63, NumericSuffix: true, Example: "examplebucket-1250000000"},
	Schemes: []string{"cos"},

	// [limits] [initiate] [tags]. The 2 KB of metadata are the stricter of two pages' figures.
	// [sdk] No tolerance for early signatures is documented; the vendor's SDKs begin a second ago.
	Limits: Limits{
		MinPart: 1 * mib, MaxPart: 5 * gib, MaxParts: 10000,
		MaxObject: 10000 * 5 * gib, MaxPut: 5 * gib,
		KeyBytes: 850, MetaBytes: 2 * kib,
		Tags: 10, TagKey: 127, TagValue: 255, TagExtra: "+-=._:/@", TagUnicode: true,
		ClockLead: 1,
	},

	Options: cosOptions,
	Asks:    cosAsks,

	Codes: cosCodes,

	HeaderNames: HeaderNames{
		Prefix:    "x-cos-",
		Meta:      "x-cos-meta-",
		Token:     "x-cos-security-token",
		RequestID: "x-cos-" + RequestIDName,
		CRC64:     "x-cos-" + CRC64Name,
		Version:   "x-cos-version-id",
		Tagging:   "x-cos-tagging",

		BucketRegion: "x-cos-bucket-region",
	},
	Quirks: Quirks{
		NoLeadingSlash:  true,               // [naming]
		KeyForbidden:    "\x18\x19\x1a\x1b", // [naming]
		ListEncoding:    true,               // [list parts]
		CompleteMD5:     true,               // [common headers]
		ETagIsMD5:       true,               // [upload part]
		PartCRC:         "crc64xz",
		ContentTypeMust: true, // [initiate]
		GapFreeParts:    true, // [complete]
		MetaLower:       true, // [initiate]
	},
}
