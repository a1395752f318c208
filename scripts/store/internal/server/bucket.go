package server

import (
	"encoding/xml"
	"net/http"
)

// headBucket tells a client that the bucket exists.
func (c *call) headBucket() error {
	if c.v.RegionHeader != "" {
		c.set(c.v.RegionHeader, c.region())
	}
	return c.empty(http.StatusOK)
}

// defaultRegion is told to those who ask while any region is accepted.
const defaultRegion = "us-east-1"

func (c *call) region() string {
	if region := c.keys().Region; region != "" {
		return region
	}
	return defaultRegion
}

type locationDocument struct {
	XMLName xml.Name `xml:"LocationConstraint"`
	XMLNS   string   `xml:"xmlns,attr,omitempty"`
	Region  string   `xml:",chardata"`
}

// getLocation is asked by clients that were given no region.
func (c *call) getLocation() error {
	return c.document(http.StatusOK, true, locationDocument{XMLNS: c.v.Namespace, Region: c.v.Region + c.region()})
}
