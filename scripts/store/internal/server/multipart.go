package server

import (
	"encoding/hex"
	"encoding/xml"
	"errors"
	"io/fs"
	"net/http"
	"strconv"
	"strings"

	"github.com/partway/partway/scripts/store/internal/disk"
	"github.com/partway/partway/scripts/store/internal/fault"
	"github.com/partway/partway/scripts/store/internal/sums"
)

type initiated struct {
	XMLName      xml.Name `xml:"InitiateMultipartUploadResult"`
	XMLNS        string   `xml:"xmlns,attr,omitempty"`
	EncodingType string   `xml:",omitempty"`
	Bucket       string
	Key          string
	UploadID     string `xml:"UploadId"`
}

// initiate begins an upload.
func (c *call) initiate() error {
	encode, err := c.encoding()
	if err != nil {
		return err
	}
	a, err := c.attributes()
	if err != nil {
		return err
	}
	if err := c.refuseExisting(); err != nil {
		return err
	}
	_, a.Sequential = c.param("sequential")
	if err := c.uploadChecksum(&a); err != nil {
		return err
	}
	u := &disk.Upload{Attributes: a, ID: c.v.NewUploadID(c.now.Unix()), Initiated: c.now.UTC()}
	if err := c.bucket.Initiate(u); err != nil {
		return err
	}
	c.setAll(a.Echoes)
	return c.document(http.StatusOK, c.v.Declared, initiated{
		XMLNS: c.v.Namespace, EncodingType: encode.name(), Bucket: c.bucketName, Key: encode.text(c.key), UploadID: u.ID,
	})
}

// uploadChecksum reads which checksum S3 shall keep for the upload.
func (c *call) uploadChecksum(a *disk.Attributes) error {
	algorithm, err := c.algorithm()
	if err != nil || algorithm == "" {
		return err
	}
	kind := c.header("x-amz-checksum-type")
	if kind == "" && sums.CanCombine(algorithm) && c.header("x-amz-checksum-algorithm") == "" {
		kind = fullObject
	} else if kind == "" {
		kind = composite
	}
	if algorithm == sums.CRC64NVME {
		kind = fullObject // it has no other type
	}
	if kind == fullObject && !sums.CanCombine(algorithm) || kind != fullObject && kind != composite {
		return fault.Argument(
			fault.InvalidArgument,
			"x-amz-checksum-type",
			kind,
			"The checksum type cannot be used with the checksum algorithm.",
		)
	}
	a.Checksum, a.Composite = algorithm, kind == composite
	if asked := c.header("x-amz-checksum-algorithm"); asked != "" {
		c.set("x-amz-checksum-algorithm", strings.ToUpper(algorithm))
		c.set("x-amz-checksum-type", kind)
	}
	return nil
}

// The types of S3's checksums.
const (
	fullObject = "FULL_OBJECT"
	composite  = "COMPOSITE"
)

// upload finds the upload that the request names.
func (c *call) upload() (*disk.Upload, error) {
	id, _ := c.param("uploadId")
	u, err := c.bucket.Upload(id)
	if err == nil && u.Key != c.key {
		err = disk.ErrNoUpload
	}
	return u, err
}

// uploadPart takes the bytes of one part.
func (c *call) uploadPart() error {
	text, _ := c.param("partNumber")
	number, err := strconv.Atoi(text)
	if err != nil || number < 1 || number > c.v.Limits.MaxParts {
		return fault.Argument(
			fault.InvalidArgument,
			"partNumber",
			text,
			"Part number must be an integer between 1 and %d, inclusive.",
			c.v.Limits.MaxParts,
		)
	}
	if sse := c.option("encryption"); sse != "" && c.v.NoSSEOnParts {
		return fault.Argument(
			fault.InvalidArgument,
			c.v.Header("encryption"),
			sse,
			"The encryption of an upload is set when it is initiated.",
		)
	}
	if err := c.checkOptions(); err != nil {
		return err
	}
	u, err := c.upload()
	if err != nil {
		return err
	}
	if err := c.sameCustomerKey(u.CustomerKey); err != nil {
		return err
	}
	b, err := c.openBody(c.v.Limits.MaxPart, u.Checksum)
	if err != nil {
		return err
	}
	p := &disk.Part{Number: number}
	err = c.bucket.PutPart(u.ID, b, p, b.hasher, func(s sums.Sums) error {
		p.ETag, p.CRC64, p.Checksums, p.Modified = etag(
			s.MD5,
			u.OpaqueETag,
		), s.CRC64, b.checksums(
			s,
			u.Checksum,
		), c.Now().
			UTC()
		if err := b.check(s); err != nil || !u.Sequential {
			return err
		}
		return c.inSequence(u.ID, number)
	})
	if err != nil {
		return err
	}
	c.setSums(p.ETag, p.CRC64, p.Checksums)
	c.setMD5(b.hasher.Sums().MD5)
	c.setAll(u.Echoes)
	return c.empty(http.StatusOK)
}

// inSequence: in sequential mode of OSS each part comes once, after the one before it.
func (c *call) inSequence(id string, number int) error {
	if p, err := c.bucket.Part(id, number); err == nil {
		return fault.New(fault.PartExists, "The part already exists.").
			With("PartNumber", decimal(number)).With("PartEtag", c.v.ETag(p.ETag))
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if number == 1 {
		return nil
	}
	if _, err := c.bucket.Part(id, number-1); errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.PartNotSequential, "Parts of this upload must come in order.")
	} else if err != nil {
		return err
	}
	return nil
}

// abort forgets the upload.
func (c *call) abort() error {
	u, err := c.upload()
	if err != nil {
		return err
	}
	if err := c.bucket.Abort(u.ID); err != nil {
		return err
	}
	return c.empty(http.StatusNoContent)
}

// etag is the MD5, or something else of that form where the service keeps the MD5 to itself.
func etag(md5 []byte, opaque bool) string {
	if opaque {
		return hashed("opaque", md5)
	}
	return hex.EncodeToString(md5)
}
