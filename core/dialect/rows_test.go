package dialect

import (
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/sign"
	"github.com/stretchr/testify/require"
)

// everyRow runs a check on each row under the row's name.
func everyRow(t *testing.T, check func(t *testing.T, d *Dialect)) {
	for _, d := range All() {
		t.Run(d.Name, func(t *testing.T) { check(t, d) })
	}
}

func TestNamesAreUniqueAndFound(t *testing.T) {
	seen := map[string]bool{}
	for _, d := range All() {
		require.False(t, seen[d.Name], d.Name)
		seen[d.Name] = true
		require.NotEmpty(t, d.Title)
		found, ok := ByName(d.Name)
		require.True(t, ok)
		require.Same(t, d, found)
	}
	_, ok := ByName("OSS")
	require.False(t, ok, "names are matched exactly")
}

func TestAnAliasMeansOneRow(t *testing.T) {
	seen := map[string]bool{}
	for _, d := range All() {
		for _, alias := range d.Alias {
			require.Regexp(t, `^[a-z0-9]+$`, alias)
			_, isName := ByName(alias)
			require.False(t, isName || seen[alias], alias)
			seen[alias] = true
		}
	}
}

// source is a line of a row's list of pages.
var source = regexp.MustCompile(`(?m)^//\t\[([a-z0-9 ]+)\] +(\S+) (\S+)$`)

func TestEveryFactNamesItsSource(t *testing.T) {
	bracket := regexp.MustCompile(`\[([a-z0-9 ]+)\]`)
	everyRow(t, func(t *testing.T, d *Dialect) {
		row, err := os.ReadFile(d.Name + ".go")
		require.NoError(t, err)
		options, err := os.ReadFile(d.Name + "_options.go")
		require.NoError(t, err)
		known := map[string]bool{}
		for _, s := range source.FindAllStringSubmatch(string(row), -1) {
			word, page, read := s[1], s[2], s[3]
			require.False(t, known[word], "%s twice", word)
			known[word] = true
			u, err := url.Parse(page)
			require.NoError(t, err)
			require.Equal(t, "https", u.Scheme, page)
			_, err = time.Parse(time.DateOnly, read)
			require.NoError(t, err)
		}
		require.NotEmpty(t, known)
		named := map[string]bool{}
		for line := range strings.Lines(source.ReplaceAllString(string(row), "") + string(options)) {
			if _, comment, found := strings.Cut(line, "//"); found {
				for _, m := range bracket.FindAllStringSubmatch(comment, -1) {
					named[m[1]] = true
				}
			}
		}
		require.Equal(t, known, named, "every [word] has a page, and from every page comes a fact")
	})
}

func TestLimitsAreOrdered(t *testing.T) {
	everyRow(t, func(t *testing.T, d *Dialect) {
		l := d.Limits
		require.Positive(t, l.MinPart)
		require.Less(t, l.MinPart, l.MaxPart)
		require.LessOrEqual(t, l.MaxPut, l.MaxObject)
		require.LessOrEqual(t, l.MaxPart, l.MaxPut)
		require.Equal(t, int64(l.MaxParts)*l.MaxPart, l.MaxObject, "parts of legal size reach the largest object")
		for _, n := range []int{l.MaxParts, l.KeyBytes, l.MetaBytes, l.Tags, l.TagKey, l.TagValue} {
			require.Positive(t, n)
		}
		require.Less(t, l.TagKey, l.TagValue)
		require.GreaterOrEqual(t, l.MaxExpires, int64(0))
		require.Less(t, d.Bucket.MinLen, d.Bucket.MaxLen)
		require.LessOrEqual(t, d.Bucket.MaxLen, 63, "a bucket is a label of a host")
	})
}

