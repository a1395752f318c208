package options

// client are options that never arrive here, since the client deals with them.
// They are known so that misspellings of them are. Made from
// web/src/session/clientoptions.ts by TestClientOptions; do not edit.
var client = [...]string{
	"parallel",
	"timeLimit",
	"stallTime",
	"resume",
	"fileHandle",
	"name",
	"signal",
	"wasm",
	"worker",
	"transport",
	"storage",
	"onRequest",
	"onResponse",
	"credentials",
	"signer",
}
