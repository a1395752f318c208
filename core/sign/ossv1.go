package sign

import (
	"strings"

	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/internal/hash"
	"github.com/partway/partway/core/internal/text"
	"github.com/partway/partway/core/internal/when"
	"github.com/partway/partway/core/request"
)

// OSS V1: https://www.alibabacloud.com/help/en/oss/developer-reference/include-signatures-in-the-authorization-header
// read 2026-11-22. New accounts and buckets no longer have it.

// ossV1SubResources are the parameters that V1 signs beside those that begin
// with "x-oss-": what the vendor's page and its Go, Java and Python SDKs list,
// together. Those that the administration of buckets has are among them, since
// one that is left out makes a wrong signature of any request that carries it.
const ossV1SubResources = " accessPoint accessPointPolicy acl append asyncFetch bucketArchiveDirectRead bucketInfo callback callback-var" +
	" cloudboxes cname comp continuation-token cors delete encryption endTime group httpsConfig img inventory inventoryId" +
	" lifecycle link live location logging metaQuery objectInfo objectMeta partNumber policy policyStatus position" +
	" processConfiguration publicAccessBlock qos qosInfo qosRequester redundancyTransition referer regionList replication" +
	" replicationLocation replicationProgress requestPayment requesterQosInfo resourceGroup resourcePool resourcePoolBuckets" +
	" resourcePoolInfo response-cache-control response-content-disposition response-content-encoding" +
	" response-content-language response-content-type response-expires responseHeader restore rtc seal security-token" +
	" sequential startTime stat status style styleName symlink tagging transferAcceleration udf udfApplication" +
	" udfApplicationLog udfId udfImage udfImageDesc udfName uploadId uploads versionId versioning versions vip vod vpcip" +
	" website withHashContext worm wormExtend wormId "

// ossV1Header signs the request's own Date if it has one, and else the x-oss-date
// that it sets. Where both are sent the latter counts.
func ossV1Header(s *Signed, p *Params) {
	r := &s.Request
	setHeaders(r, request.Pair{Name: "x-oss-security-token", Value: p.Token})
	if _, native := r.Header("Date"); !native { // a browser cannot send it
		setHeaders(r, request.Pair{Name: "x-oss-date", Value: when.HTTP(p.Time)})
	}
	date := "x-oss-date"
	if _, found := r.Header(date); !found {
		date = "Date"
	}
	s.StringToSign = ossV1StringToSign(r, value(r, date))
	s.Signature = ossV1Signature(s.StringToSign, p)
	setHeaders(r, request.Pair{Name: "Authorization", Value: text.Cat("OSS ", p.ID, ":", s.Signature)})
}

// ossV1Query puts the end of validity where the header form has the date.
func ossV1Query(s *Signed, p *Params) {
	r, expires := &s.Request, decimal.String(p.Time+p.expires())
	addQuery(r, request.Pair{Name: "security-token", Value: p.Token})
	s.StringToSign = ossV1StringToSign(r, expires)
	s.Signature = ossV1Signature(s.StringToSign, p)
	addQuery(r,
		request.Pair{Name: "OSSAccessKeyId", Value: p.ID},
		request.Pair{Name: "Expires", Value: expires},
		request.Pair{Name: "Signature", Value: s.Signature})
}

func ossV1StringToSign(r *request.Request, date string) string {
	lines := joinRepeated(headerLines(r, func(name string) bool {
		return strings.HasPrefix(name, "x-oss-")
	}))
	return text.Cat(r.Method, "\n",
		value(r, "Content-MD5"), "\n",
		value(r, "Content-Type"), "\n",
		date, "\n",
		lineText(lines), ossV1Resource(r))
}

// value is a header's value as it arrives, empty if there is no such header.
func value(r *request.Request, name string) string {
	v, _ := r.Header(name)
	return trim(v)
}

// ossV1Resource is the path with the bucket in every form of address and the
// signed parameters, none of it escaped.
func ossV1Resource(r *request.Request) string {
	var signed []request.Pair
	for _, q := range r.Query {
		if ossV1Signs(q.Name) {
			signed = append(signed, q)
		}
	}
	sortPairs(signed, lessPair)
	mark := "?"
	if len(signed) == 0 {
		mark = ""
	}
	return text.Cat(r.Target.Resource(), mark, joined(signed, true))
}

// ossV1Signs looks for the whole name: one with a blank could match two that
// stand side by side.
func ossV1Signs(name string) bool {
	return strings.HasPrefix(name, "x-oss-") ||
		strings.IndexByte(name, ' ') < 0 && text.Index(ossV1SubResources, " "+name+" ") >= 0
}

func ossV1Signature(message string, p *Params) string {
	mac := hash.HMACSHA1([]byte(p.Secret), []byte(message))
	return text.Base64(mac[:])
}

func ossV1Form(policy *Policy, p *Params) []request.Pair {
	document := text.Base64([]byte(policy.document(p, nil)))
	return appendGiven(nil, []request.Pair{
		{Name: "OSSAccessKeyId", Value: p.ID},
		{Name: "x-oss-security-token", Value: p.Token},
		{Name: "policy", Value: document},
		{Name: "Signature", Value: ossV1Signature(document, p)},
	})
}
