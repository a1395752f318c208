package sign

import (
	"strings"

	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/internal/escape"
	"github.com/partway/partway/core/internal/text"
	"github.com/partway/partway/core/internal/when"
	"github.com/partway/partway/core/request"
)

// OSS V4: https://help.aliyun.com/en/oss/developer-reference/recommend-to-use-signature-version-4
// and add-signatures-to-urls beside it, read 2026-11-22.
var ossV4 = family{"OSS4-HMAC-SHA256", "aliyun_v4", "oss", "aliyun_v4_request"}

// ossPayload is the only payload line that OSS V4 accepts: bodies are not signed.
const ossPayload = "UNSIGNED-PAYLOAD"

func ossV4Key(p *Params, region string) Key { return ossV4.key(p, region) }

func ossV4Header(s *Signed, p *Params) {
	r := &s.Request
	setHeaders(r,
		request.Pair{Name: "x-oss-date", Value: when.ISO(p.Time)},
		request.Pair{Name: "x-oss-content-sha256", Value: ossPayload},
		request.Pair{Name: "x-oss-security-token", Value: p.Token})
	lines, additional := ossV4Headers(r, p.Headers)
	s.Canonical = ossV4Canonical(r, lines, additional)
	ossV4.finish(s, p)

	label := ",AdditionalHeaders="
	if additional == "" { // an empty list is an error
		label = ""
	}
	setHeaders(r, request.Pair{Name: "Authorization", Value: text.Cat(ossV4.algorithm,
		" Credential=", ossV4.credential(p, r.Target.Region), label, additional, ",Signature=", s.Signature)})
}

func ossV4Query(s *Signed, p *Params) {
	r := &s.Request
	lines, additional := ossV4Headers(r, p.Headers)
	addQuery(r,
		request.Pair{Name: "x-oss-signature-version", Value: ossV4.algorithm},
		request.Pair{Name: "x-oss-credential", Value: ossV4.credential(p, r.Target.Region)},
		request.Pair{Name: "x-oss-date", Value: when.ISO(p.Time)},
		request.Pair{Name: "x-oss-expires", Value: decimal.String(p.expires())},
		request.Pair{Name: "x-oss-additional-headers", Value: additional},
		request.Pair{Name: "x-oss-security-token", Value: p.Token})
	s.Canonical = ossV4Canonical(r, lines, additional)
	ossV4.finish(s, p)
	addQuery(r, request.Pair{Name: "x-oss-signature", Value: s.Signature})
}

// ossV4Headers are the signed headers and the names of those among them that
// are signed only because the caller wants it.
func ossV4Headers(r *request.Request, wanted []string) (lines []request.Pair, additional string) {
	lines = joinRepeated(headerLines(r, func(name string) bool {
		return ossV4Always(name) || listed(wanted, name)
	}))
	var extra []request.Pair
	for _, l := range lines {
		if !ossV4Always(l.Name) {
			extra = append(extra, l)
		}
	}
	return lines, names(extra)
}

// ossV4Always reports whether a header is signed by rule.
func ossV4Always(name string) bool {
	return strings.HasPrefix(name, "x-oss-") || name == "content-type" || name == "content-md5"
}

// ossV4Canonical is the canonical request. Its path names the bucket in every
// form of address, and a parameter without a value has no equals sign.
func ossV4Canonical(r *request.Request, lines []request.Pair, additional string) string {
	return text.Cat(r.Method, "\n",
		escape.Path(r.Target.Resource()), "\n",
		joined(escapedQuery(r.Query), true), "\n",
		lineText(lines), "\n",
		additional, "\n",
		ossPayload)
}

// ossV4Form signs the base64 of the policy; there is no canonical request.
func ossV4Form(policy *Policy, p *Params) []request.Pair {
	own := appendGiven(nil, []request.Pair{
		{Name: "x-oss-signature-version", Value: ossV4.algorithm},
		{Name: "x-oss-credential", Value: ossV4.credential(p, policy.Region)},
		{Name: "x-oss-date", Value: when.ISO(p.Time)},
		{Name: "x-oss-security-token", Value: p.Token},
	})
	document := text.Base64([]byte(policy.document(p, own)))
	return append(own,
		request.Pair{Name: "policy", Value: document},
		request.Pair{Name: "x-oss-signature", Value: ossV4.signature(document, p, policy.Region)})
}
