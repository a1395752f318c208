package server

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/partway/partway/scripts/store/internal/auth"
	"github.com/partway/partway/scripts/store/internal/fault"
)

// sizeRange is what a policy allows for the file, in bytes, both included.
type sizeRange struct{ min, max int64 }

// checkPolicy checks the fields of a form against the conditions of its policy.
func (c *call) checkPolicy(text []byte, fields auth.Form) (sizeRange, error) {
	limits := sizeRange{0, c.v.Limits.MaxPut}
	var policy struct {
		Expiration time.Time         `json:"expiration"`
		Conditions []json.RawMessage `json:"conditions"`
	}
	if err := json.Unmarshal(text, &policy); err != nil || policy.Expiration.IsZero() {
		return limits, fault.New(fault.FormPolicyInvalid, "Invalid Policy: it needs an expiration and conditions.")
	}
	if c.now.After(policy.Expiration) {
		return limits, fault.New(fault.FormConditionFailed, "Invalid according to Policy: Policy expired.")
	}
	value := func(name string) string {
		switch name = strings.ToLower(strings.TrimPrefix(name, "$")); name {
		case "bucket":
			return c.bucketName
		case "key":
			return c.key
		}
		return fields[name]
	}
	named := map[string]bool{"policy": true, "file": true, "x-amz-signature": true}
	for _, raw := range policy.Conditions {
		ok, err := holds(raw, func(name string) string {
			named[strings.ToLower(strings.TrimPrefix(name, "$"))] = true
			return value(name)
		}, &limits)
		if err != nil {
			return limits, fault.New(fault.FormPolicyInvalid, "Invalid Policy: invalid condition.")
		}
		if !ok {
			return limits, fault.New(
				fault.FormConditionFailed,
				"Invalid according to Policy: Policy Condition failed: %s",
				raw,
			)
		}
	}
	for name := range fields {
		if c.v.StrictForm && !named[name] && !strings.HasPrefix(name, "x-ignore-") {
			return limits, fault.New(
				fault.FormConditionFailed,
				"Invalid according to Policy: Extra input fields: %s",
				name,
			)
		}
	}
	return limits, nil
}

// holds checks one condition: {"field": "value"}, ["eq"|"starts-with", "$field", "value"] or ["content-length-range", min, max].
func holds(raw json.RawMessage, value func(string) string, limits *sizeRange) (bool, error) {
	var exact map[string]string
	if json.Unmarshal(raw, &exact) == nil {
		for name, want := range exact {
			if !sameField(name, value(name), want) {
				return false, nil
			}
		}
		return true, nil
	}
	var list []json.RawMessage
	var mode, name, want string
	if err := json.Unmarshal(raw, &list); err != nil || len(list) != 3 {
		return false, fault.New(fault.FormPolicyInvalid, "condition")
	}
	if err := json.Unmarshal(list[0], &mode); err != nil {
		return false, err
	}
	if strings.EqualFold(mode, "content-length-range") {
		return true, limits.read(list[1], list[2])
	}
	if err := json.Unmarshal(list[1], &name); err != nil {
		return false, err
	}
	if err := json.Unmarshal(list[2], &want); err != nil {
		return false, err
	}
	switch strings.ToLower(mode) {
	case "eq":
		return sameField(name, value(name), want), nil
	case "starts-with":
		return strings.HasPrefix(value(name), want), nil
	}
	return false, fault.New(fault.FormPolicyInvalid, "condition %s", mode)
}

// sameField: COS signs q-sign-time in the policy but sends it as q-key-time.
func sameField(name, got, want string) bool {
	return got == want || got == "" && strings.EqualFold(name, "q-sign-time")
}

// read takes numbers, bare or in quotes.
func (r *sizeRange) read(low, high json.RawMessage) error {
	var a, b json.Number
	if err := json.Unmarshal(low, &a); err != nil {
		return err
	}
	if err := json.Unmarshal(high, &b); err != nil {
		return err
	}
	from, err := a.Int64()
	if err != nil {
		return err
	}
	to, err := b.Int64()
	if err != nil {
		return err
	}
	r.min, r.max = max(r.min, from), min(r.max, to)
	return nil
}
