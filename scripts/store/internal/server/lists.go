package server

import (
	"encoding/xml"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/partway/partway/scripts/store/internal/disk"
	"github.com/partway/partway/scripts/store/internal/fault"
)

// maxEntries is the most a list holds, and how many it holds if nobody asks.
const maxEntries = 1000

// number reads an integer parameter from 0 to max.
func (c *call) number(name string, otherwise, max int) (int, error) {
	text, ok := c.param(name)
	if !ok || text == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > max && !c.v.ClampsLists {
		return 0, fault.Argument(
			fault.InvalidArgument,
			name,
			text,
			"Argument %s must be an integer between 0 and %d.",
			name,
			max,
		)
	}
	return min(n, max), nil
}

type owner struct{ ID, DisplayName string }

// owners are what lists of some stores say about who began an upload.
func (c *call) owners() *owner {
	if !c.v.Owners {
		return nil
	}
	return &owner{"partway-dev", "partway-dev"}
}

type partList struct {
	XMLName              xml.Name `xml:"ListPartsResult"`
	XMLNS                string   `xml:"xmlns,attr,omitempty"`
	EncodingType         string   `xml:",omitempty"`
	Bucket               string
	Key                  string
	UploadID             string `xml:"UploadId"`
	Initiator            *owner
	Owner                *owner
	StorageClass         string
	PartNumberMarker     int
	NextPartNumberMarker int
	MaxParts             int
	IsTruncated          bool
	ChecksumAlgorithm    string      `xml:",omitempty"`
	ChecksumType         string      `xml:",omitempty"`
	Parts                []partEntry `xml:"Part"`
}

type partEntry struct {
	PartNumber    int
	LastModified  string
	ETag          string
	Size          int64
	HashCrc64ecma string `xml:",omitempty"`
	checksumElements
}

// listParts lists what an upload has.
func (c *call) listParts() error {
	u, err := c.upload()
	if err != nil {
		return err
	}
	encode, err := c.encoding()
	if err != nil {
		return err
	}
	limit, err := c.number("max-parts", maxEntries, maxEntries)
	if err != nil {
		return err
	}
	after, err := c.number("part-number-marker", 0, 1<<30)
	if err != nil {
		return err
	}
	parts, more, err := c.bucket.Parts(u.ID, after, limit)
	if err != nil {
		return err
	}
	doc := partList{
		XMLNS: c.v.Namespace, EncodingType: encode.name(), Bucket: c.bucketName, Key: encode.text(c.key), UploadID: u.ID,
		Initiator: c.owners(), Owner: c.owners(), StorageClass: c.class(&u.Attributes),
		PartNumberMarker: after, NextPartNumberMarker: after, MaxParts: limit, IsTruncated: more,
	}
	if u.Checksum != "" {
		doc.ChecksumAlgorithm, doc.ChecksumType = strings.ToUpper(u.Checksum), checksumType(&u.Attributes)
	}
	for _, p := range parts {
		doc.Parts = append(doc.Parts, c.partEntry(&p))
		doc.NextPartNumberMarker = p.Number
	}
	c.setAll(u.Echoes)
	return c.document(http.StatusOK, true, doc)
}

func (c *call) partEntry(p *disk.Part) partEntry {
	e := partEntry{
		PartNumber: p.Number, LastModified: stamp(p.Modified), ETag: c.v.ETag(p.ETag), Size: p.Size,
		checksumElements: elementsOf(p.Checksums),
	}
	if c.v.CRCOfParts {
		e.HashCrc64ecma = strconv.FormatUint(p.CRC64, 10)
	}
	return e
}

