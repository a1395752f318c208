package server

import (
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/partway/partway/scripts/store/internal/disk"
	"github.com/partway/partway/scripts/store/internal/fault"
	"github.com/partway/partway/scripts/store/internal/sums"
)

// putObject stores an object in one piece.
func (c *call) putObject() error {
	a, err := c.attributes()
	if err != nil {
		return err
	}
	if err := c.refuseExisting(); err != nil {
		return err
	}
	if a.Checksum, err = c.algorithm(); err != nil {
		return err
	}
	b, err := c.openBody(c.v.Limits.MaxPut, a.Checksum)
	if err != nil {
		return err
	}
	o := &disk.Object{Attributes: a}
	if err := c.bucket.Put(b, o, b.hasher, c.forbidsOverwrite(), func(s sums.Sums) error {
		c.describe(o, s, b.checksums(s, a.Checksum))
		return b.check(s)
	}); err != nil {
		return err
	}
	c.setSums(o.ETag, o.CRC64, o.Checksums)
	c.setMD5(b.hasher.Sums().MD5)
	c.setAll(o.Echoes)
	if o.Checksum != "" {
		c.set("x-amz-checksum-type", fullObject)
	}
	if c.v.CallbackStatus != 0 && c.option("callback") != "" {
		return c.noCallback()
	}
	return c.empty(http.StatusOK)
}

// describe fills in what is known of an object that came in one piece.
func (c *call) describe(o *disk.Object, s sums.Sums, checksums map[string]string) {
	o.ETag, o.CRC64, o.Checksums, o.Modified = etag(s.MD5, o.OpaqueETag), s.CRC64, checksums, c.Now().UTC()
}

// getObject answers GET and HEAD.
func (c *call) getObject() error {
	o, f, err := c.bucket.Open(c.key)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := c.sameCustomerKey(o.CustomerKey); err != nil {
		return err
	}
	if err := c.conditions(o); err != nil {
		return err
	}
	c.describeObject(o)
	first, length, part, err := c.byteRange(o.Size)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if part {
		status = http.StatusPartialContent
		c.set("Content-Range", "bytes "+decimal(first)+"-"+decimal(first+length-1)+"/"+decimal(o.Size))
	} else if c.header("x-amz-checksum-mode") != "" && o.Checksum != "" {
		for name, value := range o.Checksums {
			c.set(checksumPrefix+name, value)
		}
		c.set("x-amz-checksum-type", checksumType(&o.Attributes))
	}
	c.set("Content-Length", decimal(length))
	c.w.WriteHeader(status)
	if c.r.Method == http.MethodHead {
		return nil
	}
	if _, err := f.Seek(first, io.SeekStart); err == nil {
		c.send(io.LimitReader(f, length))
	}
	return nil
}

// overridable are the headers that a query may set in a reply, by
// response-<name>: the six that the SDKs of all three vendors have
// (alibabacloud-oss-go-sdk-v2 1.6.1, cos-go-sdk-v5 0.7.70, aws-sdk-go-v2
// service/s3 1.114.8). Any other would let a URL replace the store's own headers.
var overridable = []string{
	"content-type",
	"content-language",
	"content-disposition",
	"content-encoding",
	"cache-control",
	"expires",
}

// describeObject sets the headers that HEAD and GET have in common.
func (c *call) describeObject(o *disk.Object) {
	c.setAll(o.Headers)
	c.setAll(o.Echoes)
	c.setSums(o.ETag, o.CRC64, nil)
	c.set("Accept-Ranges", "bytes")
	c.set("Last-Modified", o.Modified.UTC().Format(http.TimeFormat))
	class := o.Class
	if class == "" && c.v.ClassAlways {
		class = c.v.DefaultClass
	}
	if class != c.v.DefaultClass || c.v.ClassAlways {
		c.set(c.v.Header("storageClass"), class)
	}
	if c.v.TypeHeader != "" {
		kind := "Normal"
		if o.Parts > 0 {
			kind = "Multipart"
		}
		c.set(c.v.TypeHeader, kind)
	}
	for _, p := range c.in.Query {
		if name, ok := strings.CutPrefix(p.Name, "response-"); ok && slices.Contains(overridable, name) {
			c.set(name, p.Value)
		}
	}
}

// sendChunk is how much is sent under one deadline, in bytes.
const sendChunk = 4 << 20

// send writes to a client that may be slow or gone.
func (c *call) send(in io.Reader) {
	control := http.NewResponseController(c.w)
	for {
		control.SetWriteDeadline(time.Now().Add(c.Stall)) // not every writer has a connection
		if n, err := io.CopyN(c.w, in, sendChunk); err != nil || n == 0 {
			break
		}
	}
	control.SetWriteDeadline(time.Time{})
}

// byteRange reads a Range header with one range. What is malformed is ignored, as RFC 9110 demands.
func (c *call) byteRange(size int64) (first, length int64, part bool, err error) {
	spec, ok := strings.CutPrefix(c.header("range"), "bytes=")
	from, to, dash := strings.Cut(spec, "-")
	if !ok || !dash {
		return 0, size, false, nil
	}
	a, errA := strconv.ParseInt(from, 10, 64)
	b, errB := strconv.ParseInt(to, 10, 64)
	switch {
	case from == "" && errB == nil && b >= 0:
		a, b = max(size-b, 0), size-1
		if to == "0" {
			a = size
		}
	case errA == nil && a >= 0 && to == "":
		b = size - 1
	case errA != nil || errB != nil || a < 0 || b < a:
		return 0, size, false, nil
	}
	if a >= size {
		if c.v.LenientRange {
			return 0, size, false, nil
		}
		return 0, 0, false, fault.New(fault.BadRange, "The requested range is not satisfiable").
			With("RangeRequested", c.header("range")).With("ActualObjectSize", decimal(size))
	}
	b = min(b, size-1)
	return a, b - a + 1, true, nil
}

// conditions applies If-Match and its relatives.
func (c *call) conditions(o *disk.Object) error {
	tag := c.v.ETag(o.ETag)
	modified := o.Modified.Truncate(time.Second)
	failed := func(name string) error {
		return fault.New(fault.PreconditionFailed, "At least one of the pre-conditions you specified did not hold.").
			With("Condition", name)
	}
	if want := c.header("if-match"); want != "" {
		if !tagged(want, tag) {
			return failed("If-Match")
		}
	} else if t, err := http.ParseTime(c.header("if-unmodified-since")); err == nil && modified.After(t) {
		return failed("If-Unmodified-Since")
	}
	if want := c.header("if-none-match"); want != "" {
		if tagged(want, tag) {
			return fault.New(fault.NotModified, "Not modified.")
		}
	} else if t, err := http.ParseTime(c.header("if-modified-since")); err == nil && !modified.After(t) {
		return fault.New(fault.NotModified, "Not modified.")
	}
	return nil
}

// tagged reports whether a list of entity tags holds tag, quoted or not.
func tagged(list, tag string) bool {
	for _, item := range strings.Split(list, ",") {
		item = strings.Trim(strings.TrimSpace(item), `"`)
		if item == "*" || item == strings.Trim(tag, `"`) {
			return true
		}
	}
	return false
}

// deleteObject removes an object; it is no error if there is none.
func (c *call) deleteObject() error {
	if err := c.bucket.Delete(c.key); err != nil && err != disk.ErrNoObject {
		return err
	}
	return c.empty(http.StatusNoContent)
}
