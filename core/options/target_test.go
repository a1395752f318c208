package options

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/partway/partway/core/request"
	"github.com/stretchr/testify/require"
)

func TestTarget(t *testing.T) {
	for _, c := range []struct {
		dialect string
		given   []string
		url     string // of the object
		region  string
		style   request.Style
	}{
		// The row's own forms.
		{"oss", nil, "https://oss-example.oss-cn-hangzhou.aliyuncs.com/multipart.data", "cn-hangzhou", request.Virtual},
		{"oss", []string{"region", "oss-cn-hangzhou"}, "https://oss-example.oss-cn-hangzhou.aliyuncs.com/multipart.data", "cn-hangzhou", request.Virtual},
		{"oss", []string{"endpoint", "public"}, "https://oss-example.oss-cn-hangzhou.aliyuncs.com/multipart.data", "cn-hangzhou", request.Virtual},
		{"oss", []string{"endpoint", "internal"}, "https://oss-example.oss-cn-hangzhou-internal.aliyuncs.com/multipart.data", "cn-hangzhou", request.Virtual},
		{"oss", []string{"endpoint", "dual-stack"}, "https://oss-example.cn-hangzhou.oss.aliyuncs.com/multipart.data", "cn-hangzhou", request.Virtual},
		{"oss", []string{"endpoint", "accelerate"}, "https://oss-example.oss-accelerate.aliyuncs.com/multipart.data", "cn-hangzhou", request.Virtual},
		{"oss", []string{"region", "cn-shanghai-finance-1"}, "https://oss-example.oss-cn-shanghai-finance-1-pub.aliyuncs.com/multipart.data", "cn-shanghai-finance-1", request.Virtual},
		{"oss", []string{"region", "", "signature", "oss-v1", "endpoint", "accelerate"}, "https://oss-example.oss-accelerate.aliyuncs.com/multipart.data", "", request.Virtual},
		{"cos", nil, "https://examplebucket-1250000000.cos.ap-beijing.myqcloud.com/exampleobject", "ap-beijing", request.Virtual},
		{"cos", []string{"endpoint", "backup"}, "https://examplebucket-1250000000.cos.ap-beijing.tencentcos.cn/exampleobject", "ap-beijing", request.Virtual},
		{"cos", []string{"endpoint", "internal"}, "https://examplebucket-1250000000.cos-internal.ap-beijing.tencentcos.cn/exampleobject", "ap-beijing", request.Virtual},
		{"cos", []string{"endpoint", "accelerate", "region", ""}, "https://examplebucket-1250000000.cos.accelerate.myqcloud.com/exampleobject", "", request.Virtual},
		{"s3", nil, "https://examplebucket.s3.us-east-1.amazonaws.com/exampleobject", "us-east-1", request.Virtual},
		{"s3", []string{"bucket", "my.bucket"}, "https://s3.us-east-1.amazonaws.com/my.bucket/exampleobject", "us-east-1", request.PathStyle},
		{"s3", []string{"addressing", "path"}, "https://s3.us-east-1.amazonaws.com/examplebucket/exampleobject", "us-east-1", request.PathStyle},
		{"s3", []string{"region", "cn-north-1"}, "https://examplebucket.s3.cn-north-1.amazonaws.com.cn/exampleobject", "cn-north-1", request.Virtual},
		{"s3", []string{"endpoint", "global"}, "https://examplebucket.s3.amazonaws.com/exampleobject", "us-east-1", request.Virtual},
		{"cos", []string{"region", "cn-south"}, "https://examplebucket-1250000000.cn-south.myqcloud.com/exampleobject", "cn-south", request.Virtual},
		{"s3", []string{"endpoint", "https://s3-eu-west-1.amazonaws.com", "region", ""}, "https://examplebucket.s3-eu-west-1.amazonaws.com/exampleobject", "eu-west-1", request.Virtual},
		// The vendor's hosts, spelt out: the region need not be repeated.
		{"oss", []string{"endpoint", "oss-cn-hangzhou.aliyuncs.com", "region", ""}, "https://oss-example.oss-cn-hangzhou.aliyuncs.com/multipart.data", "cn-hangzhou", request.Virtual},
		{"oss", []string{"endpoint", "HTTP://OSS-CN-Hangzhou.Aliyuncs.com:80/"}, "http://oss-example.oss-cn-hangzhou.aliyuncs.com/multipart.data", "cn-hangzhou", request.Virtual},
		{"oss", []string{"endpoint", "oss-example.oss-cn-hangzhou.aliyuncs.com"}, "https://oss-example.oss-cn-hangzhou.aliyuncs.com/multipart.data", "cn-hangzhou", request.Virtual},
		{"oss", []string{"endpoint", "oss-cn-hzfinance.aliyuncs.com", "region", ""}, "https://oss-example.oss-cn-hzfinance.aliyuncs.com/multipart.data", "cn-hangzhou-finance", request.Virtual},
		// Hosts of the user's own.
		{"oss", []string{"endpoint", "files.example.com"}, "https://files.example.com/multipart.data", "cn-hangzhou", request.Bound},
		{"oss", []string{"endpoint", "oss-example.example.com"}, "https://oss-example.example.com/multipart.data", "cn-hangzhou", request.Virtual},
		{"oss", []string{"endpoint", "oss.example.com", "addressing", "virtual"}, "https://oss-example.oss.example.com/multipart.data", "cn-hangzhou", request.Virtual},
		{"oss", []string{"endpoint", "oss-example.oss-cn-hangzhou.aliyuncs.com", "addressing", "cname"}, "https://oss-example.oss-cn-hangzhou.aliyuncs.com/multipart.data", "cn-hangzhou", request.Bound},
		{"cos", []string{"endpoint", "https://files.example.com:443", "region", ""}, "https://files.example.com/exampleobject", "", request.Bound},
		{"s3", []string{"endpoint", "minio.example.com:9000"}, "https://minio.example.com:9000/examplebucket/exampleobject", "us-east-1", request.PathStyle},
		// IP addresses, this machine, base paths.
		{"oss", []string{"endpoint", "http://127.0.0.1:8788/oss"}, "http://127.0.0.1:8788/oss/oss-example/multipart.data", "cn-hangzhou", request.PathStyle},
		{"cos", []string{"endpoint", "http://localhost:8788/cos/"}, "http://localhost:8788/cos/examplebucket-1250000000/exampleobject", "ap-beijing", request.PathStyle},
		{"cos", []string{"endpoint", "localhost"}, "https://localhost/examplebucket-1250000000/exampleobject", "ap-beijing", request.PathStyle},
		{"s3", []string{"endpoint", "http://[::1]:8788"}, "http://[::1]:8788/examplebucket/exampleobject", "us-east-1", request.PathStyle},
		{"s3", []string{"endpoint", "http://localhost:8788", "addressing", "virtual"}, "http://examplebucket.localhost:8788/exampleobject", "us-east-1", request.Virtual},
		{"oss", []string{"endpoint", "gateway.example.com/storage/oss"}, "https://gateway.example.com/storage/oss/oss-example/multipart.data", "cn-hangzhou", request.PathStyle},
	} {
		o := parsed(t, c.dialect, c.given...)
		r := request.Request{Target: o.Target}
		require.Equal(t, c.url, r.URL(), "%v", c.given)
		require.Equal(t, c.region, o.Target.Region, "%v", c.given)
		require.Equal(t, c.style, o.Target.Style, "%v", c.given)
	}
}

