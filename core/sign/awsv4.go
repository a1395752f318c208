package sign

import (
	"strings"

	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/internal/escape"
	"github.com/partway/partway/core/internal/text"
	"github.com/partway/partway/core/internal/when"
	"github.com/partway/partway/core/request"
)

// AWS V4 for S3: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html,
// sigv4-query-string-auth.html and sigv4-HTTPPOSTConstructPolicy.html, read 2026-11-22.
var awsV4 = family{"AWS4-HMAC-SHA256", "AWS4", "s3", "aws4_request"}

func awsKey(p *Params, region string) Key { return awsV4.key(p, region) }

func awsPayload(p *Params) string {
	if p.Payload == "" {
		return "UNSIGNED-PAYLOAD"
	}
	return p.Payload
}

func awsHeader(s *Signed, p *Params) {
	r := &s.Request
	setHeaders(r,
		request.Pair{Name: "x-amz-date", Value: when.ISO(p.Time)},
		request.Pair{Name: "x-amz-content-sha256", Value: awsPayload(p)},
		request.Pair{Name: "x-amz-security-token", Value: p.Token})
	lines := awsHeaders(r, p.Headers)
	s.Canonical = awsCanonical(r, lines, awsPayload(p))
	awsV4.finish(s, p)
	setHeaders(r, request.Pair{Name: "Authorization", Value: text.Cat(awsV4.algorithm,
		" Credential=", awsV4.credential(p, r.Target.Region), ", SignedHeaders=", names(lines), ", Signature=", s.Signature)})
}

func awsQuery(s *Signed, p *Params) {
	r := &s.Request
	lines := awsHeaders(r, p.Headers)
	addQuery(r,
		request.Pair{Name: "X-Amz-Algorithm", Value: awsV4.algorithm},
		request.Pair{Name: "X-Amz-Credential", Value: awsV4.credential(p, r.Target.Region)},
		request.Pair{Name: "X-Amz-Date", Value: when.ISO(p.Time)},
		request.Pair{Name: "X-Amz-Expires", Value: decimal.String(p.expires())},
		request.Pair{Name: "X-Amz-Security-Token", Value: p.Token},
		request.Pair{Name: "X-Amz-SignedHeaders", Value: names(lines)})
	s.Canonical = awsCanonical(r, lines, awsPayload(p))
	awsV4.finish(s, p)
	addQuery(r, request.Pair{Name: "X-Amz-Signature", Value: s.Signature})
}

// awsHeaders are the signed headers. Left to itself it takes those that S3
// demands (host, x-amz-) and those that say what the body is.
func awsHeaders(r *request.Request, wanted []string) []request.Pair {
	lines := headerLines(r, func(name string) bool {
		if wanted != nil {
			return listed(wanted, name)
		}
		return name == "host" || name == "content-md5" || name == "content-type" || strings.HasPrefix(name, "x-amz-")
	})
	for i := range lines {
		lines[i].Value = squeeze(lines[i].Value)
	}
	return joinRepeated(lines)
}

// squeeze makes one space of every run of spaces. Tabs stay: the rule speaks
// of spaces only.
func squeeze(s string) string {
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != ' ' || i == 0 || s[i-1] != ' ' {
			b = append(b, s[i])
		}
	}
	return string(b)
}

// awsCanonical is the canonical request. S3, unlike other AWS services, wants
// the path escaped once and left as it is otherwise.
func awsCanonical(r *request.Request, lines []request.Pair, payload string) string {
	return text.Cat(r.Method, "\n",
		escape.Path(r.Target.Path()), "\n",
		joined(escapedQuery(r.Query), false), "\n",
		lineText(lines), "\n",
		names(lines), "\n",
		payload)
}

// awsForm signs the base64 of the policy. S3 refuses a form with a field that
// the policy does not mention, hence the token among the conditions.
func awsForm(policy *Policy, p *Params) []request.Pair {
	own := appendGiven(nil, []request.Pair{
		{Name: "x-amz-algorithm", Value: awsV4.algorithm},
		{Name: "x-amz-credential", Value: awsV4.credential(p, policy.Region)},
		{Name: "x-amz-date", Value: when.ISO(p.Time)},
		{Name: "x-amz-security-token", Value: p.Token},
	})
	document := text.Base64([]byte(policy.document(p, own)))
	return append(own,
		request.Pair{Name: "policy", Value: document},
		request.Pair{Name: "x-amz-signature", Value: awsV4.signature(document, p, policy.Region)})
}
