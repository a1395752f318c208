package server

import (
	"encoding/xml"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/partway/partway/core/request"
	"github.com/partway/partway/scripts/store/internal/auth"
	"github.com/partway/partway/scripts/store/internal/disk"
	"github.com/partway/partway/scripts/store/internal/fault"
	"github.com/partway/partway/scripts/store/internal/sums"
)

// Limits of what stands in front of a form's file, in bytes and fields. All of it is read before it is known who
// asks, as the signature is one of the fields. S3 allows 20 KB in all:
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-post-example.html
const (
	maxFormFields = 128
	maxFormBytes  = 64 << 10 // names and values of all fields together
)

type posted struct {
	XMLName  xml.Name `xml:"PostResponse"`
	Location string
	Bucket   string
	Key      string
	ETag     string
}

// postObject stores the file of a posted form (multipart/form-data), which is
// signed by its policy.
func (c *call) postObject() error {
	kind, params, err := mime.ParseMediaType(c.header("content-type"))
	if err != nil || kind != "multipart/form-data" || params["boundary"] == "" {
		return fault.New(fault.FormMalformed, "The body of the POST request is not well-formed multipart/form-data.")
	}
	b := &body{c: c, in: c.patient(), want: c.r.ContentLength, max: c.v.Limits.MaxPut + maxFormBytes}
	form := multipart.NewReader(b, params["boundary"])
	fields, file, err := readFields(form)
	if err != nil {
		return err
	}
	c.key = strings.ReplaceAll(fields["key"], "${filename}", file.FileName())
	policy, f := c.keys().CheckForm(c.v, fields, c.now)
	if f != nil {
		return f
	}
	limits, err := c.checkPolicy(policy, fields)
	if err != nil {
		return err
	}
	c.fieldsAsHeaders(fields)
	if f := c.permit(); f != nil {
		return f
	}
	c.ignore()
	a, err := c.attributes()
	if err != nil {
		return err
	}
	if err := c.refuseExisting(); err != nil {
		return err
	}
	return c.storeForm(form, file, fields, a, limits)
}

// readFields reads the fields in front of the file, which must be last.
func readFields(form *multipart.Reader) (auth.Form, *multipart.Part, error) {
	fields := auth.Form{}
	room := maxFormBytes
	for len(fields) < maxFormFields {
		part, err := form.NextRawPart()
		if err == io.EOF {
			return nil, nil, fault.New(fault.FormFileCount, "POST requires exactly one file upload per request.")
		} else if err != nil {
			return nil, nil, fault.New(fault.FormMalformed, "The body of the POST request is not well-formed multipart/form-data.")
		}
		name := strings.ToLower(part.FormName())
		if name == "file" {
			return fields, part, nil
		}
		value, err := io.ReadAll(io.LimitReader(part, int64(room)+1))
		if room -= len(name) + len(value); room < 0 {
			return nil, nil, fault.New(fault.FormTooLarge, "The fields before the file exceed %d bytes.", maxFormBytes)
		}
		if err != nil || name == "" {
			return nil, nil, fault.New(fault.FormMalformed, "A field of the form has no name or is cut short.")
		}
		fields[name] = string(value)
	}
	return nil, nil, fault.New(fault.FormMalformed, "The form has more than %d fields.", maxFormFields)
}

// fieldsAsHeaders: the fields of a form say what the headers of a PUT say.
func (c *call) fieldsAsHeaders(fields auth.Form) {
	c.in.Headers = nil
	for name, value := range fields {
		switch {
		case name == c.v.Prefix+"content-type":
			name = "content-type"
		case name == "acl":
			name = c.v.Header("acl")
		case name == "content-type" && fields[c.v.Prefix+"content-type"] != "":
			continue
		}
		c.in.Headers = append(c.in.Headers, request.Pair{Name: name, Value: value})
	}
	c.grant = &auth.Grant{}
}

func (c *call) storeForm(
	form *multipart.Reader,
	file *multipart.Part,
	fields auth.Form,
	a disk.Attributes,
	limits sizeRange,
) error {
	algorithm, err := c.algorithm()
	if err != nil {
		return err
	}
	a.Checksum = algorithm
	h := sums.NewHasher(algorithm)
	o := &disk.Object{Attributes: a}
	b := &body{c: c, want: -1, max: limits.max, in: file, checksum: announced(c)}
	if err := b.readMD5(); err != nil {
		return err
	}
	if err := c.bucket.Put(b, o, h, c.forbidsOverwrite(), func(s sums.Sums) error {
		if s.Size < limits.min {
			return fault.New(fault.EntityTooSmall, "Your proposed upload is smaller than the minimum allowed size.")
		}
		if _, err := form.NextRawPart(); err != io.EOF {
			return fault.New(fault.FormFileCount, "The file must be the last field of the form, and the form must be whole.")
		}
		c.describe(o, s, b.checksums(s, algorithm))
		return b.check(s)
	}); err != nil {
		return err
	}
	c.setSums(o.ETag, o.CRC64, nil)
	c.setAll(o.Echoes)
	return c.posted(o, fields)
}

// posted answers as the form asked for.
func (c *call) posted(o *disk.Object, fields auth.Form) error {
	doc := posted{Location: c.location(c.key), Bucket: c.bucketName, Key: c.key, ETag: c.v.ETag(o.ETag)}
	if to, err := url.Parse(fields["success_action_redirect"]); err == nil && to.IsAbs() &&
		strings.HasPrefix(to.Scheme, "http") {
		q := to.Query()
		q.Set("bucket", doc.Bucket)
		q.Set("key", doc.Key)
		q.Set("etag", doc.ETag)
		to.RawQuery = q.Encode()
		c.set("Location", to.String())
		return c.empty(http.StatusSeeOther)
	}
	c.set("Location", doc.Location)
	switch status, _ := strconv.Atoi(fields["success_action_status"]); status {
	case http.StatusCreated:
		return c.document(status, true, doc)
	case http.StatusOK:
		return c.empty(status)
	}
	return c.empty(http.StatusNoContent)
}
