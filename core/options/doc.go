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
// Text reaches this package as UTF-8. JavaScript must refuse strings with lone
// surrogates itself (isWellFormed), since TextEncoder replaces them silently.
package options
