// Package wire speaks the operations of an upload: a function that builds each
// request and, next to it, one that reads the reply. There is one file per
// operation. A request is plain and not signed; package sign does that.
//
// A reply is judged by status and body together, because a 200 can carry an
// error document. Whatever goes wrong becomes one *Error, which says what
// failed, why, and whether and how to try again.
//
// What a store answers is read leniently where the vendors' own documents and
// servers disagree, and never trusted: documents are held to limits, texts are
// cut and cleaned, numbers are checked.
//
// The vendors' pages, read 2026-11-22:
//
//	https://help.aliyun.com/zh/oss/developer-reference/multipart-upload-operations/
//	https://cloud.tencent.com/document/product/436/7746
//	https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
package wire
