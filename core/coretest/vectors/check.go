package vectors

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/sign"
)

// Sign runs the case through its scheme.
func (c *Case) Sign() (sign.Signed, error) {
	scheme, found := sign.ByName(c.Scheme)
	if !found {
		return sign.Signed{}, fmt.Errorf("no scheme is named %q", c.Scheme)
	}
	if c.Form == "query" {
		return scheme.Query(c.Request, c.Params), nil
	}
	return scheme.Header(c.Request, c.Params), nil
}

// Check assembles and signs the vector and compares every stage. nil means
// that all agree; else each line names a stage and both values.
func (v *Vector) Check() []string {
	c, err := v.Assemble()
	if err != nil {
		return []string{err.Error()}
	}
	signed, err := c.Sign()
	if err != nil {
		return []string{err.Error()}
	}
	return v.Compare(signed)
}

// Compare compares what was signed with what the SDK sent.
func (v *Vector) Compare(got sign.Signed) []string {
	var d differences
	if v.Expect.Canonical != "" {
		d.add("canonical request", got.Canonical, v.Expect.Canonical)
	}
	if v.Expect.StringToSign != "" {
		d.add("string to sign", got.StringToSign, v.Expect.StringToSign)
	}
	d.add("signature", got.Signature, v.Expect.Signature)
	v.compareURL(&d, got.Request.URL())
	for _, name := range madeBySigner[v.Scheme] {
		if name == "date" { // sent by an SDK beside x-oss-date, or given to the signer
			continue
		}
		value, _ := got.Request.Header(name)
		d.add(name, spaceless(value), spaceless(v.Expect.Headers[name]))
	}
	return d
}

// compareURL compares paths and parameters without their escapes: the order of
// parameters and the choice of escapes carry no meaning.
func (v *Vector) compareURL(d *differences, gotURL string) {
	host, path, query := splitURL(gotURL)
	wantHost, wantPath, wantQuery := splitURL(v.Expect.URL)
	d.add("host", host, wantHost)
	d.add("path", path, wantPath)
	d.add("parameters", sorted(query), sorted(wantQuery))
}

// spaceless: whether a comma of an Authorization header is followed by a space
// differs between SDKs and means nothing.
func spaceless(s string) string { return strings.ReplaceAll(s, ", ", ",") }

type differences []string

func (d *differences) add(what, got, want string) {
	if got != want {
		*d = append(*d, fmt.Sprintf("%s:\n   got %q\n  want %q", what, got, want))
	}
}

// splitURL takes a URL apart by hand, since some SDKs leave semicolons and
// percent signs bare, which package url refuses. A plus sign in the query is a
// space: the SDKs that mean a plus escape it.
func splitURL(s string) (host, path string, query []request.Pair) {
	_, rest, _ := strings.Cut(s, "://")
	rest, search, _ := strings.Cut(rest, "?")
	host, path = rest, "/"
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		host, path = rest[:i], rest[i:]
	}
	for field := range strings.SplitSeq(search, "&") {
		if field != "" {
			name, value, _ := strings.Cut(strings.ReplaceAll(field, "+", " "), "=")
			query = append(query, request.Pair{Name: unescape(name), Value: unescape(value)})
		}
	}
	return host, unescape(path), query
}

func unescape(s string) string {
	if plain, err := url.PathUnescape(s); err == nil {
		return plain
	}
	return s
}

func sorted(query []request.Pair) string {
	lines := make([]string, 0, len(query))
	for _, q := range query {
		lines = append(lines, q.Name+"="+q.Value)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}
