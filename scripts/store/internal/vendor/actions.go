package vendor

import "fmt"

// The permissions that operations take, as policies name them.
var (
	// https://www.alibabacloud.com/help/en/oss/developer-reference/ram-policy-overview
	ossActions = map[string]string{
		"initiate": "oss:PutObject", "uploadPart": "oss:PutObject", "complete": "oss:PutObject",
		"putObject": "oss:PutObject", "postObject": "oss:PutObject", "tagObject": "oss:PutObjectTagging",
		"abort": "oss:AbortMultipartUpload", "listParts": "oss:ListParts", "listUploads": "oss:ListMultipartUploads",
		"headObject": "oss:GetObject", "getObject": "oss:GetObject", "deleteObject": "oss:DeleteObject",
		"headBucket": "oss:GetBucketInfo", "getLocation": "oss:GetBucketLocation",
	}
	// https://www.tencentcloud.com/document/product/436/30580
	cosActions = map[string]string{
		"initiate": "cos:InitiateMultipartUpload", "uploadPart": "cos:UploadPart", "complete": "cos:CompleteMultipartUpload",
		"putObject": "cos:PutObject", "postObject": "cos:PostObject", "tagObject": "cos:PutObjectTagging",
		"abort": "cos:AbortMultipartUpload", "listParts": "cos:ListParts", "listUploads": "cos:ListMultipartUploads",
		"headObject": "cos:HeadObject", "getObject": "cos:GetObject", "deleteObject": "cos:DeleteObject",
		"headBucket": "cos:HeadBucket", "getLocation": "cos:GetBucketLocation",
	}
	// https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
	s3Actions = map[string]string{
		"initiate": "s3:PutObject", "uploadPart": "s3:PutObject", "complete": "s3:PutObject",
		"putObject": "s3:PutObject", "postObject": "s3:PutObject", "tagObject": "s3:PutObjectTagging",
		"abort": "s3:AbortMultipartUpload", "listParts": "s3:ListMultipartUploadParts",
		"listUploads": "s3:ListBucketMultipartUploads",
		"headObject":  "s3:GetObject", "getObject": "s3:GetObject", "deleteObject": "s3:DeleteObject",
		"headBucket": "s3:ListBucket", "getLocation": "s3:GetBucketLocation",
	}
)

func s3Denial(action, resource string) string {
	return fmt.Sprintf("User: arn:aws:iam::123456789012:user/partway is not authorized to perform: %s on resource: "+
		"\"arn:aws:s3:::%s\" because no identity-based policy allows the %s action", action, resource, action)
}
