package module

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/core/request"
	"github.com/partway/partway/wasm/abi"
)

// message puts fields together: texts, numbers, bytes, lists and pairs.
func message(fields ...any) []byte {
	var w abi.Writer
	for _, field := range fields {
		switch f := field.(type) {
		case string:
			w.Text(f)
		case int:
			w.Int(int64(f))
		case []byte:
			w.Bytes(f)
		case []string:
			w.List(f)
		case []request.Pair:
			w.Pairs(f)
		default:
			panic("a field of no kind")
		}
	}
	return w.Message()
}

// fields takes an answer apart.
func fields(t testing.TB, answer []byte) (list []string) {
	r := abi.NewReader(answer)
	for !r.Done() {
		require.Less(t, len(list), 100_000, "the answer is malformed")
		list = append(list, r.Text())
	}
	return list
}

func call(t testing.TB, fn int, f ...any) []string { return fields(t, Call(fn, message(f...))) }
