package sign

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/core/request"
)

func named(name string) Scheme {
	s, found := ByName(name)
	if !found {
		panic("no scheme " + name)
	}
	return s
}

func TestByName(t *testing.T) {
	for _, name := range []string{"oss-v4", "oss-v1", "cos", "aws-v4"} {
		s, found := ByName(name)
		require.True(t, found, name)
		require.Equal(t, name, s.Name)
		require.NotEmpty(t, s.Form(Policy{}, Params{}), "%s: in the table of forms too", name)
	}
	for _, name := range []string{"", "oss", "OSS-V4"} {
		_, found := ByName(name)
		require.False(t, found, name)
	}
}

func TestKeyIsUsedOnlyWhereItFits(t *testing.T) {
	for _, s := range schemes {
		r, p := ossRequest("PUT", "a", partQuery("1"), nil), ossParams("")
		want := s.Query(r, p).Signature
		p.Key = s.Key(p, "cn-hangzhou")
		require.Equal(t, want, s.Query(r, p).Signature, "%s: the key that fits", s.Name)

		for _, other := range []struct {
			region string
			later  int64
		}{{"cn-beijing", 0}, {"cn-hangzhou", 24 * 3600}} {
			stale := p
			stale.Time += other.later
			stale.Key = s.Key(stale, other.region)
			stale.Time = p.Time
			require.Equal(t, want, s.Query(r, stale).Signature, "%s: a key of another day or region", s.Name)
		}
		if p.Key.scope != "" {
			p.Secret = "another secret"
			require.Equal(t, want, s.Query(r, p).Signature, "%s: the key counts, not the secret", s.Name)
		}
	}
}

func TestDefaultExpires(t *testing.T) {
	p := ossParams("")
	p.Expires = 0
	for name, want := range map[string]string{
		"oss-v4": "&x-oss-expires=900&", "oss-v1": "&Expires=1702744557&", "cos": "&q-key-time=1702743657%3B1702744557&", "aws-v4": "&X-Amz-Expires=900&",
	} {
		got := named(name).Query(ossRequest("PUT", "a", partQuery("1"), nil), p)
		require.Contains(t, got.Request.URL(), want, name)
	}
}

func TestSigningAgainReplacesHeaders(t *testing.T) {
	for _, s := range schemes {
		r, p := ossRequest("PUT", "a", partQuery("1"), nil), ossParams("token")
		first := s.Header(r, p)
		second := s.Header(first.Request, p)
		require.Equal(t, first.Signature, second.Signature, s.Name)
		require.ElementsMatch(t, first.Request.Headers, second.Request.Headers, s.Name)
		p.Time += 5
		later := s.Header(second.Request, p)
		require.Len(t, later.Request.Headers, len(first.Request.Headers), s.Name)
		require.Equal(t, s.Header(r, p).Signature, later.Signature, "%s: the new time counts", s.Name)
	}
}

// The settings that a browser refuses, which a signer must therefore not add.
func TestNoHeaderThatBrowsersForbid(t *testing.T) {
	for _, s := range schemes {
		for _, h := range s.Header(ossRequest("PUT", "a", nil, nil), ossParams("token")).Request.Headers {
			require.NotContains(t, []string{"host", "date", "content-length"}, request.Lower(h.Name), s.Name)
		}
	}
}

func FuzzSchemes(f *testing.F) {
	f.Add(
		"PUT",
		"dir a/b+c~中",
		"bucket",
		"oss.example:8443",
		"partNumber",
		"1",
		"Content-Type",
		" text/plain ",
		"token+/=",
		int64(ossMoment),
		int64(3600),
	)
	f.Add("", "", "", "", "", "", "", "", "", int64(0), int64(0))
	f.Add(
		"post",
		"../.",
		"b",
		"h",
		"x-oss-signature",
		"&=?#%2",
		"Authorization",
		"q-signature=",
		"\x00\xff",
		int64(-1<<63),
		int64(1<<62),
	)
	f.Add("GET", "//", "b", "h", "X-Amz-Signature", "", "host", "other", "", int64(1<<62), int64(-1))
	f.Fuzz(
		func(t *testing.T, method, key, bucket, host, name, value, header, content, token string, now, expires int64) {
			r := request.Request{Method: method,
				Target:  request.Target{Scheme: "https", Host: host, Bucket: bucket, Key: key, Region: "r"},
				Query:   []request.Pair{{Name: name, Value: value}, {Name: "uploads"}},
				Headers: []request.Pair{{Name: header, Value: content}, {Name: "Range", Value: "x"}},
			}
			query, headers := slices.Clone(r.Query), slices.Clone(r.Headers)
			p := Params{
				Time:        now,
				Expires:     expires,
				Credentials: Credentials{ID: "id", Secret: "a secret", Token: token},
			}
			for _, s := range schemes {
				for form, sign := range map[string]func(request.Request, Params) Signed{"header": s.Header, "query": s.Query} {
					got := sign(r, p)
					require.Equal(t, got, sign(r, p), "%s %s: the same twice", s.Name, form)
					require.Equal(t, query, r.Query, "%s %s: the caller's query", s.Name, form)
					require.Equal(t, headers, r.Headers, "%s %s: the caller's headers", s.Name, form)
					require.Equal(t, got.Signature, carried(t, form, got.Request), "%s %s", s.Name, form)
					require.NotContains(t, got.Canonical+got.StringToSign, "a secret")
				}
			}
		},
	)
}

// carried is the signature as a receiver finds it.
func carried(t *testing.T, form string, r request.Request) string {
	t.Helper()
	if form == "query" { // of repeated names the signer's is the last
		for _, q := range slices.Backward(r.Query) {
			if slices.Contains([]string{"x-oss-signature", "Signature", "q-signature", "X-Amz-Signature"}, q.Name) {
				return q.Value
			}
		}
		t.Fatal("no signature among the parameters")
	}
	value, found := r.Header("Authorization")
	require.True(t, found)
	if rest, isV1 := strings.CutPrefix(value, "OSS "); isV1 {
		return rest[strings.LastIndexByte(rest, ':')+1:]
	}
	return value[strings.LastIndexByte(value, '=')+1:]
}

func BenchmarkPartURL(b *testing.B) {
	for _, s := range schemes {
		r, p := ossRequest("PUT", "dir/file.bin", partQuery("1"), nil), ossParams("token")
		b.Run(s.Name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				signed := s.Query(r, p)
				_ = signed.Request.URL()
			}
		})
		p.Key = s.Key(p, r.Target.Region)
		b.Run(s.Name+" with key", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				signed := s.Query(r, p)
				_ = signed.Request.URL()
			}
		})
	}
}

func Benchmark1000PartURLs(b *testing.B) {
	r, p := ossRequest("PUT", "dir/file.bin", partQuery("1"), nil), ossParams("token")
	for b.Loop() {
		p.Key = named("oss-v4").Key(p, r.Target.Region)
		for range 1000 {
			signed := named("oss-v4").Query(r, p)
			_ = signed.Request.URL()
		}
	}
}
