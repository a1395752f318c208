package crosscheck

import (
	"encoding/base64"
	"encoding/hex"
	"math/rand/v2"
	"strconv"
	"strings"

	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/sign"
)

// sample is one random request and who signs it when.
type sample struct {
	req        request.Request
	params     sign.Params
	additional []string // OSS V4: further headers that the caller wants signed
}

// store is what the generator has to know about a dialect.
type store struct {
	prefix   string // of the store's own headers
	hosts    []string
	styles   []request.Style
	params   []string // query parameters, beside those that every store has
	headers  []string // headers, beside those that every store has
	slashKey bool     // a key may begin with a slash
	padding  bool     // values of the store's own headers may carry padding
	base     bool     // a path may stand in front of the bucket
}

// Classes of input that the generator never makes, and why:
//
//   - "." and ".." as segments of a key. SDKs collapse them, each in its way
//     (cos-go turns such a key into the bucket itself), and browsers collapse
//     them before sending. core/options refuses these keys.
//   - keys of OSS and COS that begin with "/" or "\". The stores refuse them.
//   - a name twice in the headers or in the query. No operation sends that, and
//     oss-go keeps only one of the two.
//   - control characters in header values. HTTP forbids them; net/http refuses
//     to send them.
//   - tabs and white space beyond ASCII in header values. minio-go signs them
//     as one space, aws-sdk-go-v2 as they are, and oss-go trims some that HTTP
//     does not. Nobody has a rule for them, and browsers refuse most.
//   - padding around header values for COS, and around Content-Type and the like
//     for OSS. cos-go and the V1 signer of oss-go sign it, but HTTP takes it
//     away, so that such a request is refused; core/sign trims first.
//   - default ports written out (":443"). Browsers and SDKs drop them before
//     sending, so no signer ever sees them.
//   - path style for COS: cos-go refuses it.
var stores = map[string]store{
	"oss": {
		prefix: "x-oss-",
		hosts:  []string{"bucket.oss-cn-hangzhou.aliyuncs.com", "media.example.cn", "192.0.2.10:8080"},
		styles: []request.Style{request.Virtual, request.PathStyle, request.Bound},
		params: []string{
			"sequential",
			"x-oss-traffic-limit",
			"x-oss-process",
			"response-content-type",
			"callback",
			"encoding-type",
			"x-oss-UPPER",
		},
		headers: []string{
			"x-oss-storage-class",
			"x-oss-server-side-encryption",
			"x-oss-tagging",
			"x-oss-forbid-overwrite",
			"x-oss-object-acl",
		},
		padding: true,
	},
	"cos": {
		prefix: "x-cos-",
		hosts:  []string{"examplebucket-1250000000.cos.ap-beijing.myqcloud.com", "media.example.cn", "localhost:8788"},
		styles: []request.Style{request.Virtual, request.Bound},
		params: []string{"x-cos-traffic-limit", "versionId", "encoding-type"},
		headers: []string{
			"x-cos-storage-class",
			"x-cos-server-side-encryption",
			"x-cos-server-side-encryption-customer-key-MD5",
			"x-cos-acl",
			"x-cos-grant-read",
			"Pic-Operations",
		},
	},
	"s3": {
		prefix: "x-amz-",
		hosts:  []string{"bucket.s3.eu-west-1.amazonaws.com", "s3.example.org:9000", "[2001:db8::1]:7070"},
		styles: []request.Style{request.Virtual, request.PathStyle, request.Bound},
		params: []string{"x-id", "versionId", "X-Upper", "encoding-type"},
		headers: []string{
			"x-amz-storage-class",
			"x-amz-server-side-encryption",
			"x-amz-acl",
			"x-amz-tagging",
			"x-amz-checksum-crc64nvme",
			"x-amz-request-payer",
		},
		slashKey: true,
		padding:  true,
		base:     true,
	},
}

var (
	commonParams = []string{
		"uploadId",
		"partNumber",
		"uploads",
		"part-number-marker",
		"max-parts",
		"prefix",
		"delimiter",
		"key-marker",
		"upload-id-marker",
		"max-uploads",
		"odd name+%&",
		"名",
	}
	commonHeaders = []string{
		"Cache-Control",
		"Content-Disposition",
		"Content-Encoding",
		"Content-Type",
		"Content-MD5",
		"Expires",
	}
	methods = []string{"GET", "PUT", "POST", "DELETE", "HEAD"}
	regions = []string{"cn-hangzhou", "ap-southeast-1", "us-east-1", "auto", "eu-central-1"}
)

const (
	plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	marks = " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
)

var wide = []string{
	"é",
	"ß",
	"中",
	"文",
	"名",
	"日本",
	"한",
	"🙂",
	"👩‍🚀",
	"\u00a0",
	"\u2028",
	"%2F",
	"%E4",
	"//",
	"a b",
	"+ +",
}

// random makes samples from a seeded source; the same seed makes the same ones.
type random struct{ *rand.Rand }

func (r random) pick(list []string) string { return list[r.IntN(len(list))] }

