//go:build nokeys

package module

import (
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/upload"
	"github.com/partway/partway/core/wire"
	"github.com/partway/partway/wasm/abi"
)

// This is the module of a page whose signer has the keys: there it is the
// signer who checks options, plans, builds and signs, and who begins, lists and
// completes uploads. The page sends parts and objects.

func callWithKeys(int, *abi.Reader) []byte { return malformed(noFunction) }

// planFor leaves it to the signer.
func planFor(c *upload.Config, _ string, _ int64) (fault []byte) {
	if c.Window == 0 {
		return malformed("it needs a signer")
	}
	return nil
}

// outcome is what an answer comes to: the store's to a PUT, the signer's to all
// else.
func outcome(op request.Op, _ string, part int, reply *request.Reply) *wire.Outcome {
	var o wire.Outcome
	if op == request.UploadPart || op == request.PutObject {
		o = wire.ReadSigned(op, part, reply)
	} else {
		o = wire.ReadSigner(op, reply)
	}
	return &o
}