func TestHostsAreWellFormed(t *testing.T) {
	host := regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$`)
	everyRow(t, func(t *testing.T, d *Dialect) {
		patterns, forms := map[string]bool{}, d.Forms()
		require.True(t, d.Hosts[0].Region == "", "the default form serves any region")
		require.Len(t, slices.Compact(slices.Sorted(slices.Values(forms))), len(forms), "hosts of one form stand together")
		for i := range d.Hosts {
			h := &d.Hosts[i]
			require.False(t, patterns[h.Pattern], h.Pattern)
			patterns[h.Pattern] = true
			require.Regexp(t, host, h.Fill("xx-region-1"))
			require.Regexp(t, `^[a-z]+(-[a-z]+)*$`, h.Form)
			require.False(t, h.Region != "" && h.TakesRegion(), "%s fixes a region and takes one", h.Pattern)

			region := h.Region
			if h.TakesRegion() {
				region = "xx-region-1"
			}
			require.Equal(t, Match{h, region, ""}, d.Match(h.Fill(region)))
			require.Equal(t, Match{h, region, "my-bucket"}, d.Match("my-bucket."+h.Fill(region)))
			require.Nil(t, d.Match("x"+h.Fill(region)+".evil.example").Host)
			require.Same(t, h, d.Host(h.Form, region), "a form and a region lead to one host")
		}
	})
}

func TestMatchTakesTheHostThatSharesMost(t *testing.T) {
	for _, c := range []struct{ dialect, name, form, region, bucket string }{
		{"oss", "oss-accelerate.aliyuncs.com", "accelerate", "", ""},
		{"oss", "b.oss-accelerate-overseas.aliyuncs.com", "accelerate-overseas", "", "b"},
		{"oss", "b.oss-cn-hangzhou-internal.aliyuncs.com", "internal", "cn-hangzhou", "b"},
		{"oss", "oss-b.oss-cn-hangzhou.aliyuncs.com", "public", "cn-hangzhou", "oss-b"},
		{"oss", "b.cn-hangzhou.oss.aliyuncs.com", "dual-stack", "cn-hangzhou", "b"},
		{"oss", "b.oss-cn-hzfinance.aliyuncs.com", "public", "cn-hangzhou-finance", "b"},
		{"oss", "aliyuncs.com", "", "", ""},
		{"oss", "oss-.aliyuncs.com", "", "", ""},
		{"cos", "cos.accelerate.myqcloud.com", "accelerate", "", ""},
		{"cos", "b-1.cos.ap-beijing.tencentcos.cn", "backup", "ap-beijing", "b-1"},
		{"cos", "b-1.cos-internal.ap-beijing.tencentcos.cn", "internal", "ap-beijing", "b-1"},
		{"cos", "xcos.ap-beijing.myqcloud.com", "", "", ""},
		{"cos", "b-1.cn-south.myqcloud.com", "public", "cn-south", "b-1"},
		{"cos", "b-1.cn-south-2.myqcloud.com", "public", "cn-south-2", "b-1"},
		{"cos", "sg.myqcloud.com", "public", "sg", ""},
		{"cos", "b-1.file.myqcloud.com", "", "", ""},
		{"s3", "my.dotted.bucket.s3.us-east-1.amazonaws.com", "public", "us-east-1", "my.dotted.bucket"},
		{"s3", "s3.s3.us-east-1.amazonaws.com", "public", "us-east-1", "s3"},
		{"s3", "b.s3.amazonaws.com", "global", "", "b"},
		{"s3", "s3.dualstack.us-east-1.amazonaws.com", "dual-stack", "us-east-1", ""},
		{"s3", "b.s3-accelerate.dualstack.amazonaws.com", "accelerate-dual-stack", "", "b"},
		{"s3", "s3-eu-west-1.amazonaws.com", "legacy", "eu-west-1", ""},
		{"s3", "bkt.s3-us-west-2.amazonaws.com", "legacy", "us-west-2", "bkt"},
		{"s3", "bkt.s3-external-1.amazonaws.com", "legacy", "us-east-1", "bkt"},
		{"s3", "s3-fips-us-gov-west-1.amazonaws.com", "legacy-fips", "us-gov-west-1", ""},
		{"s3", "s3-fips.us-east-1.amazonaws.com", "fips", "us-east-1", ""},
		{"s3", "b.s3-accelerate.amazonaws.com", "accelerate", "", "b"},
		{"s3", "s3.cn-north-1.amazonaws.com.cn", "public", "cn-north-1", ""},
	} {
		d, _ := ByName(c.dialect)
		m := d.Match(c.name)
		if c.form == "" {
			require.Nil(t, m.Host, c.name)
			continue
		}
		require.NotNil(t, m.Host, c.name)
		require.Equal(t, []string{c.form, c.region, c.bucket}, []string{m.Host.Form, m.Region, m.Bucket}, c.name)
	}
}

func TestHostOfAnUnknownFormIsNil(t *testing.T) {
	everyRow(t, func(t *testing.T, d *Dialect) { require.Nil(t, d.Host("nowhere", "xx")) })
}

func TestOptionsAreWellFormed(t *testing.T) {
	everyRow(t, func(t *testing.T, d *Dialect) {
		names, fields := map[string]bool{}, map[string]bool{}
		for _, o := range d.Options {
			require.Regexp(t, `^[a-z][A-Za-z0-9]+$`, o.Name)
			require.False(t, names[o.Name], o.Name)
			names[o.Name] = true
			require.NotEqual(t, o.Header == "", o.Param == "", "%s is a header or a parameter", o.Name)
			field := o.Header + o.Param
			require.Regexp(t, `^[a-z0-9-]+$`, field)
			require.False(t, fields[field], field)
			fields[field] = true
			require.NotZero(t, o.Ops, "%s goes nowhere", o.Name)
			require.False(t, o.Ops.Has(request.NoOp), o.Name)
			checkKind(t, o)
		}
	})
}

func checkKind(t *testing.T, o Option) {
	listed := o.Kind == Enum || o.Kind == Grantees
	require.Equal(t, listed, len(o.Legal) > 0, "%s: Legal", o.Name)
	require.Len(t, slices.Compact(slices.Sorted(slices.Values(o.Legal))), len(o.Legal), "%s has a value twice", o.Name)
	switch o.Kind {
	case Integer:
		require.Less(t, o.Min, o.Max, o.Name)
		require.NotEmpty(t, o.Unit, o.Name)
	case Base64JSON:
		require.Positive(t, o.Max, o.Name)
	case MetaMap:
		require.True(t, strings.HasSuffix(o.Header, "-meta-"), o.Name)
	}
	require.True(t, o.Fixed == "" || o.Kind == Flag, "%s: Fixed", o.Name)
	require.True(t, (o.Param != "") || o.Kind != FlagParam, "%s: a bare parameter", o.Name)
	require.True(t, o.Implied == "" || o.Kind == KeyMD5 || len(o.Legal) == 1, "%s: Implied", o.Name)
}

// What an option needs, excludes or follows is an option of the same row, and
// a value that it needs is legal there.
func TestOptionsReferToEachOther(t *testing.T) {
	everyRow(t, func(t *testing.T, d *Dialect) {
		for _, o := range d.Options {
			needs, values, valued := strings.Cut(o.Needs, "=")
			for _, name := range []string{needs, o.Excludes, o.Implied} {
				if _, found := d.Option(name); name != "" {
					require.True(t, found, "%s refers to %s", o.Name, name)
				}
			}
			if peer, _ := d.Option(needs); valued {
				require.Subset(t, peer.Legal, strings.Split(values, "|"), o.Name)
			}
		}
		_, found := d.Option("nothing")
		require.False(t, found)
	})
}

func TestHeaderNamesAreLowerCase(t *testing.T) {
	everyRow(t, func(t *testing.T, d *Dialect) {
		n := d.HeaderNames
		for _, name := range []string{n.Prefix, n.Meta, n.Token, n.RequestID, n.Version, n.Tagging} {
			require.Regexp(t, `^x-[a-z0-9-]+$`, name)
			require.True(t, strings.HasPrefix(name, n.Prefix), name)
		}
		for _, name := range []string{n.CRC64, n.Err} {
			require.Regexp(t, `^(x-[a-z0-9-]+)?$`, name)
		}
		meta, _ := d.Option("metadata")
		require.Equal(t, n.Meta, meta.Header)
		tags, _ := d.Option("tags")
		require.Equal(t, n.Tagging, tags.Header)
	})
}

func TestSchemesExist(t *testing.T) {
	everyRow(t, func(t *testing.T, d *Dialect) {
		require.NotEmpty(t, d.Schemes)
		for _, name := range d.Schemes {
			_, found := sign.ByName(name)
			require.True(t, found, name)
		}
		require.Subset(t, append([]string{""}, d.Schemes...), d.Scoped)
	})
}

func TestCodesAreUnique(t *testing.T) {
	everyRow(t, func(t *testing.T, d *Dialect) {
		require.NotEmpty(t, d.Codes)
		seen := map[string]bool{}
		for _, c := range d.Codes {
			for name := range strings.SplitSeq(c.Name, "|") {
				require.NotEmpty(t, name)
				require.False(t, seen[name], name)
				seen[name] = true
				_, found := d.Code(name)
				require.True(t, found, name)
			}
		}
	})
}

func TestOps(t *testing.T) {
	s := On(request.Initiate, request.HeadObject)
	require.True(t, s.Has(request.Initiate))
	require.True(t, s.Has(request.HeadObject))
	require.False(t, s.Has(request.Complete))
	for op := request.Initiate; op <= request.DeleteObject; op++ {
		require.True(t, always.Has(op), op.String())
	}
}
