package server

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strconv"
	"strings"

	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/scripts/store/internal/disk"
	"github.com/partway/partway/scripts/store/internal/fault"
	"github.com/partway/partway/scripts/store/internal/sums"
)

// faultOf says what a wrong value of an option is; InvalidArgument if it is not here.
var faultOf = map[string]fault.Kind{
	"storageClass":      fault.InvalidStorageClass,
	"acl":               fault.InvalidACL,
	"encryption":        fault.InvalidEncryption,
	"dataEncryption":    fault.InvalidDataEncryption,
	"customerAlgorithm": fault.CustomerKeyWrong,
	"customerKey":       fault.CustomerKeyWrong,
	"customerKeyMD5":    fault.CustomerKeyWrong,
	"tags":              fault.InvalidTag,
}

// Options that every reply about the object repeats, and those that HEAD and GET replay.
var (
	echoed = []string{
		"encryption",
		"encryptionKeyId",
		"dataEncryption",
		"bucketKey",
		"customerAlgorithm",
		"customerKeyMD5",
	}
	replayed = []string{"cacheControl", "contentDisposition", "contentEncoding", "contentLanguage", "expires",
		"websiteRedirect", "objectLockMode", "objectLockRetainUntil", "objectLockLegalHold"}
)

// checkOptions checks every header of this operation against the dialect's row.
func (c *call) checkOptions() error {
	for i := range c.v.Options {
		o := &c.v.Options[i]
		value := c.header(o.Header)
		if o.Header == "" || value == "" || !o.Ops.Has(c.op) || strings.HasPrefix(o.Header, checksumPrefix) {
			continue
		}
		if !legal(o, value) {
			return c.wrong(o, value)
		}
		if !c.has(o.Needs) {
			return fault.Argument(fault.InvalidArgument, o.Header, value, "%s needs %s.", o.Header, o.Needs)
		}
	}
	if err := c.checkTags(c.header(c.v.Tagging)); err != nil {
		return err
	}
	return c.checkMetadata()
}

func legal(o *dialect.Option, value string) bool {
	switch o.Kind {
	case dialect.Enum:
		return contains(o.Legal, value)
	case dialect.Flag:
		return value == o.Fixed || o.Fixed == "" && (value == "true" || value == "false")
	case dialect.Integer:
		n, err := strconv.ParseInt(value, 10, 64)
		return err == nil && o.Min <= n && n <= o.Max
	case dialect.Base64JSON:
		text, err := base64.StdEncoding.DecodeString(value)
		return err == nil && json.Valid(text) && int64(len(value)) <= o.Max
	case dialect.JSON:
		return json.Valid([]byte(value))
	}
	return true
}

func (c *call) wrong(o *dialect.Option, value string) *fault.Fault {
	kind, ok := faultOf[o.Name]
	if !ok {
		kind = fault.InvalidArgument
	}
	return fault.Argument(kind, o.Header, value, "The value of %s is not legal.", o.Header)
}

// has reports whether "option" or "option=a|b" was sent; nothing is always there.
func (c *call) has(needs string) bool {
	if needs == "" {
		return true
	}
	name, values, valued := strings.Cut(needs, "=")
	sent := c.option(name)
	if !valued {
		return sent != ""
	}
	return contains(strings.Split(values, "|"), sent)
}

// checkTags: number, lengths, characters and repetition.
func (c *call) checkTags(header string) error {
	if header == "" {
		return nil
	}
	bad := func(why string) error {
		return fault.Argument(fault.InvalidTag, c.v.Tagging, header, "The tagging is invalid: %s.", why)
	}
	items := strings.Split(header, "&")
	if len(items) > c.v.Limits.Tags {
		return bad("more than " + strconv.Itoa(c.v.Limits.Tags) + " tags")
	}
	seen := map[string]bool{}
	for _, item := range items {
		name, value, _ := strings.Cut(item, "=")
		n, err1 := url.QueryUnescape(name)
		v, err2 := url.QueryUnescape(value)
		if err1 != nil || err2 != nil || n == "" || len(n) > c.v.Limits.TagKey || len(v) > c.v.Limits.TagValue {
			return bad("length or encoding of a tag")
		}
		if seen[n] {
			return bad("a tag is repeated")
		}
		seen[n] = true
	}
	return nil
}

