package dialect

// A source is a page that a row's facts come from. The comments of the row
// name it in brackets.
type source struct{ word, url, read string }

const read = "2026-11-22"

// sources has a table for each row. The pages of OSS and COS were checked
// against their own SDKs, named as [sdk].
var sources = map[string][]source{
	"oss": {
		{"endpoints", "https://www.alibabacloud.com/help/en/oss/user-guide/regions-and-endpoints", read},
		{"naming", "https://www.alibabacloud.com/help/en/oss/user-guide/object-naming-conventions", read},
		{"limits", "https://www.alibabacloud.com/help/en/oss/product-overview/limits", read},
		{"initiate", "https://www.alibabacloud.com/help/en/oss/developer-reference/initiatemultipartupload", read},
		{"upload part", "https://www.alibabacloud.com/help/en/oss/developer-reference/uploadpart", read},
		{"complete", "https://www.alibabacloud.com/help/en/oss/developer-reference/completemultipartupload", read},
		{"list parts", "https://www.alibabacloud.com/help/en/oss/developer-reference/listparts", read},
		{"put object", "https://www.alibabacloud.com/help/en/oss/developer-reference/putobject", read},
		{"callback", "https://www.alibabacloud.com/help/en/oss/developer-reference/callback", read},
		{"encryption", "https://www.alibabacloud.com/help/en/oss/user-guide/server-side-encryption-8", read},
		{"tags", "https://www.alibabacloud.com/help/en/oss/support/0010-00000216", read},
		{"traffic limit", "https://www.alibabacloud.com/help/en/oss/user-guide/single-connection-bandwidth-throttling-4", read},
		{"signature", "https://www.alibabacloud.com/help/en/oss/developer-reference/recommend-to-use-signature-version-4", read},
		{"sdk", "https://github.com/aliyun/alibabacloud-oss-go-sdk-v2", read},
	},
	"cos": {
		{"endpoints", "https://cloud.tencent.com/document/product/436/6224", read},
		{"naming", "https://cloud.tencent.com/document/product/436/13324", read},
		{"limits", "https://cloud.tencent.com/document/product/436/14518", read},
		{"initiate", "https://cloud.tencent.com/document/product/436/7746", read},
		{"common headers", "https://cloud.tencent.com/document/product/436/7728", read},
		{"upload part", "https://cloud.tencent.com/document/product/436/7750", read},
		{"complete", "https://cloud.tencent.com/document/product/436/7742", read},
		{"list parts", "https://cloud.tencent.com/document/product/436/7747", read},
		{"tags", "https://www.tencentcloud.com/document/product/436/35665", read},
		{"storage classes", "https://cloud.tencent.com/document/product/436/33417", read},
		{"acl", "https://cloud.tencent.com/document/product/436/30752", read},
		{"traffic limit", "https://cloud.tencent.com/document/product/436/40140", read},
		{"sdk", "https://github.com/tencentyun/cos-js-sdk-v5", read},
	},
	"s3": {
		{"endpoints", "https://docs.aws.amazon.com/general/latest/gr/s3.html", read},
		{"accelerate", "https://docs.aws.amazon.com/AmazonS3/latest/userguide/transfer-acceleration-getting-started.html", read},
		{"naming", "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html", read},
		{"limits", "https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html", read},
		{"keys and metadata", "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html", read},
		{"tags", "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html", read},
		{"signature", "https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html", read},
		{"initiate", "https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html", read},
		{"upload part", "https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html", read},
		{"conditional writes", "https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html", read},
		{"checksums", "https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html", read},
	},
}
