// Package core is the public face for Go programs: options in, requests out,
// replies read. It performs no I/O, reads no clock and keeps no state; whoever
// sends the requests says what the time is and hands the replies back. The
// WebAssembly module of a page is the same code behind another face.
//
// The example of the package begins an upload: New checks the options, which
// package options lists, Build makes a request of an operation, Sign signs it,
// and a Read function says what the reply means. Package upload is the whole of
// an upload as a state machine, and grant what a signer allows.
//
// The errors are two types: *OptionError for what was asked for, before any
// request; *Error for what a store answered, which also says whether and how
// to try again.
//
// # Folders
//
//	core/request   the request and the reply as plain values
//	core/dialect   one row per store: hosts, limits, names, legal values, codes
//	core/options   what the user asked for, checked against a row
//	core/wire      one file per operation: build the request, read the reply
//	core/sign      one file per signature scheme
//	core/checksum  CRC-64 and CRC-32C, streaming and combined
//	core/plan      sizes and limits to parts
//	core/upload    an upload from beginning to end: retry, resume, verify
//	core/grant     what a signer allows: policy, object keys, sealed upload IDs
package core