// checkMetadata sums names and values.
func (c *call) checkMetadata() error {
	size := 0
	for _, h := range c.in.Headers {
		if name, ok := strings.CutPrefix(h.Name, c.v.Meta); ok {
			size += len(name) + len(h.Value)
		}
	}
	if size > c.v.Limits.MetaBytes {
		return fault.New(fault.MetadataTooLarge, "Your metadata headers exceed the maximum allowed metadata size.").
			With("Size", decimal(size)).With("MaxSizeAllowed", decimal(c.v.Limits.MetaBytes))
	}
	return nil
}

// checkKey applies the dialect's rules for keys.
func (c *call) checkKey(key string) error {
	l := c.v.Limits.KeyBytes
	switch {
	case len(key) > l:
		return fault.New(fault.KeyTooLong, "Your key is too long.").
			With("Size", decimal(len(key))).
			With("MaxSizeAllowed", decimal(l))
	case key == "",
		c.v.NoLeadingSlash && strings.ContainsRune(`/\`, rune(key[0])),
		strings.ContainsAny(key, c.v.KeyForbidden):
		return fault.New(fault.InvalidKey, "The specified object is not valid.").With("ObjectName", key)
	}
	return nil
}

// attributes checks the headers that are kept with an object and collects them.
func (c *call) attributes() (disk.Attributes, error) {
	a := disk.Attributes{Key: c.key}
	if err := c.checkKey(c.key); err != nil {
		return a, err
	}
	if err := c.checkOptions(); err != nil {
		return a, err
	}
	if err := c.checkCustomerKey(); err != nil {
		return a, err
	}
	a.CustomerKey = c.option("customerKeyMD5")
	a.OpaqueETag = a.CustomerKey != "" || contains(c.v.OpaqueSSE, c.option("encryption"))
	for _, name := range echoed {
		if v := c.option(name); v != "" {
			a.Echoes = append(a.Echoes, disk.Header{Name: c.v.Header(name), Value: v})
		}
	}
	a.Class = c.option("storageClass")
	a.Headers = c.kept()
	return a, nil
}

// kept are the headers that HEAD and GET replay.
func (c *call) kept() []disk.Header {
	var kept []disk.Header
	add := func(name, value string) {
		if value != "" {
			kept = append(kept, disk.Header{Name: name, Value: value})
		}
	}
	for _, name := range replayed {
		value := c.option(name)
		if name == "contentEncoding" {
			value = withoutChunking(value)
		}
		add(c.v.Header(name), value)
	}
	contentType := c.header("content-type")
	if contentType == "" {
		contentType = "application/octet-stream"
	}
	add("content-type", contentType)
	for _, h := range c.in.Headers {
		if strings.HasPrefix(h.Name, c.v.Meta) {
			add(h.Name, h.Value)
		}
	}
	if tags := c.header(c.v.Tagging); tags != "" {
		add(c.v.Tagging+"-count", strconv.Itoa(strings.Count(tags, "&")+1))
	}
	return kept
}

// withoutChunking: aws-chunked is an encoding of the transfer only.
func withoutChunking(encoding string) string {
	var left []string
	for _, e := range strings.Split(encoding, ",") {
		if e = strings.TrimSpace(e); e != "" && e != "aws-chunked" {
			left = append(left, e)
		}
	}
	return strings.Join(left, ", ")
}

// forbidsOverwrite: OSS and COS say true, S3 gives a condition.
func (c *call) forbidsOverwrite() bool {
	o, ok := c.v.Option("forbidOverwrite")
	if !ok || !o.Ops.Has(c.op) {
		return false
	}
	v := c.header(o.Header)
	return v == "true" || v != "" && v == o.Fixed
}

// refuseExisting applies forbid-overwrite before any byte is read.
func (c *call) refuseExisting() error {
	if !c.forbidsOverwrite() {
		return nil
	}
	exists, err := c.bucket.Exists(c.key)
	if err == nil && exists {
		return c.exists()
	}
	return err
}

// algorithm of the checksums of an upload or object, lower case. Without one S3 takes CRC-64/NVME.
func (c *call) algorithm() (string, error) {
	if !c.v.Checksums {
		return "", nil
	}
	for _, header := range []string{"x-amz-checksum-algorithm", "x-amz-sdk-checksum-algorithm"} {
		if name := strings.ToLower(c.header(header)); sums.Known(name) {
			return name, nil
		} else if name != "" {
			return "", fault.Argument(fault.InvalidArgument, header, name, "Checksum algorithm provided is unsupported.")
		}
	}
	if name := announced(c); name != "" {
		return name, nil
	}
	return sums.CRC64NVME, nil
}

func contains(list []string, s string) bool {
	for _, l := range list {
		if l == s {
			return true
		}
	}
	return false
}
