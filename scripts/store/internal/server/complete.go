package server

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"net/http"
	"strings"

	"github.com/partway/partway/scripts/store/internal/disk"
	"github.com/partway/partway/scripts/store/internal/fault"
	"github.com/partway/partway/scripts/store/internal/sums"
)

// maxDocument holds a list of 10,000 parts with checksums, in bytes.
const maxDocument = 4 << 20

type completeRequest struct {
	XMLName xml.Name     `xml:"CompleteMultipartUpload"`
	Parts   []listedPart `xml:"Part"`
}

type listedPart struct {
	PartNumber int
	ETag       string
	checksumElements
}

type completed struct {
	XMLName      xml.Name `xml:"CompleteMultipartUploadResult"`
	XMLNS        string   `xml:"xmlns,attr,omitempty"`
	EncodingType string   `xml:",omitempty"`
	Location     string
	Bucket       string
	Key          string
	ETag         string
	checksumElements
	ChecksumType string `xml:",omitempty"`
}

// complete makes the object.
func (c *call) complete() error {
	encode, err := c.encoding()
	if err != nil {
		return err
	}
	if err := c.checkOptions(); err != nil {
		return err
	}
	listed, all, err := c.readList()
	if err != nil {
		return err
	}
	u, err := c.upload()
	if err != nil {
		return err
	}
	o := &disk.Object{Attributes: u.Attributes}
	err = c.bucket.Complete(u.ID, o, c.forbidsOverwrite(), func(stored []disk.Part) ([]disk.Part, error) {
		parts := stored
		if !all {
			if parts, err = c.choose(listed, stored); err != nil {
				return nil, err
			}
		}
		if err := c.checkParts(parts); err != nil {
			return nil, err
		}
		c.assemble(o, u, parts)
		return parts, c.checkWhole(o)
	})
	if err != nil {
		return err
	}
	return c.completed(o, encode)
}

func (c *call) completed(o *disk.Object, encode encoding) error {
	c.setSums(o.ETag, o.CRC64, nil)
	c.setAll(o.Echoes)
	status := http.StatusOK
	if c.v.CallbackStatus != 0 && c.option("callback") != "" {
		return c.noCallback()
	}
	doc := completed{
		XMLNS: c.v.CompleteNS, EncodingType: encode.name(), Location: c.location(c.key),
		Bucket: c.bucketName, Key: encode.text(c.key), ETag: c.v.ETag(o.ETag), checksumElements: elementsOf(o.Checksums),
	}
	if o.Checksum != "" {
		doc.ChecksumType = checksumType(&o.Attributes)
	}
	return c.document(status, true, doc)
}

func checksumType(a *disk.Attributes) string {
	if a.Composite {
		return composite
	}
	return fullObject
}

// noCallback: the object is stored, but this server calls nobody.
func (c *call) noCallback() error {
	c.entry.code = "CallbackFailed"
	return c.document(c.v.CallbackStatus, true, errorDocument{
		Code: "CallbackFailed", Message: "The object is stored; the local store makes no callbacks.",
		RequestID: c.id, HostID: c.r.Host, EC: c.v.FineCodes["CallbackFailed"],
	})
}

// readList reads the list of parts; all says to take whatever is there instead.
func (c *call) readList() (list []listedPart, all bool, err error) {
	text, err := c.readDocument()
	if err != nil {
		return nil, false, err
	}
	if h := c.v.CompleteAll; h != "" && c.header(h) != "" {
		if c.header(h) != "yes" || len(text) > 0 {
			return nil, false, fault.Argument(
				fault.InvalidArgument,
				h,
				c.header(h),
				"With %s: yes the body must be empty.",
				h,
			)
		}
		return nil, true, nil
	}
	var doc completeRequest
	if err := xml.Unmarshal(text, &doc); err != nil || len(doc.Parts) == 0 || len(doc.Parts) > c.v.Limits.MaxParts {
		return nil, false, fault.New(
			fault.MalformedXML,
			"The XML you provided was not well-formed or did not validate against our published schema.",
		)
	}
	return doc.Parts, false, nil
}

