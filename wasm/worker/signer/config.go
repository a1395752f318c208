package signer

import (
	"encoding/json"
	"errors"

	"github.com/partway/partway/core/grant"
)

// Config is what a signer is told. ParseConfig reads it; the README has the
// schema.
type Config struct {
	targets []*target // the first is the default
	seal    grant.Keys
	auth    auth
	webhook webhook
	janitor janitor
}

// ParseConfig reads a configuration from JSON objects that are laid over each
// other, so that secrets can stand in one of their own. It names the first
// fault it finds, by its place and never by its value.
func ParseConfig(objects ...[]byte) (*Config, error) {
	merged := map[string]any{}
	for _, text := range objects {
		if len(text) == 0 {
			continue
		}
		var object map[string]any
		if tooDeep(text) || json.Unmarshal(text, &object) != nil {
			return nil, errors.New("configuration: it is not a JSON object")
		}
		overlay(merged, object)
	}
	var fault error
	root := section{"", merged, &fault}
	root.known("default", "targets", "origins", "seal", "auth", "webhook", "janitor")
	c := &Config{
		seal:    root.sealKeys(),
		auth:    parseAuth(root.section("auth")),
		webhook: parseWebhook(root.section("webhook")),
	}
	c.targets = parseTargets(root)
	c.janitor = parseJanitor(root.section("janitor"), c.targets)
	if fault != nil {
		return nil, fault
	}
	return c, nil
}

// overlay lays b over a: objects are merged, everything else is replaced.
func overlay(a, b map[string]any) {
	for name, value := range b {
		under, isObject := a[name].(map[string]any)
		over, too := value.(map[string]any)
		if isObject && too {
			overlay(under, over)
		} else {
			a[name] = value
		}
	}
}

// sealKeys reads the secrets of seals, the current one first.
func (s section) sealKeys() (keys grant.Keys) {
	for _, text := range s.list("seal") {
		key, ok := grant.ParseKey(text)
		if !ok {
			s.wrong(
				"seal",
				"must be a list of secrets, each 32 random bytes in base64 (openssl rand -base64 32), the current one first",
			)
		}
		keys = append(keys, key)
	}
	if keys == nil {
		s.wrong(
			"seal",
			"is missing: secrets, each 32 random bytes in base64 (openssl rand -base64 32), the current one first",
		)
	}
	return keys
}

// target finds a target by its name; empty for the default.
func (c *Config) target(name string) *target {
	if name == "" {
		return c.targets[0]
	}
	for _, t := range c.targets {
		if t.name == name {
			return t
		}
	}
	return nil
}
