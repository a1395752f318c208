package dialect

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// What the vendors' error pages (see codes_*.go) and SDKs ask a client to do,
// code by code. Kept apart from the tables, so that a table changed by mistake
// is found.
var reactions = map[string]map[Retry]string{
	"oss": {
		Again: "InternalError RequestTimeout IncompleteBody BadRequest InvalidDigest InvalidCRC64",
		Slower: "ServiceUnavailable TotalQpsLimitExceeded MetaOperationQpsLimitExceeded ActiveRequestLimitExceeded UploadTrafficRateLimitExceeded " +
			"DownloadTrafficRateLimitExceeded PartitionQpsLimitted CpuLimitExceeded QpsLimitExceeded ServiceBusy SlowDown TooManyRequests",
		Resign:  "RequestTimeTooSkewed SecurityTokenExpired InvalidSecurityToken AccessKeyIdAndSecurityTokenNotMatch InvalidAccessKeyId",
		Ask:     "InvalidPart FilePartNotExist FilePartStale FilePartInterity",
		Restart: "NoSuchUpload",
		Never: "SignatureDoesNotMatch AccessDenied AccessForbidden SecurityTokenNotSupported UserDisable BucketDisable AbnormalBucketOwnerStatus " +
			"PublicEndpointForbidden SecondLevelDomainForbidden NonStandardHostForbidden TransferAccelerationDisabled NoSuchBucket NoSuchKey " +
			"InvalidPartOrder EntityTooSmall EntityTooLarge InvalidArgument InvalidArgumet MalformedXML InvalidXMLFormat MissingArgument " +
			"MissingContentLength InvalidEncryptionAlgorithmError InvalidDataEncryptionAlgorithmError InvalidParameter KmsServiceNotEnabled " +
			"KmsInDebt KmsInDebtOverdue KmsUbsmsInvalidBid KeyNotFound AliasNotFound KeyDisabled KeyPendingDeletion KeyPendingImport " +
			"FileAlreadyExists ObjectAlreadyExists FileImmutable PartNotSequential PartAlreadyExist PreconditionFailed NotImplemented " +
			"MethodNotAllowed OperationNotSupported InvalidTag InvalidTaggingKey RepeatedTags CallbackFailed PermanentRedirect",
	},
	"cos": {
		Again:   "InternalError KmsInternalException RequestTimeout IncompleteBody EntitySizeNotMatch BadDigest UploadConflict",
		Slower:  "ServiceUnavailable SlowDown KmsFreqControl UserNetworkTooSlow",
		Resign:  "ExpiredToken RequestTimeTooSkewed RequestIsExpired SignatureDoesNotMatch",
		Ask:     "InvalidPart InvalidUploadStatus",
		Restart: "NoSuchUpload",
		Never: "InvalidPartOrder EntityTooSmall EntityTooLarge InvalidDigest InvalidArgument InvalidRequest BadRequest BadRquest InvalidObjectName " +
			"KeyTooLong InvalidURI InvalidBucketName BucketNameTooLong InvalidRegionName MalformedXML XMLSizeLimit MissingRequestBodyError " +
			"UnexpectedContent InvalidTag NotSupportedStorageClass MultiAZFeatureNotSupport MAZOperationNotSupportOnOAZBucket " +
			"OAZOperationNotSupportOnMAZBucket SSEContentNotSupported SSEHeaderNotAllowed SsecDecryptHeaderInvalid VerifyAlgorithmNotSupported " +
			"KmsException KmsKeyDisabled KmsKeyNotExist ListPartUploadIdIsEmpty BucketAccelerateNotEnabled ActionAccelerateNotSupported " +
			"PaymentRequired AccessDenied InvalidAccessKeyId AccessForbidden InvalidObjectState NoProcessAuthority NoSuchBucket NoSuchKey " +
			"MethodNotAllowed UploadIdNotSupported FileAlreadyExists ObjectAlreadyExists PathConflict ObjectLocked BucketLocked MissingContentLength " +
			"PreconditionFailed UnavailableForLegalReasons DomainAuditFailed NotImplemented AttachmentFull InvalidPicOperations InvalidCopySource",
	},
	"s3": {
		Again:   "InternalError RequestTimeout IncompleteBody BadDigest XAmzContentSHA256Mismatch OperationAborted ConditionalRequestConflict",
		Slower:  "SlowDown ServiceUnavailable ThrottlingException",
		Resign:  "RequestTimeTooSkewed ExpiredToken InvalidToken TokenRefreshRequired",
		Ask:     "InvalidPart",
		Restart: "NoSuchUpload",
		Never: "InvalidPartOrder EntityTooSmall EntityTooLarge AccessDenied SignatureDoesNotMatch InvalidAccessKeyId AuthorizationHeaderMalformed " +
			"AuthorizationQueryParametersError PermanentRedirect TemporaryRedirect NoSuchBucket NoSuchKey InvalidDigest InvalidStorageClass InvalidTag " +
			"MetadataTooLarge KeyTooLongError InvalidBucketName MalformedXML MissingContentLength MethodNotAllowed NotImplemented PreconditionFailed " +
			"AccessControlListNotSupported InvalidObjectState AllAccessDisabled AccountProblem InvalidArgument InvalidRequest " +
			"KMS.DisabledException KMS.NotFoundException KMS.KMSInvalidStateException",
	},
}

func TestReactionToEveryCode(t *testing.T) {
	everyRow(t, func(t *testing.T, d *Dialect) {
		require.Len(t, reactions[d.Name], 6)
		for retry, names := range reactions[d.Name] {
			for name := range strings.FieldsSeq(names) {
				c, found := d.Code(name)
				require.True(t, found, name)
				require.Equal(t, name, c.Name)
				require.Equal(t, retry, c.Retry, name)
				if name != "NoSuchKey" {
					require.NotEmpty(t, c.Advice, name)
				}
			}
		}
	})
}

func TestCodeMatchesWholeNames(t *testing.T) {
	for _, name := range []string{"", "|", "Internal", "InternalErrorX", "internalerror", "RequestTimeout|IncompleteBody", "SlowDown|"} {
		_, found := oss.Code(name)
		require.False(t, found, name)
	}
	c, found := cos.Code("Request has expired")
	require.True(t, found, "a code with blanks")
	require.Equal(t, Resign, c.Retry)
}

func TestRowBeatsCommonTable(t *testing.T) {
	c, _ := oss.Code("InvalidDigest")
	require.Equal(t, Again, c.Retry)
	c, _ = cos.Code("InvalidDigest")
	require.Equal(t, Never, c.Retry)
}

// A sentence is one line, begins in lower case because a code stands in front
// of it, and ends without a full stop because a detail may follow.
func TestAdviceReadsAsOneSentence(t *testing.T) {
	tables := [][]Code{commonCodes, ossCodes, cosCodes, s3Codes}
	for _, table := range tables {
		for _, c := range table {
			if c.Advice == "" {
				continue
			}
			require.Equal(t, strings.ToLower(c.Advice[:1]), c.Advice[:1], c.Advice)
			require.False(t, strings.HasSuffix(c.Advice, "."), c.Advice)
			require.NotContains(t, c.Advice, "\n")
			require.LessOrEqual(t, len(c.Advice), 160, c.Advice)
		}
	}
}
