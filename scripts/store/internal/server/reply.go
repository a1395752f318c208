package server

import (
	"crypto/md5"
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"strconv"
	"strings"

	"github.com/partway/partway/scripts/store/internal/fault"
	"github.com/partway/partway/scripts/store/internal/sums"
)

// setSums sets the headers that describe bytes.
func (c *call) setSums(tag string, crc uint64, checksums map[string]string) {
	c.set("ETag", c.v.ETag(tag))
	c.set(c.v.CRC64, strconv.FormatUint(crc, 10))
	for name, value := range checksums {
		c.set(checksumPrefix+name, value)
	}
}

func (c *call) setMD5(md5 []byte) {
	if c.v.PartMD5 {
		c.set("Content-MD5", base64.StdEncoding.EncodeToString(md5))
	}
}

// hashed is an MD5 of what is joined, in hex.
func hashed(salt string, more ...[]byte) string {
	h := md5.New()
	h.Write([]byte(salt))
	for _, m := range more {
		h.Write(m)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// encoding says whether keys in the answer are escaped.
type encoding bool

func (c *call) encoding() (encoding, error) {
	v, ok := c.param("encoding-type")
	if ok && v != "url" {
		return false, fault.Argument(
			fault.InvalidArgument,
			"encoding-type",
			v,
			"Invalid Encoding Method specified in Request.",
		)
	}
	return encoding(ok), nil
}

func (e encoding) name() string {
	if e {
		return "url"
	}
	return ""
}

func (e encoding) text(s string) string {
	if e {
		return strings.ReplaceAll(url.QueryEscape(s), "+", "%20")
	}
	return s
}

// checksumElements are S3's checksums in a document.
type checksumElements struct {
	ChecksumCRC32     string `xml:",omitempty"`
	ChecksumCRC32C    string `xml:",omitempty"`
	ChecksumCRC64NVME string `xml:",omitempty"`
	ChecksumSHA1      string `xml:",omitempty"`
	ChecksumSHA256    string `xml:",omitempty"`
}

func elementsOf(m map[string]string) checksumElements {
	return checksumElements{m[sums.CRC32], m[sums.CRC32C], m[sums.CRC64NVME], m[sums.SHA1], m[sums.SHA256]}
}

func (e checksumElements) byName() map[string]string {
	return map[string]string{
		sums.CRC32: e.ChecksumCRC32, sums.CRC32C: e.ChecksumCRC32C, sums.CRC64NVME: e.ChecksumCRC64NVME,
		sums.SHA1: e.ChecksumSHA1, sums.SHA256: e.ChecksumSHA256,
	}
}

// location is the object's address as Complete and forms report it.
func (c *call) location(key string) string {
	path := c.r.URL.Path
	if c.key == "" {
		path = strings.TrimSuffix(path, "/") + "/" + key
	}
	u := url.URL{Scheme: "http", Host: c.r.Host, Path: path}
	return u.String()
}
