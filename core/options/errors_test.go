package options

import (
	"strings"
	"testing"

	"github.com/partway/partway/core/request"
	"github.com/stretchr/testify/require"
)

// Every fault with its whole message.
func TestMessages(t *testing.T) {
	long := strings.Repeat("k", 1024)
	for _, c := range []struct {
		dialect string
		given   []string
		nearest string
		message string
	}{
		// Names.
		{"oss", []string{"storageclass", "IA"}, "storageClass", `"storageclass" is not an option. Did you mean "storageClass"?`},
		{"oss", []string{"storgeClas", "IA"}, "storageClass", `"storgeClas" is not an option. Did you mean "storageClass"?`},
		{"oss", []string{"partsize", "1"}, "partSize", `"partsize" is not an option. Did you mean "partSize"?`},
		{"oss", []string{"signals", "x"}, "signal", `"signals" is not an option. Did you mean "signal"?`},
		{"oss", []string{"paralel", "3"}, "parallel", `"paralel" is not an option. Did you mean "parallel"?`},
		{"oss", []string{"onresponse", ""}, "onResponse", `"onresponse" is not an option. Did you mean "onResponse"?`},
		{"oss", []string{"dialect", "", "singer", "https://signer.example"}, "signer", `"singer" is not an option. Did you mean "signer"?`},
		{"oss", []string{"qqqqqqqqqq", "1"}, "", `"qqqqqqqqqq" is not an option.`},
		{"oss", []string{"metdata.color", "red"}, "metadata.color", `"metdata.color" is not an option. Did you mean "metadata.color"?`},
		{"oss", []string{"acl.x", "red"}, "acl", `"acl.x" is not an option. Did you mean "acl"?`},
		{"oss", []string{"metadata", "red"}, "", `metadata "red" takes a name for each value: metadata.<name>.`},
		{"oss", []string{"tags.", "red"}, "", `tags. "red" takes a name for each value: tags.<name>.`},
		{"cos", []string{"sequential", "true"}, "", `"sequential" is not an option of Tencent Cloud COS, only of Alibaba Cloud OSS.`},
		{"oss", []string{"customerKey", sampleKey}, "", `"customerKey" is not an option of Alibaba Cloud OSS, only of Tencent Cloud COS and Amazon S3.`},
		{"oss", []string{"customerKeyMd5", sampleKeyMD5}, "", `"customerKeyMd5" is not an option. "customerKeyMD5" is one of Tencent Cloud COS and Amazon S3, not of Alibaba Cloud OSS.`},
		{"s3", []string{"trafficLimits", "1"}, "", `"trafficLimits" is not an option. "trafficLimit" is one of Alibaba Cloud OSS and Tencent Cloud COS, not of Amazon S3.`},
		{"oss", []string{"x-oss-storage-class", "IA"}, "storageClass", `"x-oss-storage-class" is not an option. Did you mean "storageClass"?`},
		{"cos", []string{"X-Amz-Storage-Class", "IA"}, "storageClass", `"X-Amz-Storage-Class" is not an option. Did you mean "storageClass"?`},
		{"cos", []string{"X-COS-Meta-Author", "me"}, "metadata.author", `"X-COS-Meta-Author" is not an option. Did you mean "metadata.author"?`},
		{"oss", []string{"x-amz-object-lock-mode", "GOVERNANCE"}, "", `"x-amz-object-lock-mode" is not an option. "objectLockMode" is one of Amazon S3, not of Alibaba Cloud OSS.`},
		{"oss", []string{"x-oss-security-token", "t"}, "securityToken", `"x-oss-security-token" is not an option. Did you mean "securityToken"?`},
		{"s3", []string{"secretAccessKey", "x"}, "accessKeySecret", `"secretAccessKey" is not an option. Did you mean "accessKeySecret"?`},
		{"s3", []string{"sessionToken", "x"}, "securityToken", `"sessionToken" is not an option. Did you mean "securityToken"?`},
		{"s3", []string{"metadata.a\nb", "1"}, "", `metadata.a\x0ab "1" has a name with illegal characters: use those of header names.`},
		{"oss", []string{"acl", "private", "acl", "private"}, "", `acl "private" is given twice.`},
		{"oss", []string{"cacheControl", strings.Repeat("x", 16385)}, "", `cacheControl "` + strings.Repeat("x", 77) + `…" is longer than 16 KiB.`},
		// The dialect.
		{"oss", []string{"dialect", "OSS"}, "oss", `dialect "OSS" is not a dialect that Partway speaks. Did you mean "oss"? Legal: oss, cos, s3.`},
		{"oss", []string{"dialect", "", "provider", "oss"}, "dialect", `"provider" is not an option. Did you mean "dialect"?`},
		{"oss", []string{"dialect", "AWS"}, "s3", `dialect "AWS" is not a dialect that Partway speaks. Did you mean "s3"? Legal: oss, cos, s3.`},
		{"oss", []string{"dialect", "minio"}, "s3", `dialect "minio" is not a dialect that Partway speaks. Did you mean "s3"? Legal: oss, cos, s3.`},
		{"oss", []string{"dialect", "aliyun"}, "oss", `dialect "aliyun" is not a dialect that Partway speaks. Did you mean "oss"? Legal: oss, cos, s3.`},
		{"oss", []string{"dialect", "tencent"}, "cos", `dialect "tencent" is not a dialect that Partway speaks. Did you mean "cos"? Legal: oss, cos, s3.`},
		{"oss", []string{"dialect", "cso"}, "cos", `dialect "cso" is not a dialect that Partway speaks. Did you mean "cos"? Legal: oss, cos, s3.`},
		{"oss", []string{"dialect", "obs"}, "", `dialect "obs" is not a dialect that Partway speaks. Legal: oss, cos, s3.`},
		{"oss", []string{"dialect", "gcs"}, "", `dialect "gcs" is not a dialect that Partway speaks. Legal: oss, cos, s3.`},
		{"oss", []string{"dialect", "azure"}, "", `dialect "azure" is not a dialect that Partway speaks. Legal: oss, cos, s3.`},
		{"oss", []string{"dialect", ""}, "", `dialect is missing: it says which store's protocol to speak. Legal: oss, cos, s3.`},
		{"oss", []string{"dialect", "", "dialekt", "oss"}, "dialect", `"dialekt" is not an option. Did you mean "dialect"?`},
		// Listed values.
		{"oss", []string{"storageClass", "Standart"}, "Standard", `storageClass "Standart" is not one that Alibaba Cloud OSS has. Did you mean "Standard"? Legal: Standard, IA, Archive, ColdArchive, DeepColdArchive.`},
		{"oss", []string{"storageClass", "standard"}, "Standard", `storageClass "standard" is not one that Alibaba Cloud OSS has. Did you mean "Standard"? Legal: Standard, IA, Archive, ColdArchive, DeepColdArchive.`},
		{"oss", []string{"acl", "publicread"}, "public-read", `acl "publicread" is not one that Alibaba Cloud OSS has. Did you mean "public-read"? Legal: default, private, public-read, public-read-write.`},
		{"oss", []string{"encryption", "AES-256"}, "AES256", `encryption "AES-256" is not one that Alibaba Cloud OSS has. Did you mean "AES256"? Legal: AES256, KMS, SM4.`},
		{"cos", []string{"encryption", "KMS"}, "cos/kms", `encryption "KMS" is not one that Tencent Cloud COS has. Did you mean "cos/kms"? Legal: AES256, cos/kms, SM4.`},
		{"oss", []string{"forbidOverwrite", "True"}, "true", `forbidOverwrite "True" is neither true nor false. Did you mean "true"? Legal: true, false.`},
		{"oss", []string{"signature", "oss-v3"}, "oss-v4", `signature "oss-v3" is not a signature that Alibaba Cloud OSS takes. Did you mean "oss-v4"? Legal: oss-v4, oss-v1.`},
		{"oss", []string{"endpoint", "accelerated"}, "accelerate", `endpoint "accelerated" is neither a host nor a form of host that Alibaba Cloud OSS has. Did you mean "accelerate"? Legal: public, internal, dual-stack, accelerate, accelerate-overseas.`},
		{"oss", []string{"addressing", "virtal"}, "virtual", `addressing "virtal" is not a way to address a bucket. Did you mean "virtual"? Legal: virtual, path, cname.`},
		{"s3", []string{"grantRead", `uin="1"`}, "", `grantRead "uin=\"1\"" is not a list of grantees, such as id="100000000001",id="100000000002". Legal keys: id, uri, emailAddress.`},
		// Numbers and dates.
		{"oss", []string{"trafficLimit", "100"}, "", `trafficLimit "100" must be a whole number of bits per second from 819200 to 838860800.`},
		{"oss", []string{"trafficLimit", "0819200"}, "", `trafficLimit "0819200" must be a whole number of bits per second from 819200 to 838860800.`},
		{"oss", []string{"partSize", "5MB"}, "", `partSize "5MB" must be a whole number of bytes from 102400 to 5368709120.`},
		{"oss", []string{"signatureExpires", "604801"}, "", `signatureExpires "604801" must be a whole number of seconds from 1 to 604800.`},
		{"cos", []string{"signatureExpires", "0"}, "", `signatureExpires "0" must be a whole number of seconds from 1 to 315360000.`},
		{"oss", []string{"expires", "tomorrow"}, "", `expires "tomorrow" is not a date, such as 2026-12-31T23:59:59Z or "Thu, 31 Dec 2026 23:59:59 GMT".`},
		// Text of headers.
		{"oss", []string{"cacheControl", "a\r\nx-oss-acl: b"}, "", `cacheControl "a\x0d\x0ax-oss-acl: b" must not contain line ends.`},
		{"oss", []string{"cacheControl", "a\tb"}, "", `cacheControl "a\x09b" must not contain control characters.`},
		{"oss", []string{"cacheControl", "näh"}, "", `cacheControl "näh" must be ASCII in a header. Percent-encode it.`},
		{"oss", []string{"contentType", "jpeg"}, "", `contentType "jpeg" is not a media type, such as image/jpeg.`},
		{"oss", []string{"contentType", "image/"}, "", `contentType "image/" is not a media type, such as image/jpeg.`},
		{"oss", []string{"callback", `{"a":1`}, "", `callback "{\"a\":1" must be a JSON object, as it is or in base64.`},
		{"oss", []string{"callback", `{"a":"` + strings.Repeat("x", 4000) + `"}`}, "", `callback "{\"a\":\"` + strings.Repeat("x", 71) + `…" has 5344 bytes in base64; at most 5120 are allowed.`},
		{"cos", []string{"picOperations", "[]"}, "", `picOperations "[]" must be a JSON object.`},
		// Metadata and tags.
		{"oss", []string{"metadata.my_name", "v"}, "metadata.my-name", `metadata.my_name "v" has a name with illegal characters: use letters, digits and "-". Did you mean "metadata.my-name"?`},
		{"s3", []string{"metadata.näh", "v"}, "", `metadata.näh "v" has a name with illegal characters: use those of header names.`},
		{"oss", []string{"metadata.city", "北京"}, "", `metadata.city "北京" must be ASCII in a header. Percent-encode it.`},
		{"oss", []string{"metadata.A", "v", "metadata.a", "w"}, "", `metadata.a "w" is given twice: letter case makes no difference.`},
		{"cos", []string{"metadata.a", strings.Repeat("x", 2048)}, "", `metadata has 2049 bytes in names and values; Tencent Cloud COS takes at most 2048.`},
		{"oss", []string{"tags.a", "1", "tags.b", "1", "tags.c", "1", "tags.d", "1", "tags.e", "1", "tags.f", "1", "tags.g", "1", "tags.h", "1", "tags.i", "1", "tags.j", "1", "tags.k", "1"}, "", `tags has 11 tags; Alibaba Cloud OSS takes at most 10.`},
		{"cos", []string{"tags." + strings.Repeat("值", 128), "v"}, "", `tags.` + strings.Repeat("值", 24) + `… "v" has a name of 128 characters; at most 127 are allowed.`},
		{"oss", []string{"tags.k", strings.Repeat("v", 257)}, "", `tags.k "` + strings.Repeat("v", 77) + `…" has a value of 257 characters; at most 256 are allowed.`},
		{"oss", []string{"tags.k", "值"}, "", `tags.k "值" has illegal characters in its value: use letters, digits, spaces and "+" "-" "=" "." "_" ":" "/".`},
		{"s3", []string{"tags.k\xff", "v"}, "", "tags.k\xff \"v\" has illegal characters in its name: use letters, digits, spaces and \"+\" \"-\" \"=\" \".\" \"_\" \":\" \"/\" \"@\"."},
		// Options that need or exclude one another.
		{"oss", []string{"encryptionKeyId", "x"}, "", `encryptionKeyId "x" needs encryption KMS.`},
		{"oss", []string{"encryptionKeyId", "x", "encryption", "SM4"}, "", `encryptionKeyId "x" needs encryption KMS.`},
		{"oss", []string{"dataEncryption", "SM4", "encryption", "AES256"}, "", `dataEncryption "SM4" needs encryption KMS.`},
		{"s3", []string{"encryptionContext", "{}"}, "", `encryptionContext "{}" needs encryption aws:kms or aws:kms:dsse.`},
		{"oss", []string{"callbackVar", "{}"}, "", `callbackVar "{}" needs callback as well.`},
		{"s3", []string{"grantRead", `id="1"`, "acl", "private"}, "", `grantRead "id=\"1\"" cannot be given together with acl.`},
		{"cos", []string{"customerKey", sampleKey, "encryption", "AES256"}, "", `customerKey cannot be given together with encryption.`},
		{"cos", []string{"customerKeyMD5", sampleKeyMD5}, "", `customerKeyMD5 "U5L61r7jcwdNvT7frmUG8g==" needs customerKey as well.`},
		// The customer's key.
		{"cos", []string{"customerKey", "MDEyMw=="}, "", `customerKey must be base64 of 32 bytes, and it holds 4.`},
		{"cos", []string{"customerKey", "0123456789ABCDEF0123456789ABCDEF!"}, "", `customerKey must be base64 of 32 bytes, and it is not base64.`},
		{"cos", []string{"customerKey", sampleKey, "customerKeyMD5", "1B2M2Y8AsgTpgAmY7PhCfg=="}, "", `customerKeyMD5 "1B2M2Y8AsgTpgAmY7PhCfg==" is not the MD5 of customerKey in base64. Leave it out to have it computed.`},
		{"cos", []string{"customerKey", sampleKey, "endpoint", "http://cos.ap-beijing.myqcloud.com"}, "", `customerKey needs https: the key is part of each request.`},
		{"cos", []string{"customerKey", sampleKey, "customerAlgorithm", "AES"}, "AES256", `customerAlgorithm "AES" is not one that Tencent Cloud COS has. Did you mean "AES256"? Legal: AES256.`},
		// Credentials.
		{"oss", []string{"accessKeyId", "id"}, "", `accessKeySecret is missing: accessKeyId needs it. Leave both out where a signer holds the keys.`},
		{"oss", []string{"securityToken", "t"}, "", `accessKeyId is missing: accessKeySecret and securityToken need it.`},
		{"oss", []string{"accessKeyId", "id", "accessKeySecret", "pasted\n"}, "", `accessKeySecret must be printable ASCII without spaces. Was something pasted along with it?`},
		// Bucket and key.
		{"oss", []string{"bucket", ""}, "", `bucket is missing: the name of the bucket, such as my-bucket.`},
		{"oss", []string{"bucket", "My-Bucket"}, "my-bucket", `bucket "My-Bucket" must be in lower case. Did you mean "my-bucket"?`},
		{"oss", []string{"bucket", "ab"}, "", `bucket "ab" must have 3 to 63 characters.`},
		{"oss", []string{"bucket", "-abc"}, "", `bucket "-abc" must be letters, digits and "-" "_", beginning and ending with a letter or digit.`},
		{"s3", []string{"bucket", "10.0.0.1"}, "", `bucket "10.0.0.1" must be letters, digits and "-" ".", beginning and ending with a letter or digit.`},
		{"cos", []string{"bucket", "examplebucket"}, "", `bucket "examplebucket" lacks the APPID, the digits at its end, as in examplebucket-1250000000.`},
		{"oss", []string{"key", ""}, "", `key is missing: the name under which the object is stored.`},
		{"oss", []string{"key", long}, "", `key "` + long[:77] + `…" has 1024 bytes in UTF-8; Alibaba Cloud OSS takes at most 1023.`},
		{"oss", []string{"key", "\xed\xa0\x80"}, "", "key \"\xed\xa0\x80\" is not valid UTF-8."},
		{"oss", []string{"key", "/a/b"}, "", `key "/a/b" must not begin with "/".`},
		{"cos", []string{"key", `\a`}, "", `key "\\a" must not begin with "\\".`},
		{"cos", []string{"key", "a\x1bb"}, "", `key "a\x1bb" holds the control character "\x1b", which Tencent Cloud COS refuses.`},
		{"oss", []string{"key", "a/../b"}, "", `key "a/../b" has the segment "..", which browsers take out of URLs.`},
		{"s3", []string{"key", "./b"}, "", `key "./b" has the segment ".", which browsers take out of URLs.`},
		// Region, endpoint and addressing.
		{"oss", []string{"region", ""}, "", `region is missing: the ID of the bucket's region, which its host names.`},
		{"oss", []string{"region", "", "endpoint", "accelerate"}, "", `region is missing: the signature covers it and the endpoint does not tell it.`},
		{"oss", []string{"region", "CN-Hangzhou"}, "cn-hangzhou", `region "CN-Hangzhou" must be a region's ID: a-z, 0-9 and "-". Did you mean "cn-hangzhou"?`},
		{"oss", []string{"region", "cn hangzhou"}, "", `region "cn hangzhou" must be a region's ID: a-z, 0-9 and "-".`},
		{"oss", []string{"region", "accelerate"}, "", `region "accelerate" is not a region but a form of host. Give it as the endpoint, and the bucket's region as the region.`},
		{"oss", []string{"endpoint", "oss-cn-beijing.aliyuncs.com"}, "cn-beijing", `region "cn-hangzhou" is not the region that the endpoint names: "cn-beijing".`},
		{"s3", []string{"endpoint", "https://s3-eu-west-1.amazonaws.com"}, "eu-west-1", `region "us-east-1" is not the region that the endpoint names: "eu-west-1".`},
		{"s3", []string{"endpoint", "https://examplebucket.s3-us-west-2.amazonaws.com"}, "us-west-2", `region "us-east-1" is not the region that the endpoint names: "us-west-2".`},
		{"cos", []string{"endpoint", "examplebucket-1250000000.cn-south.myqcloud.com"}, "cn-south", `region "ap-beijing" is not the region that the endpoint names: "cn-south".`},
		{"s3", []string{"endpoint", "other.s3.us-east-1.amazonaws.com"}, "", `bucket "examplebucket" is not the bucket that the endpoint names: "other".`},
		{"oss", []string{"endpoint", "ftp://example.com"}, "", `endpoint "ftp://example.com" must begin with https:// or http://.`},
		{"oss", []string{"endpoint", "https://user:password@example.com"}, "", `endpoint must be a host, a port and a path, without user, query and fragment.`},
		{"oss", []string{"endpoint", "https://example.com/a/../b"}, "", `endpoint "https://example.com/a/../b" has a path that browsers or stores would change: use letters, digits, "-", ".", "_" and "~".`},
		{"oss", []string{"endpoint", "example.com:0"}, "", `endpoint "example.com:0" has a port that is not a number from 1 to 65535.`},
		{"oss", []string{"endpoint", "[::1"}, "", `endpoint "[::1" has an IPv6 address that is not in its shortest form.`},
		{"oss", []string{"endpoint", "127.1"}, "", `endpoint "127.1" is not a host name: labels of a-z, 0-9 and "-" with dots between them. Names beyond ASCII go in their xn-- form.`},
		{"oss", []string{"endpoint", "bücher.example"}, "", `endpoint "bücher.example" is not a host name: labels of a-z, 0-9 and "-" with dots between them. Names beyond ASCII go in their xn-- form.`},
		{"oss", []string{"addressing", "path"}, "", `addressing "path" is refused by Alibaba Cloud OSS on its own hosts. Use virtual.`},
		{"oss", []string{"addressing", "cname"}, "", `addressing "cname" cannot work: the endpoint is a host of Alibaba Cloud OSS that all buckets share. Use virtual.`},
		{"oss", []string{"addressing", "virtual", "endpoint", "10.0.0.1"}, "", `addressing "virtual" cannot work: an IP address has no room for the bucket's name. Use path.`},
		{"s3", []string{"addressing", "path", "endpoint", "examplebucket.s3.us-east-1.amazonaws.com"}, "", `addressing "path" cannot work: the endpoint begins with the bucket's name already.`},
		// File names.
		{"oss", []string{"contentDisposition", "a/b.txt"}, "", `contentDisposition "a/b.txt" must be a file name without folders: no slash or backslash.`},
		{"oss", []string{"contentDisposition", "atachment; filename=x"}, "", `contentDisposition "atachment; filename=x" must begin with attachment or inline, or be nothing but a file name.`},
		{"oss", []string{"contentDisposition", "a\nb"}, "", `contentDisposition "a\x0ab" must not contain control characters.`},
	} {
		err := refused(t, c.dialect, c.given...)
		require.Equal(t, c.message, err.Message, "%v", c.given)
		require.Equal(t, c.nearest, err.Nearest, c.message)
		require.Equal(t, c.message, err.Error())
	}
}