func TestKeysThatAreHardToSpell(t *testing.T) {
	for _, key := range []string{
		"a b+c%d#e?f'g\"h&i=j", "北京/报告.pdf", "🎉", "%2e%2e/x", "a//b", "a/", "...", "a\\..\\b", "?", "\x01\n", "\u00a0", "e\u0301",
	} {
		require.Equal(t, key, parsed(t, "oss", "key", key).Target.Key)
	}
	require.Equal(t, "/a", parsed(t, "s3", "key", "/a").Target.Key, "S3 takes a leading slash")
}

func TestKeysAtTheirLimit(t *testing.T) {
	for name, limit := range map[string]int{"oss": 1023, "cos": 850, "s3": 1024} {
		key := ""
		for len(key)+3 <= limit {
			key += "北"
		}
		for len(key) < limit {
			key += "x"
		}
		parsed(t, name, "key", key)
		require.Contains(t, refused(t, name, "key", key+"x").Message, "bytes in UTF-8")
	}
}

func TestCustomersKeyOnThisMachineNeedsNoTLS(t *testing.T) {
	for _, host := range []string{"localhost", "a.localhost", "127.0.0.1", "127.8.8.8", "[::1]"} {
		parsed(t, "s3", "customerKey", sampleKey, "endpoint", "http://"+host)
		parsed(t, "s3", "customerKey", sampleKey, "endpoint", "http://"+host+":8788/s3")
	}
	for _, host := range []string{"localhost.example.com", "notlocalhost.example", "10.0.0.1", "128.0.0.1", "[::2]", "127.0.0.1.example.com"} {
		require.Contains(
			t,
			refused(t, "s3", "customerKey", sampleKey, "endpoint", "http://"+host).Message,
			"needs https",
			host,
		)
	}
}