// choose finds the listed parts among the stored ones.
func (c *call) choose(listed []listedPart, stored []disk.Part) ([]disk.Part, error) {
	byNumber := map[int]*disk.Part{}
	for i := range stored {
		byNumber[stored[i].Number] = &stored[i]
	}
	parts := make([]disk.Part, 0, len(listed))
	last := 0
	for _, l := range listed {
		if l.PartNumber <= last || l.PartNumber > c.v.Limits.MaxParts {
			return nil, fault.New(fault.InvalidPartOrder, "The list of parts was not in ascending order. Parts list must be specified in order by part number.").
				With("PartNumber", decimal(l.PartNumber))
		}
		last = l.PartNumber
		p := byNumber[l.PartNumber]
		if p == nil || !strings.EqualFold(strings.Trim(strings.TrimSpace(l.ETag), `"`), p.ETag) ||
			!sameChecksums(l, p) {
			return nil, c.invalidPart(l.PartNumber, l.ETag)
		}
		parts = append(parts, *p)
	}
	return parts, nil
}

func sameChecksums(l listedPart, p *disk.Part) bool {
	for name, value := range l.byName() {
		if value != "" && value != p.Checksums[name] {
			return false
		}
	}
	return true
}

func (c *call) invalidPart(number int, tag string) *fault.Fault {
	return fault.New(fault.InvalidPart, "One or more of the specified parts could not be found or the specified entity tag might not have matched the part's entity tag.").
		With("PartNumber", decimal(number)).
		With("ETag", tag)
}

// checkParts checks what an object may be made of: no gaps where the store
// refuses them, no small part but the last, not too much.
func (c *call) checkParts(parts []disk.Part) error {
	l := c.v.Limits
	var total int64
	for i, p := range parts {
		if c.v.GapFreeParts && p.Number != i+1 {
			return c.invalidPart(i+1, "")
		}
		if p.Size < l.MinPart && i < len(parts)-1 {
			return fault.New(fault.EntityTooSmall, "Your proposed upload smaller than the minimum allowed size.").
				With("PartNumber", decimal(p.Number)).With("ETag", c.v.ETag(p.ETag)).
				With("MinSizeAllowed", decimal(l.MinPart)).With("ProposedSize", decimal(p.Size))
		}
		total += p.Size
	}
	if len(parts) == 0 {
		return c.invalidPart(1, "")
	}
	if total > l.MaxObject {
		return fault.New(fault.EntityTooLarge, "Your proposed upload exceeds the maximum allowed size.").
			With("MaxSizeAllowed", decimal(l.MaxObject))
	}
	return nil
}

// assemble computes what is known of the object from its parts.
func (c *call) assemble(o *disk.Object, u *disk.Upload, parts []disk.Part) {
	tags := make([][]byte, len(parts))
	for i, p := range parts {
		tags[i], _ = hex.DecodeString(p.ETag)
		o.CRC64 = sums.CombineXZ(o.CRC64, p.CRC64, p.Size)
	}
	salt := ""
	if !c.v.ChainedETag {
		salt = u.ID
	}
	o.ETag = fmt.Sprintf("%s-%d", hashed(salt, tags...), len(parts))
	o.Checksums = wholeChecksum(&u.Attributes, parts)
	o.Modified = c.Now().UTC()
	if c.v.DatedByBegin {
		o.Modified = u.Initiated
	}
}

// checkWhole compares the object's checksum with the one in the headers; a
// composite one comes with the number of parts or without.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html (2026-11-22)
func (c *call) checkWhole(o *disk.Object) error {
	for name, sum := range o.Checksums {
		bare, _, _ := strings.Cut(sum, "-")
		if want := c.header(checksumPrefix + name); want != "" && want != sum && want != bare {
			return fault.New(
				fault.BadChecksum,
				"The %s you specified did not match the calculated checksum.",
				strings.ToUpper(name),
			)
		}
	}
	return nil
}

// wholeChecksum is S3's checksum of the object; nil if a part has none.
func wholeChecksum(a *disk.Attributes, parts []disk.Part) map[string]string {
	var whole []byte
	for i, p := range parts {
		sum, err := base64.StdEncoding.DecodeString(p.Checksums[a.Checksum])
		switch {
		case err != nil || len(sum) == 0:
			return nil
		case a.Composite || i == 0:
			whole = append(whole, sum...)
		default:
			whole = sums.Combine(a.Checksum, whole, sum, p.Size)
		}
	}
	if !a.Composite {
		return map[string]string{a.Checksum: base64.StdEncoding.EncodeToString(whole)}
	}
	h := sums.New(a.Checksum)
	h.Write(whole)
	return map[string]string{
		a.Checksum: fmt.Sprintf("%s-%d", base64.StdEncoding.EncodeToString(h.Sum(nil)), len(parts)),
	}
}
