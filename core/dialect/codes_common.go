package dialect

// commonCodes are the codes that two stores or more use in the same sense.
//
// https://help.aliyun.com/zh/oss/developer-reference/error-codes (2026-11-22)
// https://cloud.tencent.com/document/product/436/7730 (2026-11-22)
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html (2026-11-22)
var commonCodes = []Code{
	{"InternalError", Again, adviceLater},
	{"ServiceUnavailable|SlowDown|TooManyRequests|ServiceBusy|QpsLimitExceeded|RequestLimitExceeded", Slower, adviceBusy},
	{damagedCommon, Again, adviceDamaged},
	{"RequestTimeTooSkewed", Resign, adviceClock},
	{"ExpiredToken|InvalidToken", Resign, adviceCredentials},
	{"InvalidAccessKeyId", Never, adviceKeyID},
	{"SignatureDoesNotMatch", Never, adviceSignature},
	{"AccessDenied", Never, advicePermission},
	{"AccessDenied/" + Expired, Resign, adviceClock},
	{"AccessForbidden", Never, adviceCORS},
	{"PermanentRedirect|TemporaryRedirect|AccessDenied/" + Elsewhere, Never, adviceEndpoint},
	{"NoSuchBucket", Never, adviceBucket},
	{"NoSuchKey|NoSuchVersion", Never, ""},
	{"NoSuchUpload", Restart, adviceGone},
	{"InvalidPart", Ask, adviceParts},
	{"InvalidPartOrder|InvalidDigest|MalformedXML|MissingContentLength|MethodNotAllowed", Never, adviceReport},
	{"EntityTooSmall", Never, adviceSmallPart},
	{"EntityTooLarge", Never, adviceTooLarge},
	{"InvalidArgument|InvalidRequest", Never, adviceArgument},
	{"InvalidBucketName|InvalidObjectName|InvalidURI", Never, adviceName},
	{"InvalidTag", Never, adviceTags},
	{"InvalidEncryptionAlgorithmError", Never, adviceEncryption},
	{"InvalidObjectState", Never, adviceLocked},
	{"PreconditionFailed", Never, adviceCondition},
	{"NotImplemented|OperationNotSupported", Never, adviceUnsupported},
}
