package auth

import (
	"strconv"
	"strings"
	"time"

	"github.com/partway/partway/scripts/store/internal/fault"
)

// scheme is how a signature of one kind is recognised and read.
type scheme struct {
	name    string // in core/sign
	service string // end of the credential scope: service/terminator

	inHeader   func(authorization string) bool
	inQuery    func(in *Input) bool
	readHeader func(in *Input, cl *claim) *fault.Fault
	readQuery  func(in *Input, cl *claim) *fault.Fault

	madeHeaders []string // headers that the signer makes
	madeParams  []string // parameters that the signer makes for a presigned URL
	dateHeader  string   // header that the signer makes of the date
	signsPath   bool     // the path is signed, not "/bucket/key"
	earlyIsSkew bool     // a window that has not begun is a wrong clock
	chunked     bool     // bodies may come as signed chunks

	keyElement       string // element of the error document with the key ID
	canonicalElement string // and with the canonical request
}

// usesDate: a Date header is part of the signed request unless the scheme's own replaces it.
func (s *scheme) usesDate(in *Input) bool {
	return s.dateHeader == "" || in.header(s.dateHeader) == ""
}

// schemes by their names in core/sign.
var schemes = map[string]*scheme{
	"oss-v4": {
		name: "oss-v4", service: "oss/aliyun_v4_request",
		inHeader:   func(a string) bool { return strings.HasPrefix(a, ossV4Algorithm) },
		inQuery:    hasParam("x-oss-signature-version", "x-oss-signature"),
		readHeader: readOSSV4Header, readQuery: readOSSV4Query,
		madeHeaders: []string{"authorization", "x-oss-date", "x-oss-content-sha256", "x-oss-security-token"},
		madeParams: []string{"x-oss-signature-version", "x-oss-credential", "x-oss-date", "x-oss-expires",
			"x-oss-additional-headers", "x-oss-security-token", "x-oss-signature"},
		keyElement: "OSSAccessKeyId", canonicalElement: "CanonicalRequest",
	},
	"oss-v1": {
		name:       "oss-v1",
		inHeader:   func(a string) bool { return strings.HasPrefix(a, "OSS ") },
		inQuery:    hasParam("OSSAccessKeyId", "Signature"),
		readHeader: readOSSV1Header, readQuery: readOSSV1Query,
		madeHeaders: []string{"authorization", "x-oss-date", "x-oss-security-token"},
		madeParams:  []string{"OSSAccessKeyId", "Expires", "Signature", "security-token"},
		dateHeader:  "x-oss-date",
		keyElement:  "OSSAccessKeyId", canonicalElement: "CanonicalRequest",
	},
	"cos": {
		name:       "cos",
		inHeader:   func(a string) bool { return strings.Contains(a, "q-sign-algorithm=") },
		inQuery:    hasParam("q-sign-algorithm", "q-signature", "sign"),
		readHeader: readCOSHeader, readQuery: readCOSQuery,
		madeHeaders: []string{"authorization", cosToken},
		madeParams: []string{"q-sign-algorithm", "q-ak", "q-sign-time", "q-key-time", "q-header-list",
			"q-url-param-list", "q-signature", "sign", cosToken},
		signsPath: true, earlyIsSkew: true,
		keyElement: "AccessKeyId", canonicalElement: "FormatString",
	},
	"aws-v4": {
		name: "aws-v4", service: "s3/aws4_request",
		inHeader:   func(a string) bool { return strings.HasPrefix(a, "AWS4-") },
		inQuery:    hasParam("X-Amz-Algorithm", "X-Amz-Signature"),
		readHeader: readAWSHeader, readQuery: readAWSQuery,
		madeHeaders: []string{"authorization", "x-amz-date", "x-amz-content-sha256", "x-amz-security-token"},
		madeParams: []string{"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires",
			"X-Amz-SignedHeaders", "X-Amz-Security-Token", "X-Amz-Signature"},
		signsPath: true, chunked: true,
		keyElement: "AWSAccessKeyId", canonicalElement: "CanonicalRequest",
	},
}

func hasParam(names ...string) func(*Input) bool {
	return func(in *Input) bool {
		for _, name := range names {
			if _, ok := in.param(name); ok {
				return true
			}
		}
		return false
	}
}

// isoDate is the basic ISO 8601 form of both V4 schemes.
const isoDate = "20060102T150405Z"

// readMoment reads an ISO date into the start of the claim.
func (cl *claim) readMoment(date string) bool {
	t, err := time.Parse(isoDate, date)
	if err != nil {
		return false
	}
	cl.date, cl.start, cl.day = date, t.Unix(), date[:8]
	cl.params.Time = cl.start
	return true
}

// readCredential splits "ID/day/region/service/terminator"; the ID may hold slashes.
func (cl *claim) readCredential(s string) bool {
	fields := strings.Split(s, "/")
	n := len(fields) - 4
	if n < 1 {
		return false
	}
	cl.id = strings.Join(fields[:n], "/")
	cl.region = fields[n+1]
	cl.scope = strings.Join(fields[n:], "/")
	return cl.id != "" && cl.region != ""
}

// readDuration reads seconds of validity from the start on.
func (cl *claim) readDuration(s string) bool {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 1 || n > maxPresigned {
		return false
	}
	cl.params.Expires, cl.end = n, cl.start+n
	return true
}

// maxPresigned is the longest life of a V4 URL in seconds: 7 days.
const maxPresigned = 604800

func decimal(n int64) string { return strconv.FormatInt(n, 10) }

// splitList splits a list and drops what is empty.
func splitList(s, sep string) []string {
	list := []string{}
	for _, item := range strings.Split(s, sep) {
		if item != "" {
			list = append(list, item)
		}
	}
	return list
}

// authFields reads "A=x, B=y" with or without blanks. Fields without "=" make it nil.
func authFields(s string) map[string]string {
	fields := map[string]string{}
	for _, item := range strings.Split(s, ",") {
		name, value, ok := strings.Cut(strings.TrimSpace(item), "=")
		if !ok {
			return nil
		}
		fields[name] = value
	}
	return fields
}