func TestErrorFields(t *testing.T) {
	require.Equal(t, Error{
		Option: "storageClass", Value: "Standart", Nearest: "Standard",
		Legal:   []string{"Standard", "IA", "Archive", "ColdArchive", "DeepColdArchive"},
		Message: `storageClass "Standart" is not one that Alibaba Cloud OSS has. Did you mean "Standard"? Legal: Standard, IA, Archive, ColdArchive, DeepColdArchive.`,
	}, *refused(t, "oss", "storageClass", "Standart"))

	err := refused(t, "oss", "storageclass", "IA")
	require.Equal(t, "storageclass", err.Option)
	require.Empty(t, err.Value, "what stands behind an unknown name may be a secret")
	require.Contains(t, err.Legal, "storageClass")
	require.NotContains(t, err.Legal, "customerKey")
}

func TestSecretsStayOutOfErrors(t *testing.T) {
	const secret = "S3CR3T-S3CR3T-S3CR3T-S3CR3T"
	for _, given := range [][]string{
		{"accessKeySecert", secret},
		{"acessKeySecret", secret, "accessKeySecret", secret},
		{"accessKeySecret", secret},
		{"accessKeyId", secret + " ", "accessKeySecret", secret},
		{"accessKeyId", "id", "accessKeySecret", secret + "\n"},
		{"accessKeyId", "id", "accessKeySecret", secret, "accessKeySecret", secret},
		{"accessKeyId", "id", "accessKeySecret", secret, "securityToken", secret + "é"},
		{"customerKey", secret},
		{"customerKey", secret, "encryption", "AES256"},
		{"customerKey", strings.Repeat(secret, 1000)},
		{"endpoint", "https://me:" + secret + "@example.com"},
		{"endpoint", "https://example.com/?Signature=" + secret},
	} {
		err := refused(t, "cos", given...)
		all := strings.Join(append(err.Legal, err.Option, err.Value, err.Nearest, err.Message), " ")
		require.NotContains(t, all, secret, "%v", given)
	}
}

