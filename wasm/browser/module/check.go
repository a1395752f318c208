//go:build !nokeys

package module

import (
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/wasm/abi"
)

// check says what the options come to.
func check(r *abi.Reader) []byte {
	client, fault := readClient(r)
	if fault != nil {
		return fault
	}
	o := client.Options()
	object := request.Request{Target: o.Target}
	w := ok(o.Dialect.Name, o.Scheme, o.Target.Bucket, o.Target.Key, o.Target.Region, o.Target.Host, object.URL())
	algorithm, header := o.Verify()
	w.Texts(algorithm, header)
	return w.Message()
}