func (c *call) class(a *disk.Attributes) string {
	if a.Class == "" {
		return c.v.DefaultClass
	}
	return a.Class
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

type uploadList struct {
	XMLName            xml.Name `xml:"ListMultipartUploadsResult"`
	XMLNS              string   `xml:"xmlns,attr,omitempty"`
	EncodingType       string   `xml:",omitempty"`
	Bucket             string
	KeyMarker          string
	UploadIDMarker     string `xml:"UploadIdMarker"`
	NextKeyMarker      string
	NextUploadIDMarker string `xml:"NextUploadIdMarker"`
	Prefix             string
	Delimiter          string
	MaxUploads         int
	IsTruncated        bool
	Uploads            []uploadEntry `xml:"Upload"`
	CommonPrefixes     []prefixEntry
}

// uploadEntry: the page of COS prints UploadID, but its own cos-go-sdk-v5
// 0.7.70 reads UploadId only (2026-11-22).
type uploadEntry struct {
	Key          string
	UploadID     string `xml:"UploadId"`
	Initiator    *owner
	Owner        *owner
	StorageClass string
	Initiated    string
}

type prefixEntry struct{ Prefix string }

// listUploads lists the uploads of the bucket, page by page.
func (c *call) listUploads() error {
	encode, err := c.encoding()
	if err != nil {
		return err
	}
	limit, err := c.number("max-uploads", maxEntries, maxEntries)
	if err != nil {
		return err
	}
	prefix, _ := c.param("prefix")
	uploads, err := c.bucket.Uploads(prefix)
	if err != nil {
		return err
	}
	p := page{prefix: prefix, limit: limit}
	p.delimiter, _ = c.param("delimiter")
	p.keyMarker, _ = c.param("key-marker")
	if p.idMarker, _ = c.param("upload-id-marker"); p.keyMarker == "" {
		p.idMarker = "" // ignored without a key
	}
	p.fill(uploads)
	doc := uploadList{
		XMLNS: c.v.Namespace, EncodingType: encode.name(), Bucket: c.bucketName,
		KeyMarker: encode.text(
			p.keyMarker,
		), UploadIDMarker: p.idMarker, Prefix: encode.text(prefix), Delimiter: encode.text(p.delimiter),
		MaxUploads: limit, IsTruncated: p.truncated,
	}
	if p.truncated {
		doc.NextKeyMarker, doc.NextUploadIDMarker = encode.text(p.nextKey), p.nextID
	}
	for _, u := range p.uploads {
		doc.Uploads = append(doc.Uploads, uploadEntry{
			Key: encode.text(u.Key), UploadID: u.ID,
			Initiator: c.owners(), Owner: c.owners(), StorageClass: c.class(&u.Attributes), Initiated: stamp(u.Initiated),
		})
	}
	for _, common := range p.prefixes {
		doc.CommonPrefixes = append(doc.CommonPrefixes, prefixEntry{encode.text(common)})
	}
	return c.document(http.StatusOK, true, doc)
}

// page is one page of a list of uploads.
type page struct {
	prefix, delimiter, keyMarker, idMarker string
	limit                                  int

	uploads         []disk.Upload
	prefixes        []string // keys up to the delimiter, each standing for many
	nextKey, nextID string
	truncated       bool
}

// fill goes through uploads sorted by key and ID.
func (p *page) fill(uploads []disk.Upload) {
	for _, u := range uploads {
		common := p.common(u.Key)
		if !p.after(u, common) || common != "" && len(p.prefixes) > 0 && p.prefixes[len(p.prefixes)-1] == common {
			continue
		}
		if len(p.uploads)+len(p.prefixes) >= p.limit {
			p.truncated = p.limit > 0
			return
		}
		if common != "" {
			p.prefixes = append(p.prefixes, common)
			p.nextKey, p.nextID = common, ""
			continue
		}
		p.uploads = append(p.uploads, u)
		p.nextKey, p.nextID = u.Key, u.ID
	}
}

// common is the key up to the first delimiter after the prefix; empty: there is none.
func (p *page) common(key string) string {
	if p.delimiter == "" {
		return ""
	}
	before, _, found := strings.Cut(key[len(p.prefix):], p.delimiter)
	if !found {
		return ""
	}
	return p.prefix + before + p.delimiter
}

// after reports whether an upload comes behind the markers.
func (p *page) after(u disk.Upload, common string) bool {
	switch {
	case p.keyMarker == "":
		return true
	case common != "":
		return common > p.keyMarker
	case u.Key == p.keyMarker && p.idMarker != "":
		return u.ID > p.idMarker
	}
	return u.Key > p.keyMarker
}
