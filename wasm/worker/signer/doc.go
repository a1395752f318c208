// Package signer is the service that keeps the keys: a page asks it to begin an
// upload and gets signed URLs, never a key. It is one http.Handler without
// JavaScript in it, the same in a Cloudflare Worker, in npm start and in tests.
//
// It remembers nothing. What it must know again travels in the sealed upload
// ID that it hands out (package grant).
//
// The routes are those that Uppy's Companion serves for S3, under any path in
// front of /s3/; one that ends in /to/<name> chooses the target of that name for
// clients that name none. Partway's own client sends and gets more with the same routes;
// api.go has every field, and api.ts is made from it.
//
//	GET    /s3/params                       a form that posts a whole file
//	POST   /s3/multipart                    begin
//	GET    /s3/multipart/{id}               the parts that the store has
//	GET    /s3/multipart/{id}/batch         URLs of up to 100 parts
//	GET    /s3/multipart/{id}/{part}        URL of one part
//	POST   /s3/multipart/{id}/complete      complete
//	DELETE /s3/multipart/{id}               abort
//	POST   /s3/sign                         what Uppy's signRequest asks for
//	any    /s3/direct/{ticket}              where the answers of /s3/sign lead
//	GET    /healthz                         which targets there are
package signer