// text is up to n pieces: plain characters, marks, and one time in four wide ones.
func (r random) text(n int) string {
	var b strings.Builder
	for range r.IntN(n + 1) {
		switch r.IntN(8) {
		case 0, 1:
			b.WriteString(r.pick(wide))
		case 2, 3, 4:
			b.WriteByte(marks[r.IntN(len(marks))])
		default:
			b.WriteByte(plain[r.IntN(len(plain))])
		}
	}
	return b.String()
}

func (r random) plain(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = plain[r.IntN(len(plain))]
	}
	return string(b)
}

func (r random) key(s store) string {
	key := r.text(24)
	if r.IntN(16) == 0 {
		key = "\x01\x7f\n" + key // legal in a key, and why encoding-type=url exists
	}
	if !s.slashKey {
		key = strings.TrimLeft(key, `/\`)
	}
	for _, segment := range strings.Split(key, "/") {
		if segment == "." || segment == ".." {
			return r.key(s)
		}
	}
	if key == "" {
		return "k"
	}
	return key
}

// headerValue is a legal value of a header, with padding around it where all SDKs trim it.
func (r random) headerValue(s store, name string) string {
	v := strings.NewReplacer("\u00a0", "", "\u2028", "").Replace(r.text(20))
	v = strings.Trim(v, " ")
	if s.padding && strings.HasPrefix(name, s.prefix) && r.IntN(4) == 0 {
		v = "  " + v + " "
	}
	return v
}

func (r random) pairs(names []string, n int, value func(name string) string) []request.Pair {
	var pairs []request.Pair
	for range n {
		name := r.pick(names)
		if _, twice := request.Find(pairs, name); !twice {
			pairs = append(pairs, request.Pair{Name: name, Value: value(name)})
		}
	}
	return pairs
}

func (r random) target(s store) request.Target {
	t := request.Target{
		Scheme: r.pick([]string{"https", "http"}),
		Host:   r.pick(s.hosts),
		Region: r.pick(regions),
		Bucket: strings.ToLower(r.plain(3+r.IntN(20))) + "-1250000000",
		Style:  s.styles[r.IntN(len(s.styles))],
	}
	if r.IntN(8) > 0 {
		t.Key = r.key(s)
	}
	if s.base && r.IntN(4) == 0 {
		t.Base = "/" + r.plain(4)
	}
	return t
}

func (r random) headers(s store) []request.Pair {
	names := append(
		append([]string{s.prefix + "meta-" + strings.ToLower(r.plain(5)), s.prefix + "meta-Upper"}, commonHeaders...),
		s.headers...)
	return r.pairs(names, r.IntN(7), func(name string) string { return r.headerValue(s, name) })
}

func (r random) credentials() sign.Credentials {
	c := sign.Credentials{ID: "AK" + r.plain(18), Secret: r.plain(20) + r.pick([]string{"", "/+=", "é", " x"})}
	if r.IntN(2) == 0 {
		c.Token = r.plain(60) + "+/=="
	}
	return c
}

func (r random) payload() string {
	if r.IntN(2) == 0 {
		return "UNSIGNED-PAYLOAD"
	}
	return hex.EncodeToString([]byte(r.plain(32)))
}

func (r random) sample(s store) sample {
	var x sample
	x.req = request.Request{
		Method:  r.pick(methods),
		Target:  r.target(s),
		Query:   r.pairs(append(commonParams, s.params...), r.IntN(6), func(string) string { return r.text(16) }),
		Headers: r.headers(s),
	}
	if i := r.IntN(4); i == 0 && len(x.req.Query) == 0 {
		x.req.Query = []request.Pair{{Name: "uploads"}}
	}
	x.params = sign.Params{
		Credentials: r.credentials(),
		Time:        1_500_000_000 + r.Int64N(2_000_000_000),
		Expires:     1 + r.Int64N(604_800),
		Payload:     r.payload(),
	}
	if r.IntN(2) == 0 {
		x.additional = []string{"host"}
	}
	for _, h := range x.req.Headers {
		if r.IntN(3) == 0 {
			x.additional = append(x.additional, strings.ToLower(h.Name))
		}
	}
	return x
}

// String is the sample as Go code would show it, for the message of a failure. All its secrets are invented.
func (x sample) String() string {
	var b strings.Builder
	b.WriteString(x.req.Method + " " + x.req.URL() + "\n  key " + strconv.Quote(x.req.Target.Key))
	for _, h := range x.req.Headers {
		b.WriteString("\n  " + h.Name + ": " + strconv.Quote(h.Value))
	}
	b.WriteString(
		"\n  id " + x.params.ID + ", secret base64 " + base64.StdEncoding.EncodeToString(
			[]byte(x.params.Secret),
		) + ", token " + strconv.Quote(
			x.params.Token,
		),
	)
	b.WriteString(
		"\n  time " + strconv.FormatInt(x.params.Time, 10) + ", expires " + strconv.FormatInt(x.params.Expires, 10),
	)
	return b.String()
}