func TestNearest(t *testing.T) {
	list := []string{"Standard", "IA", "Archive", "ColdArchive", "cos/kms"}
	for value, want := range map[string]string{
		"STANDARD": "Standard", "Standart": "Standard", "Stnadard": "Standard", "ia": "IA", "Archiv": "Archive",
		"coldarchiv": "ColdArchive", "kms": "cos/kms", "x": "", "": "", "zz": "", "Frozen": "", "IAS": "IA",
		strings.Repeat("Standard", 20): "",
	} {
		require.Equal(t, want, nearest(value, list), value)
	}
	require.Equal(t, "abcd", nearest("abcx", []string{"abcd", "abce"}), "the first of those that are as near")
	require.Equal(t, "abcde", nearest("abcxy", []string{"abcde"}), "two edits")
	require.Empty(t, nearest("abxyz", []string{"abcde"}), "three of five")
	require.Empty(t, nearest("abxy", []string{"abcd"}), "two of four")
	require.Equal(t, "abc", nearest("acb", []string{"abx", "abc"}), "neighbours that changed places")
	require.Empty(t, nearest("abx", []string{"abc"}), "another word")
	require.Equal(t, "abc", nearest("ab", []string{"xyz", "abc"}), "a letter is missing")
	require.Equal(t, "abcdefghi", nearest("xyzdefghi", []string{"abcdefghi"}), "a third of nine")
}

func TestQuote(t *testing.T) {
	require.Equal(t, `"a\"b\\c\x00\x7f北\x1f"`, quote("a\"b\\c\x00\x7f北\x1f"))
	require.Equal(t, `"`+strings.Repeat("北", 26)+`…"`, quote(strings.Repeat("北", 100)))
}

func TestNoPairs(t *testing.T) {
	_, err := Parse(nil)
	require.Equal(t, "dialect", err.Option)
	_, err = Parse([]request.Pair{{}})
	require.Equal(t, `"" is not an option.`, err.Message)
}
