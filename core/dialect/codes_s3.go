package dialect

// s3Codes are the codes that S3 and the stores after its model have alone, or
// in a sense of their own.
//
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html (2026-11-22)
var s3Codes = []Code{
	{"ThrottlingException|Throttling|RequestThrottled|BandwidthLimitExceeded", Slower, adviceBusy},
	{damagedS3, Again, adviceDamaged},
	{
		"OperationAborted|ConditionalRequestConflict",
		Again,
		"another request touches the same object; try once more after a pause",
	},
	{"TokenRefreshRequired|TokenCodeInvalidError", Resign, adviceCredentials},
	{"RequestExpired", Resign, adviceClock},
	{"AuthorizationHeaderMalformed|IllegalLocationConstraintException|Redirect", Never, adviceEndpoint},
	{
		"AuthorizationQueryParametersError|InvalidSecurity|MissingSecurityHeader|UnauthorizedAccess",
		Never,
		adviceSignature,
	},
	{"AllAccessDisabled|AccountProblem|NotSignedUp|InvalidPayer", Never, adviceAccount},
	{"InvalidAccelerateConfiguration|AccelerateNotSupported", Never, adviceAccelerate},
	{"InvalidStorageClass", Never, adviceClass},
	{"MetadataTooLarge|MissingAttachment|InvalidAddressingHeader", Never, adviceArgument},
	{"KeyTooLongError|UserKeyMustBeSpecified", Never, adviceName},
	{"MissingRequestBodyError|MissingSecurityElement|UnexpectedContent|MaxMessageLengthExceeded", Never, adviceReport},
	{"AccessControlListNotSupported", Never, "the bucket has ACLs turned off; leave acl out"},
	{"ServerSideEncryptionConfigurationNotFoundError|InvalidEncryptionMethod", Never, adviceEncryption},
	{
		"KMS.DisabledException|KMS.InvalidKeyUsageException|KMS.KMSInvalidStateException|KMS.InvalidStateException|KMS.NotFoundException|" +
			"KMS.KeyUnavailableException|KMS.AccessDeniedException",
		Never,
		adviceKMS,
	},
	{"ObjectLockConfigurationNotFoundError|InvalidRetentionPeriod", Never, adviceLocked},
}
