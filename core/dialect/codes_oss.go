package dialect

// ossCodes are the codes that OSS has alone, or in a sense of its own.
//
// https://help.aliyun.com/zh/oss/developer-reference/error-codes (2026-11-22)
// https://help.aliyun.com/zh/oss/user-guide/http-203 (2026-11-22)
var ossCodes = []Code{
	{
		"TotalQpsLimitExceeded|MetaOperationQpsLimitExceeded|ActiveRequestLimitExceeded|PartitionQpsLimitted|CpuLimitExceeded|" +
			"UploadTrafficRateLimitExceeded|DownloadTrafficRateLimitExceeded",
		Slower,
		adviceBusy,
	},
	// Here the digest that does not match; elsewhere one that is malformed.
	{damagedOSS + "|BadRequest", Again, adviceDamaged},
	{"SecurityTokenExpired|InvalidSecurityToken|AccessKeyIdAndSecurityTokenNotMatch", Resign, adviceCredentials},
	{"InvalidAccessKeyId", Resign, adviceKeyID}, // also the code of an expired STS key
	{"SecurityTokenNotSupported", Never, advicePermission},
	{
		"UserDisable|BucketDisable|AbnormalBucketOwnerStatus|KmsInDebt|KmsInDebtOverdue|KmsUbsmsInvalidBid",
		Never,
		adviceAccount,
	},
	{
		"PublicEndpointForbidden",
		Never,
		"accounts opened since 2025-03-20 reach buckets in mainland China by a custom domain only; set it as the endpoint",
	},
	{
		"SecondLevelDomainForbidden|NonStandardHostForbidden",
		Never,
		"this endpoint wants the bucket in front of the host, not in the path",
	},
	{"TransferAccelerationDisabled", Never, adviceAccelerate},
	// The seed document of OSS prints the first spelling.
	{"InvalidArgumet|MissingArgument|InvalidXMLFormat", Never, adviceArgument},
	{"InvalidDataEncryptionAlgorithmError|InvalidParameter", Never, adviceEncryption},
	{
		"KmsServiceNotEnabled|KeyNotFound|AliasNotFound|KeyDisabled|KeyPendingDeletion|KeyPendingImport",
		Never,
		adviceKMS,
	},
	{"FileAlreadyExists|ObjectAlreadyExists", Never, adviceExists},
	{"FileImmutable", Never, adviceLocked},
	{"PartNotSequential|PartAlreadyExist", Never, "in sequential mode parts go one at a time, in order and once"},
	{"FilePartNotExist|FilePartStale|FilePartInterity", Ask, adviceParts},
	{"InvalidTaggingKey|RepeatedTags", Never, adviceTags},
	{
		"CallbackFailed",
		Never,
		"the object is stored; the callback to the application server failed: do not upload again",
	},
}
