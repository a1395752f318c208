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
// with "x-oss-". They are the ones of objects and uploads; the rest of the
// vendor's list belongs to the administration of buckets, which is not done
// here, and every name is bytes that a page downloads.
const ossV1SubResources = " acl append callback callback-var cors delete objectMeta partNumber position" +
	" response-cache-control response-content-disposition response-content-encoding response-content-language" +
	" response-content-type response-expires restore security-token sequential symlink tagging uploadId uploads" +
	" versionId withHashContext "

// ossV1Header signs the request's own Date if it has one, and else the x-oss-date
// that it sets. Where both are sent the latter counts.
func ossV1Header(r request.Request, p Params) Signed {
	setHeaders(&r, request.Pair{Name: "x-oss-security-token", Value: p.Token})
	if _, native := r.Header("Date"); !native { // a browser cannot send it
		setHeaders(&r, request.Pair{Name: "x-oss-date", Value: when.HTTP(p.Time)})
	}
	date, found := r.Header("x-oss-date")
	if !found {
		date, _ = r.Header("Date")
	}
	s := ossV1Sign(r, &p, trim(date))
	setHeaders(&s.Request, request.Pair{Name: "Authorization", Value: "OSS " + p.ID + ":" + s.Signature})
	return s
}

// ossV1Query puts the end of validity where the header form has the date.
func ossV1Query(r request.Request, p Params) Signed {
	expires := decimal.String(p.Time + p.expires())
	addQuery(&r, request.Pair{Name: "security-token", Value: p.Token})
	s := ossV1Sign(r, &p, expires)
	addQuery(&s.Request,
		request.Pair{Name: "OSSAccessKeyId", Value: p.ID},
		request.Pair{Name: "Expires", Value: expires},
		request.Pair{Name: "Signature", Value: s.Signature})
	return s
}

func ossV1Sign(r request.Request, p *Params, date string) Signed {
	s := Signed{Request: r, StringToSign: ossV1StringToSign(&r, date)}
	s.Signature = ossV1Signature(s.StringToSign, p)
	return s
}

func ossV1StringToSign(r *request.Request, date string) string {
	md5, _ := r.Header("Content-MD5")
	contentType, _ := r.Header("Content-Type")
	b := append([]byte(r.Method), '\n')
	for _, line := range [...]string{trim(md5), trim(contentType), date} {
		b = append(append(b, line...), '\n')
	}
	b = appendLines(b, joinRepeated(headerLines(r, func(name string) bool {
		return strings.HasPrefix(name, "x-oss-")
	})))
	return string(append(b, ossV1Resource(r)...))
}

// ossV1Resource is the path with the bucket in every form of address and the
// signed parameters, none of it escaped.
func ossV1Resource(r *request.Request) string {
	var signed []request.Pair
	for _, q := range r.Query {
		if strings.HasPrefix(q.Name, "x-oss-") || strings.Contains(ossV1SubResources, " "+q.Name+" ") {
			signed = append(signed, q)
		}
	}
	sortPairs(signed, lessPair)
	resource := r.Target.Resource()
	if len(signed) > 0 {
		resource += "?" + joined(signed, true)
	}
	return resource
}

func ossV1Signature(message string, p *Params) string {
	mac := hash.HMACSHA1([]byte(p.Secret), []byte(message))
	return text.Base64(mac[:])
}

func ossV1Form(policy Policy, p Params) []request.Pair {
	document := text.Base64([]byte(policy.document(&p, nil)))
	return appendSet(nil, []request.Pair{
		{Name: "OSSAccessKeyId", Value: p.ID},
		{Name: "x-oss-security-token", Value: p.Token},
		{Name: "policy", Value: document},
		{Name: "Signature", Value: ossV1Signature(document, &p)},
	})
}
