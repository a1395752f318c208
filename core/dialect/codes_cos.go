package dialect

// cosCodes are the codes that COS has alone, or in a sense of its own.
//
// https://cloud.tencent.com/document/product/436/7730 (2026-11-22)
var cosCodes = []Code{
	{"KmsInternalException", Again, adviceLater},
	{"KmsFreqControl|UserNetworkTooSlow", Slower, adviceBusy},
	{damagedCOS, Again, adviceDamaged},
	{"SignatureDoesNotMatch", Resign, adviceSignature},
	// Three spellings of one thing; the fourth is AccessDenied that says expired.
	{"Request has expired|RequestIsExpired|RequestExpired", Resign, adviceClock},
	{"BadRequest|BadRquest|UnexpectedContent", Never, adviceArgument},
	{"KeyTooLong|BucketNameTooLong|InvalidRegionName", Never, adviceName},
	{"XMLSizeLimit|MissingRequestBodyError|ListPartUploadIdIsEmpty|UploadIdNotSupported", Never, adviceReport},
	{
		"NotSupportedStorageClass|MultiAZFeatureNotSupport|MAZOperationNotSupportOnOAZBucket|OAZOperationNotSupportOnMAZBucket",
		Never,
		adviceClass,
	},
	{
		"SSEContentNotSupported|SSEHeaderNotAllowed|SsecDecryptHeaderInvalid|VerifyAlgorithmNotSupported",
		Never,
		adviceEncryption,
	},
	{"KmsException|KmsKeyDisabled|KmsKeyNotExist", Never, adviceKMS},
	{"InvalidUploadStatus", Ask, adviceParts},
	{"BucketAccelerateNotEnabled|ActionAccelerateNotSupported", Never, adviceAccelerate},
	{"PaymentRequired", Never, adviceAccount},
	{"AttachmentFull", Never, "the account has used up its ACL rules; leave acl out and let the bucket's apply"},
	{"NoProcessAuthority|UserNotSourceBucketOwner|UserNotTargetBucketOwner", Never, advicePermission},
	{"FileAlreadyExists|ObjectAlreadyExists", Never, adviceExists},
	{"UploadConflict", Again, "another request touches the same upload; try once more after a pause"},
	{"PathConflict", Never, adviceName},
	{"ObjectLocked|BucketLocked|ObjectNotAppendable|InvalidBucketState|QuotaConflict", Never, adviceLocked},
	{"InvalidPicOperations|InvalidCopySource", Never, adviceArgument},
	{"UnavailableForLegalReasons|DomainAuditFailed", Never, adviceAccount},
}
