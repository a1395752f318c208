package sign

import (
	"strings"

	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/internal/escape"
	"github.com/partway/partway/core/internal/hash"
	"github.com/partway/partway/core/internal/text"
	"github.com/partway/partway/core/request"
)

// COS: https://cloud.tencent.com/document/product/436/7778 (headers and URL)
// and 14690 (form), read 2026-11-22.

const cosToken = "x-cos-security-token"

// cosKeyTime is the span of validity, "start;end" in Unix seconds.
func cosKeyTime(p *Params) string {
	return text.Cat(decimal.String(p.Time), ";", decimal.String(p.Time+p.expires()))
}

// cosKey is good for one span of validity in any region.
func cosKey(p *Params, _ string) Key {
	span := cosKeyTime(p)
	mac := hash.HMACSHA1([]byte(p.Secret), []byte(span))
	// The text of the hexadecimal digits is the key, not what they stand for.
	return Key{scope: span, bytes: []byte(text.Hex(mac[:]))}
}

// cosHeader signs the token too, if the choice of headers is left to it.
func cosHeader(s *Signed, p *Params) {
	setHeaders(&s.Request, request.Pair{Name: cosToken, Value: p.Token})
	fields := cosSign(s, p)
	setHeaders(&s.Request, request.Pair{Name: "Authorization", Value: joined(fields, false)})
}

func cosQuery(s *Signed, p *Params) {
	addQuery(&s.Request, request.Pair{Name: cosToken, Value: p.Token})
	fields := cosSign(s, p)
	s.Request.Query = append(s.Request.Query, fields...) // empty lists stay
}

// cosSign returns the seven fields in the order that the vendor shows.
func cosSign(s *Signed, p *Params) []request.Pair {
	headers, query := cosHeaders(&s.Request, p.Headers), cosParameters(&s.Request, p.Query)
	s.Canonical = cosCanonical(&s.Request, headers, query)
	s.StringToSign = cosStringToSign(s.Canonical, p)
	s.Signature = cosSignature(s.StringToSign, p)
	span := cosKeyTime(p)
	return []request.Pair{
		{Name: "q-sign-algorithm", Value: "sha1"},
		{Name: "q-ak", Value: p.ID},
		{Name: "q-sign-time", Value: span},
		{Name: "q-key-time", Value: span},
		{Name: "q-header-list", Value: names(headers)},
		{Name: "q-url-param-list", Value: names(query)},
		{Name: "q-signature", Value: s.Signature},
	}
}

// cosHeaders are the signed headers, escaped. The store checks those that the
// request names, so that nothing a browser alters need be among them; the host
// must be, or the signature would be good for another bucket.
func cosHeaders(r *request.Request, wanted []string) []request.Pair {
	return cosEscaped(headerLines(r, func(name string) bool {
		if wanted != nil {
			return listed(wanted, name)
		}
		return name == "host" || name == "content-md5" || name == "pic-operations" || strings.HasPrefix(name, "x-cos-")
	}))
}

func cosParameters(r *request.Request, wanted []string) []request.Pair {
	signed := make([]request.Pair, 0, len(r.Query))
	for _, q := range r.Query {
		if wanted == nil || listed(wanted, q.Name) {
			signed = append(signed, q)
		}
	}
	return cosEscaped(signed)
}

// cosEscaped escapes names and values, names in lower case with their hex
// digits too, and sorts the result. Repeated names stay apart.
func cosEscaped(pairs []request.Pair) []request.Pair {
	out := make([]request.Pair, len(pairs))
	for i, p := range pairs {
		out[i] = request.Pair{Name: request.Lower(escape.String(p.Name)), Value: escape.String(p.Value)}
	}
	sortPairs(out, lessPair)
	return out
}

// cosCanonical is what the vendor calls HttpString. The path is not escaped.
func cosCanonical(r *request.Request, headers, query []request.Pair) string {
	return text.Cat(request.Lower(r.Method), "\n",
		r.Target.Path(), "\n",
		joined(query, false), "\n",
		joined(headers, false), "\n")
}

func cosStringToSign(canonical string, p *Params) string {
	digest := hash.SHA1([]byte(canonical))
	return text.Cat("sha1\n", cosKeyTime(p), "\n", text.Hex(digest[:]), "\n")
}

func cosSignature(message string, p *Params) string {
	key := p.Key
	if key.scope != cosKeyTime(p) {
		key = cosKey(p, "")
	}
	mac := hash.HMACSHA1(key.bytes, []byte(message))
	return text.Hex(mac[:])
}

// cosForm signs the digest of the policy before base64.
func cosForm(policy *Policy, p *Params) []request.Pair {
	span := cosKeyTime(p)
	document := policy.document(p, []request.Pair{
		{Name: "q-sign-algorithm", Value: "sha1"},
		{Name: "q-ak", Value: p.ID},
		{Name: "q-sign-time", Value: span},
	})
	digest := hash.SHA1([]byte(document))
	return appendGiven(nil, []request.Pair{
		{Name: "policy", Value: text.Base64([]byte(document))},
		{Name: "q-sign-algorithm", Value: "sha1"},
		{Name: "q-ak", Value: p.ID},
		{Name: "q-key-time", Value: span},
		{Name: cosToken, Value: p.Token},
		{Name: "q-signature", Value: cosSignature(text.Hex(digest[:]), p)},
	})
}
