package options

import (
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/partway/partway/core/request"
	"github.com/stretchr/testify/require"
)

func TestDates(t *testing.T) {
	const want = "Tue, 28 Feb 2012 05:38:42 GMT"
	for _, given := range []string{
		want, "2012-02-28T05:38:42Z", "2012-02-28T05:38:42.123456Z", "2012-02-28T05:38:42+00:00", "2012-02-28T13:38:42+08:00",
		"2012-02-28T00:08:42-05:30", "1330407522000", "1330407522999",
	} {
		value, _ := exactly(parsed(t, "cos", "expires", given).Headers(request.PutObject), "expires")
		require.Equal(t, want, value, given)
	}
	for _, given := range []string{
		"Fri, 28 Feb 2012 05:38:42 GMT", "2012-02-30T05:38:42Z", "2012-02-28 05:38:42Z", "2012-02-28T05:38:42", "2012-02-28T05:38:42.Z",
		"2012-02-28T05:38:42+24:00", "2012-02-28T05:38:42+0800", "2012-02-28T24:00:00Z", "2012-02-28T05:38:42*08:00", "2012-02-28", "3600", "1330407522",
		"999999999999999", "2012-2-28T05:38:42Z ", "２012-02-28T05:38:42Z",
	} {
		require.Equal(t, "expires", refused(t, "cos", "expires", given).Option, given)
	}
}

func FuzzDate(f *testing.F) {
	f.Add("2012-02-28T05:38:42.5+08:00")
	f.Add("1330407522000")
	f.Fuzz(func(t *testing.T, s string) {
		unix, ok := parseRFC3339(s)
		if !ok {
			return
		}
		want, err := time.Parse(time.RFC3339, s)
		require.NoError(t, err)
		require.Equal(t, want.Unix(), unix)
	})
}

// Parse neither panics nor lets through what would break a request; what it
// refuses, it explains, without the secret.
func FuzzParse(f *testing.F) {
	const secret = "S3CR3T+S3CR3T/S3CR3T="
	for _, c := range wire {
		f.Add(c.dialect, c.option, c.value, "", "region", "xx-1")
	}
	f.Add("oss", "key", "a/../b", "http://[::1]:1/x", "metadata.a_b", "é")
	f.Add("s3", "bucket", "a.b", "b.example.com", "tags.a", "\xff")
	f.Add("cos", "addressing", "path", "cos.ap-beijing.myqcloud.com", "accessKeySecert", "x")
	f.Fuzz(func(t *testing.T, dialect, name1, value1, endpoint, name2, value2 string) {
		if strings.Contains(name1+value1+endpoint+name2+value2, secret) {
			return
		}
		pairs := with(
			dialect,
			name1,
			value1,
			"endpoint",
			endpoint,
			name2,
			value2,
			"accessKeyId",
			"id",
			"accessKeySecret",
			secret,
		)
		o, err := Parse(pairs)
		if err != nil {
			require.Nil(t, o)
			require.NotEmpty(t, err.Message)
			require.NotContains(t, err.Message+err.Value+err.Option+err.Nearest, secret)
			return
		}
		checkTarget(t, o)
		for _, op := range all {
			for _, h := range o.Headers(op) {
				require.True(t, token(h.Name), h.Name)
				require.Equal(t, request.Lower(h.Name), h.Name)
				require.Empty(t, headerFault(h.Value))
				require.Equal(t, strings.Trim(h.Value, " "), h.Value)
			}
			for _, q := range o.Query(op) {
				require.NotEmpty(t, q.Name)
			}
		}
	})
}

// checkTarget holds a URL against what net/url makes of it.
func checkTarget(t *testing.T, o *Options) {
	r := request.Request{Target: o.Target}
	u, err := url.Parse(r.URL())
	require.NoError(t, err)
	require.Equal(t, o.Target.Scheme, u.Scheme)
	require.Equal(t, o.Target.Host, u.Host)
	require.Equal(t, o.Target.Path(), u.Path)
	require.Empty(t, u.RawQuery+u.Fragment)
	for _, segment := range strings.Split(u.EscapedPath(), "/") {
		require.NotContains(t, []string{".", "..", "%2e", "%2E"}, segment, "browsers collapse it")
	}
	require.True(t, utf8.ValidString(o.Target.Key))
	require.NotEmpty(t, o.Target.Bucket)
}