func TestIPv6(t *testing.T) {
	for _, s := range []string{"::", "::1", "1::", "2001:db8::1", "1:2:3:4:5:6:7:8", "a:b:c:d:e:f::", "::a:b:c:d:e:f", "1:0:0:2::3", "10::a0"} {
		require.True(t, legalIPv6(s), s)
	}
	for _, s := range []string{
		"", ":", ":::", "1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "g::", "::1%eth0", "::127.0.0.1", "1:2:3:4:5:6:7::8",
		"[::1]", ":1:2:3:4:5:6:7", "1:2:3:4:5:6:7:", ":1::2", "1::2:", "::0001", "::A",
	} {
		require.False(t, legalIPv6(s), s)
	}
}

// Whatever is taken is an address, and no address in its shortest form is left out.
func FuzzIPv6(f *testing.F) {
	for _, s := range []string{"::1", "1:0:0:2::3", "::ffff:1.2.3.4", "fe80::1%a", "1:2:3:4:5:6:7::"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		ip, err := netip.ParseAddr(s)
		if legalIPv6(s) {
			require.NoError(t, err)
			return
		}
		require.False(t, err == nil && ip.Is6() && ip.Zone() == "" && !ip.Is4In6() && ip.String() == s)
	})
}

func TestHostsAtTheirLimit(t *testing.T) {
	label := strings.Repeat("a", 63)
	host := label + "." + label + "." + label + ".example"
	parsed(t, "s3", "endpoint", host)
	require.Equal(t, "endpoint", refused(t, "s3", "endpoint", "a"+host).Option, "a label of 64")
	require.Equal(t, "endpoint", refused(t, "s3", "endpoint", host+"."+label).Option, "more than 253 in all")
	err := refused(t, "s3", "bucket", strings.Repeat("b", 63), "endpoint", host, "addressing", "virtual")
	require.Contains(t, err.Message, "makes a host of more than 253 characters")
}

func TestHostsThatBrowsersReadDifferently(t *testing.T) {
	for _, endpoint := range []string{
		"0x7f.1", "a.0x1", "1.2.3", "1.2.3.4.5", "01.2.3.4", "256.1.1.1", "a..b", ".a.b", "a.b.", "a-.b", "-a.b", "a b.c", "a%41.b", "a.b:99999",
		"a.b:x", "a.b\\c", "a.b?x", "a.b#x", "https://", "https:///x", "://a.b", "a.b//c", "a.b/%2e%2e", "a.b/c d",
	} {
		require.Equal(t, "endpoint", refused(t, "s3", "endpoint", endpoint).Option, endpoint)
	}
}
