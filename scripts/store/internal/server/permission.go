package server

import (
	"fmt"
	"slices"
	"strings"

	"github.com/partway/partway/scripts/store/internal/fault"
	"github.com/partway/partway/scripts/store/internal/vendor"
)

// Policy is what the keys may not do. The zero value forbids nothing.
type Policy struct {
	// Deny lists operations as the log calls them ("abort") or actions as the vendors' policies do
	// ("s3:AbortMultipartUpload").
	Deny []string
	// Within is what every key must begin with; empty: anything.
	Within string
}

// Check finds entries that no store knows.
func (p Policy) Check() error {
	for _, denied := range p.Deny {
		if !slices.ContainsFunc(vendor.All(), func(v *vendor.Vendor) bool { return knows(v, denied) }) {
			return fmt.Errorf("%q is neither an operation (%s) nor an action like oss:PutObject", denied, operationNames())
		}
	}
	return nil
}

func knows(v *vendor.Vendor, denied string) bool {
	for op, action := range v.Actions {
		if denied == op || denied == action {
			return true
		}
	}
	return false
}

func operationNames() string {
	var names []string
	for op := range vendor.All()[0].Actions {
		names = append(names, op)
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// tagging is what it takes to give an object tags, beside storing it.
const tagging = "tagObject"

// forbids returns the action that the policy lacks; empty: none.
func (p Policy) forbids(v *vendor.Vendor, key string, ops ...string) string {
	for _, op := range ops {
		action := v.Actions[op]
		outside := key != "" && !strings.HasPrefix(key, p.Within)
		if slices.Contains(p.Deny, op) || slices.Contains(p.Deny, action) || outside {
			return action
		}
	}
	return ""
}

// permit refuses what the key has no permission for. It runs once the signature is checked.
func (c *call) permit() *fault.Fault {
	ops := []string{c.entry.op}
	if c.v.Tagging != "" && c.header(c.v.Tagging) != "" {
		ops = append(ops, tagging)
	}
	for _, policy := range []Policy{c.Policy, c.orders.Policy} {
		if action := policy.forbids(c.v, c.key, ops...); action != "" {
			resource := c.bucketName
			if c.key != "" {
				resource += "/" + c.key
			}
			return fault.New(fault.AccessDenied, "%s", c.v.Denial(action, resource))
		}
	}
	return nil
}
