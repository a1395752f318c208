package dialect

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// documented are the limits as the vendors' pages have them (see sources_test.go),
// typed out again in plain numbers, so that a row changed by mistake is found.
// Nothing here is computed from anything else.
var documented = map[string]Limits{
	"oss": {
		MinPart: 102_400, MaxPart: 5_368_709_120, MaxParts: 10_000, MaxObject: 53_687_091_200_000, MaxPut: 5_368_709_120,
		KeyBytes: 1023, MetaBytes: 8192,
		Tags: 10, TagKey: 128, TagValue: 256, TagExtra: "+-=._:/", TagUnicode: false,
		MaxExpires: 604_800, ClockSkew: 900,
	},
	"cos": {
		MinPart: 1_048_576, MaxPart: 5_368_709_120, MaxParts: 10_000, MaxObject: 53_687_091_200_000, MaxPut: 5_368_709_120,
		KeyBytes: 850, MetaBytes: 2048,
		Tags: 10, TagKey: 127, TagValue: 255, TagExtra: "+-=._:/@", TagUnicode: true,
		MaxExpires: 0, ClockSkew: 0, ClockLead: 1,
	},
	"s3": {
		MinPart: 5_242_880, MaxPart: 5_368_709_120, MaxParts: 10_000, MaxObject: 53_687_091_200_000, MaxPut: 5_368_709_120,
		KeyBytes: 1024, MetaBytes: 2048,
		Tags: 10, TagKey: 128, TagValue: 256, TagExtra: "+-=._:/@", TagUnicode: true,
		MaxExpires: 604_800, ClockSkew: 900,
	},
}

func TestLimitsAreTheDocumentedOnes(t *testing.T) {
	everyRow(t, func(t *testing.T, d *Dialect) { require.Equal(t, documented[d.Name], d.Limits) })
}

// legal are the values that the vendors' pages list for an option, in the
// pages' spelling, and nothing else is legal.
var legal = map[string]map[string]string{
	"oss": {
		"storageClass":   "Standard IA Archive ColdArchive DeepColdArchive",
		"acl":            "default private public-read public-read-write",
		"encryption":     "AES256 KMS SM4",
		"dataEncryption": "SM4",
		"requestPayer":   "requester",
		"encodingType":   "url",
	},
	"cos": {
		"storageClass": "STANDARD STANDARD_IA INTELLIGENT_TIERING ARCHIVE DEEP_ARCHIVE " +
			"MAZ_STANDARD MAZ_STANDARD_IA MAZ_INTELLIGENT_TIERING",
		"acl":               "default private public-read authenticated-read bucket-owner-read bucket-owner-full-control",
		"grantRead":         "id",
		"grantReadAcp":      "id",
		"grantWriteAcp":     "id",
		"grantFullControl":  "id",
		"encryption":        "AES256 cos/kms SM4",
		"customerAlgorithm": "AES256",
	},
	"s3": {
		"storageClass": "STANDARD REDUCED_REDUNDANCY STANDARD_IA ONEZONE_IA INTELLIGENT_TIERING GLACIER DEEP_ARCHIVE OUTPOSTS " +
			"GLACIER_IR SNOW EXPRESS_ONEZONE FSX_OPENZFS",
		"acl": "private public-read public-read-write authenticated-read aws-exec-read bucket-owner-read " +
			"bucket-owner-full-control",
		"grantRead":           "id uri emailAddress",
		"grantReadAcp":        "id uri emailAddress",
		"grantWriteAcp":       "id uri emailAddress",
		"grantFullControl":    "id uri emailAddress",
		"encryption":          "AES256 aws:kms aws:kms:dsse",
		"customerAlgorithm":   "AES256",
		"objectLockMode":      "GOVERNANCE COMPLIANCE",
		"objectLockLegalHold": "ON OFF",
		"checksumAlgorithm":   "CRC64NVME",
		"checksumType":        "FULL_OBJECT",
		"requestPayer":        "requester",
	},
}

func TestLegalValuesAreTheDocumentedOnes(t *testing.T) {
	everyRow(t, func(t *testing.T, d *Dialect) {
		have := map[string]string{}
		for _, o := range d.Options {
			if len(o.Legal) > 0 {
				have[o.Name] = strings.Join(o.Legal, " ")
			}
		}
		require.Equal(t, legal[d.Name], have)
	})
}
