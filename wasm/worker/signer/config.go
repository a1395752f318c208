package signer

import (
	"encoding/json"
	"errors"

	"github.com/partway/partway/core/grant"
)

// Config is what a signer is told. ParseConfig reads it; web/docs/signer.md
// has every field.
type Config struct {
	targets []*target // the first is the default
	seal    grant.Keys
	public  bool // the secret of a seal is one that anybody may know: for this machine only
	auth    auth
	webhook webhook
	janitor janitor
	begins  int64 // uploads that a user may begin in a minute; 0: any number
}

// Counts reports whether the configuration limits what a user begins, for which
// the host has to have a counter (Env.Allow).
func (c *Config) Counts() bool { return c.begins > 0 }

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
	root.known("default", "targets", "origins", "seal", "auth", "webhook", "janitor", "beginsPerMinute")
	c := &Config{
		seal:    root.sealKeys(),
		auth:    parseAuth(root.section("auth")),
		webhook: parseWebhook(root.section("webhook")),
	}
	for _, key := range c.seal {
		c.public = c.public || grant.WeakKey(key)
	}
	c.begins = root.number("beginsPerMinute", 0, 1, 1_000_000)
	c.targets = parseTargets(root)
	root.refuseCookieForAll(c)
	root.refuseSharedKeys(c)
	c.janitor = parseJanitor(root.section("janitor"), c.targets)
	if fault != nil {
		return nil, fault
	}
	return c, nil
}

// refuseCookieForAll: a cookie comes with requests of any page, and then any page
// could upload as its visitor.
func (s section) refuseCookieForAll(c *Config) {
	if c.auth.cookie == "" {
		return
	}
	for _, t := range c.targets {
		for _, o := range t.origins {
			if o.Any() {
				s.wrong("auth.cookie", "does not go together with an origin *, which the target "+t.name+
					" has: name the pages' origins, or leave them out for pages of the signer's own host")
			}
		}
	}
}

// refuseSharedKeys: where users share a folder and uploads have no key of their
// own, whoever knows a name replaces another user's object.
func (s section) refuseSharedKeys(c *Config) {
	for _, t := range c.targets {
		key := &t.policy.Key
		if t.row == nil || t.overwrite || key.Unique() || key.Has("user") && c.auth.kind == authJWT {
			continue
		}
		why := "has neither {uuid} nor {user}"
		if key.Has("user") {
			why = "has no {uuid}, and {user} is one and the same without auth.kind jwt"
		}
		s.wrong("targets."+t.name+".key", why+": users would overwrite each other's objects. "+
			"Add {uuid}, or say overwrite: true where that is meant")
	}
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
