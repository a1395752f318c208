package module

import (
	"github.com/partway/partway/core/checksum"
	"github.com/partway/partway/wasm/abi"
)

// Hash is the stream that is being hashed. The zero value waits for Start.
type Hash struct {
	streams [abi.MD5 + 1]*checksum.Stream // with their tables, by algorithm
	stream  *checksum.Stream
}

// Start begins a stream; the algorithm is one of package abi's. Begun again
// with the same one, it keeps the tables. It reports whether there is such an
// algorithm; if not, there is no stream.
func (h *Hash) Start(algorithm int) bool {
	h.stream = nil
	if algorithm < 0 || algorithm > abi.MD5 {
		return false
	}
	if h.streams[algorithm] == nil {
		h.streams[algorithm] = checksum.NewStream(checksum.Algorithm(algorithm))
	}
	if h.stream = h.streams[algorithm]; h.stream != nil {
		h.stream.Reset()
	}
	return h.stream != nil
}

// Add takes further bytes, which it does not keep.
func (h *Hash) Add(b []byte) {
	if h.stream != nil {
		h.stream.Add(b)
	}
}

// Sum is the message that tells the checksum so far.
func (h *Hash) Sum() []byte {
	if h.stream == nil {
		return malformed("no hash")
	}
	return ok(h.stream.Sum()).Message()
}
