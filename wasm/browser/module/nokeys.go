//go:build nokeys

package module

import (
	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/wire"
	"github.com/partway/partway/wasm/abi"
)

// This is the module of a page whose signer has the keys: there it is the
// signer who checks options, builds and signs, and who begins, lists and
// completes uploads. The page sends parts and objects.

func callWithKeys(int, *abi.Reader) []byte { return malformed(noFunction) }

func readingWithKeys(request.Op, *dialect.Dialect, *request.Reply) (*abi.Writer, *wire.Error) {
	return nil, nil
}
