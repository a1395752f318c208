package signer

import (
	"slices"
	"strconv"
	"strings"

	"github.com/partway/partway/core"
	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/grant"
	"github.com/partway/partway/core/options"
	"github.com/partway/partway/core/request"
)

// target is a bucket and what may be uploaded to it.
type target struct {
	name          string
	pairs         []request.Pair // options of core.New, without key and the object's own
	row           *dialect.Dialect
	policy        grant.Policy
	origins       []grant.Origin
	overwrite     bool  // uploads of several users may have one key
	partsOnly     bool  // no form, and no PUT of a whole object that is not empty
	urlSeconds    int64 // that a URL lives
	uploadSeconds int64 // that an upload ID lives
	download      int64 // seconds that the URL to read by lives; 0: none is given
}

const (
	defaultURLSeconds    = 15 * 60
	defaultUploadSeconds = 7 * 24 * 3600
	longestUpload        = 30 * 24 * 3600
)

// connection are a target's options that core.New takes as they are.
var connection = []string{
	"dialect",
	"endpoint",
	"region",
	"bucket",
	"addressing",
	"accessKeyId",
	"accessKeySecret",
	"securityToken",
}

func parseTargets(root section) (targets []*target) {
	all := root.section("targets")
	origins := root.originList()
	for _, name := range all.names() {
		if strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") != "" || name == "" ||
			len(name) > 64 {
			all.wrong("", "has a target "+strconv.Quote(name)+", whose name is not of letters, digits, - and _")
			continue
		}
		targets = append(targets, parseTarget(all.section(name), name, origins))
	}
	if targets == nil {
		root.wrong("targets", "is missing: an object with a name for each bucket")
		return nil
	}
	root.makeDefault(targets)
	return targets
}

// makeDefault puts the default target in front.
func (s section) makeDefault(targets []*target) {
	name := s.choice("default", targetNames(targets)...)
	slices.SortStableFunc(targets, func(a, b *target) int {
		switch name {
		case a.name:
			return -1
		case b.name:
			return 1
		}
		return 0
	})
}

func targetNames(targets []*target) (names []string) {
	for _, t := range targets {
		names = append(names, t.name)
	}
	return names
}

func parseTarget(s section, name string, origins []grant.Origin) *target {
	s.known(append(connection[:len(connection):len(connection)],
		"key", "maxSize", "types", "force", "allow", "partsOnly", "overwrite", "urlSeconds", "uploadSeconds", "download", "origins")...)
	t := &target{name: name, origins: s.originList()}
	if t.origins == nil {
		t.origins = origins
	}
	for _, option := range connection {
		if value := s.text(option); value != "" {
			t.pairs = append(t.pairs, request.Pair{Name: option, Value: value})
		}
	}
	t.partsOnly = s.flag("partsOnly")
	t.overwrite = s.flag("overwrite")
	t.policy.Forced = s.forced()
	t.row = s.checkTarget(t)
	if t.row == nil {
		return t
	}
	s.readPolicy(t)
	most := t.row.Limits.MaxExpires
	if most == 0 {
		most = longestUpload
	}
	t.urlSeconds = s.number("urlSeconds", defaultURLSeconds, 30, min(most, longestUpload))
	t.download = s.number("download", 0, 1, min(most, longestUpload))
	t.uploadSeconds = s.number("uploadSeconds", defaultUploadSeconds, 60, longestUpload)
	return t
}

// checkTarget lets the core look at bucket, keys and forced options.
func (s section) checkTarget(t *target) *dialect.Dialect {
	client, err := core.New(t.with("check"))
	if err != nil {
		s.wrong("", "is refused: "+err.Error())
		return nil
	}
	if _, err := core.New(append(t.with("check"), t.policy.Forced...)); err != nil {
		s.wrong("force", "is refused: "+err.Error())
		return nil
	}
	if client.Options().AccessKeyID == "" {
		s.wrong("accessKeyId", "is missing")
		return nil
	}
	return client.Dialect()
}

// forced reads {"storageClass": "IA", "metadata": {"app": "x"}} as pairs.
func (s section) forced() (pairs []request.Pair) {
	force := s.section("force")
	for _, name := range force.names() {
		switch value := force.m[name].(type) {
		case string:
			pairs = append(pairs, request.Pair{Name: name, Value: value})
		case bool:
			pairs = append(pairs, request.Pair{Name: name, Value: map[bool]string{true: "true", false: "false"}[value]})
		case map[string]any:
			inner := force.section(name)
			for _, key := range inner.names() {
				pairs = append(pairs, request.Pair{Name: name + "." + key, Value: inner.text(key)})
			}
		default:
			force.wrong(name, "must be a text, true, false or an object of texts")
		}
	}
	return pairs
}

func (s section) readPolicy(t *target) {
	limits := &t.row.Limits
	p := &t.policy
	template := s.text("key")
	if template == "" {
		template = "{uuid}/{name}"
	}
	var fault string
	if p.Key, fault = grant.ParseTemplate(template); fault != "" {
		s.wrong("key", fault)
	}
	p.KeyMost = limits.KeyBytes
	p.Most = s.number("maxSize", min(limits.MaxObject, limits.MaxPart*int64(limits.MaxParts)), 1, limits.MaxObject)
	p.Types = s.list("types")
	for _, kind := range p.Types {
		if strings.Count(kind, "/") != 1 || strings.ContainsAny(kind, "; \t") {
			s.wrong("types", "must be media types, such as image/png or image/*")
		}
	}
	p.Allowed = s.list("allow")
	legal := choosable(t.row)
	for _, name := range p.Allowed {
		base, _, _ := strings.Cut(name, ".")
		if !slices.Contains(legal, base) {
			s.wrong("allow", "names what is no option that a client could choose"+options.Meant(base, legal))
		}
	}
}

// choosable are the options that a client may be allowed to choose. Keys of its
// own would be secrets in this service's hands, and the type has its own rule.
func choosable(row *dialect.Dialect) (names []string) {
	for _, o := range row.Options {
		if o.Name != "contentType" && !strings.HasPrefix(o.Name, "customer") {
			names = append(names, o.Name)
		}
	}
	return names
}

func (s section) originList() (origins []grant.Origin) {
	for i, text := range s.list("origins") {
		o, fault := grant.ParseOrigin(text)
		if fault != "" {
			s.wrong("origins", "has at place "+decimal.String(int64(i+1))+" one that "+fault)
		}
		origins = append(origins, o)
	}
	return origins
}

// with are the options of core.New for a key.
func (t *target) with(key string) []request.Pair {
	return append(t.pairs[:len(t.pairs):len(t.pairs)], request.Pair{Name: "key", Value: key},
		request.Pair{Name: "signatureExpires", Value: decimal.String(max(t.urlSeconds, 1))})
}

// client speaks to the store about one object.
func (t *target) client(key string, chosen []request.Pair) (*core.Client, error) {
	return core.New(append(append(t.with(key), t.policy.Forced...), chosen...))
}
