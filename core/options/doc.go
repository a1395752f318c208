// Package options checks what the user asked for against a dialect's row and
// turns it into a target, headers and query parameters. Every fault is found
// before any request is sent, and its error names the option, the value, what
// is legal and the nearest legal value.
//
// Options arrive as flat pairs, as JavaScript hands them over:
//
//	dialect             "oss", "cos", "s3"
//	bucket, key         key as it is, not escaped
//	region              ID; the "oss-" of an OSS region may stand in front
//	endpoint            form of host ("public", "internal", "accelerate" …), host, or URL with
//	                    scheme, port and base path; the dialect's first form if not given
//	addressing          "virtual", "path", "cname"; chosen by the endpoint if not given
//	signature           "oss-v4", "oss-v1", "cos", "aws-v4"
//	accessKeyId, accessKeySecret, securityToken
//	partSize            bytes
//	signatureExpires    seconds
//	cacheControl, contentType, storageClass, acl, encryption …   (a row's Options)
//	metadata.<name>, tags.<name>
//
// "expires" is the object's header; how long a signature lives is
// "signatureExpires". An address whose bucket is in its host is recognised.
//
// # Left out, and why
//
// Headers and parameters of the vendors' pages that are no option here:
//
//	Authorization, Date, x-oss-date, x-oss-content-sha256, x-amz-date,
//	x-amz-content-sha256, *-security-token
//	                    made by the signature
//	Host, Content-Length, Transfer-Encoding, Expect, Origin, User-Agent, x-oss-user-agent
//	                    the browser's own, or forbidden to a page
//	Content-MD5 of parts and objects, x-cos-content-sha1, x-amz-checksum-*, x-amz-sdk-checksum-algorithm
//	                    belong to the bytes of one request, which whoever gives options does
//	                    not know; what the store reports is compared instead (Verify). Complete
//	                    sends the MD5 of its list where the row asks for it.
//	x-amz-mp-object-size, x-amz-write-offset-bytes
//	                    of one request as well
//	x-oss-complete-all  makes an object of the parts that happen to be there, a missing one unnoticed
//	x-cos-sdk-retry     tells COS only that an SDK tries again, and every CORS rule would have to allow it
//	If-* and versionId of HEAD
//	                    HEAD looks at what was just stored, whatever it is
//	If-Match            replaces an object of a known ETag, and nothing here reads one beforehand;
//	                    its opposite is forbidOverwrite
//	max-parts, max-uploads, delimiter
//	                    pages have the 1,000 entries that are the default and the most, and
//	                    lists are of uploads, not of folders
//	x-oss-object-acl with Initiate, Content-Language of OSS, x-cos-grant-write
//	                    not kept by the store (acl goes with Complete; grants of writing are a bucket's)
//	x-*-copy-source*    a page uploads bytes; it copies nothing
//	withHashContext, x-oss-enable-md5, x-oss-enable-sha1, x-oss-enable-sha256
//	                    in no page of the vendor's
//	callback, callback-var and x-*-traffic-limit as parameters
//	                    the same as a header, of which the store takes one only
//
// Text reaches this package as UTF-8. JavaScript must refuse strings with lone
// surrogates itself (isWellFormed), since TextEncoder replaces them silently.
package options
