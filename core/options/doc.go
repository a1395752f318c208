// Package options checks what the user asked for against a dialect's row and
// turns it into a target and headers. Every fault is found before any request
// is sent, and its error names the option, the value, what is legal and the
// nearest legal value.
//
// Options arrive as flat pairs, as JavaScript hands them over:
//
//	dialect, bucket, region, endpoint, addressing, key, signature
//	accessKeyId, accessKeySecret, securityToken
//	cacheControl, contentType, storageClass, acl, encryption …   (a row's Options)
//	metadata.<name>, tags.<name>
//
// Not settled here, but known by name so that a misspelling is found:
// partSize, expires.
package options
