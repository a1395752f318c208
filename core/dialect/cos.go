package dialect

import "github.com/partway/partway/core/request"

// cos is Tencent Cloud COS. Pages read 2026-11-22; the sources stand in the
// table of cos in sources_test.go, named here by their words in brackets.
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

	Codes: cosCodes,

	HeaderNames: HeaderNames{
		Prefix:    "x-cos-",
		Meta:      "x-cos-meta-",
		Token:     "x-cos-security-token",
		RequestID: "x-cos-request-id",
		CRC64:     "x-cos-hash-crc64ecma",
		Version:   "x-cos-version-id",
		Tagging:   "x-cos-tagging",
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
