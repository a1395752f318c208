package server

import (
	"crypto/md5"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/core/request"
	"github.com/partway/partway/scripts/store/internal/vendor"
)

func TestCustomerKey(t *testing.T) {
	h := newHarness(t)
	headers := func(prefix string, key string) []string {
		sum := md5.Sum([]byte(key))
		p := prefix + "server-side-encryption-customer-"
		return []string{
			p + "algorithm",
			"AES256",
			p + "key",
			base64.StdEncoding.EncodeToString([]byte(key)),
			p + "key-md5",
			base64.StdEncoding.EncodeToString(sum[:]),
		}
	}
	right, wrong := strings.Repeat("k", 32), strings.Repeat("w", 32)
	for _, dialect := range []string{"cos", "s3"} {
		v, _ := vendor.ByName(dialect)
		code := map[string]string{"cos": "SsecDecryptHeaderInvalid", "s3": "InvalidRequest"}[dialect]
		mine, other := headers(v.Prefix, right), headers(v.Prefix, wrong)
		do := func(method string, query []request.Pair, body string, headers []string) reply {
			return h.send(
				req{method: method, dialect: dialect, key: "k", query: query, body: body, headers: pairs(headers...)},
			)
		}
		begin := func(headers []string) reply { return do("POST", pairs("uploads", ""), "", headers) }

		broken := append([]string{}, mine...)
		broken[5] = other[5]
		for _, bad := range [][]string{mine[:4], mine[2:], broken, headers(v.Prefix, "short")} {
			require.Equal(t, code, begin(bad).text("Code"), bad)
		}
		begun := begin(mine)
		require.Equal(t, 200, begun.StatusCode, begun.body)
		require.Equal(t, mine[5], begun.Header.Get(mine[4]))
		require.Empty(t, begun.Header.Get(mine[2]), "the key is not repeated")
		query := pairs("partNumber", "1", "uploadId", begun.text("UploadId"))
		require.Equal(t, code, do("PUT", query, "x", nil).text("Code"))
		require.Equal(t, code, do("PUT", query, "x", other).text("Code"))
		part := do("PUT", query, "x", mine)
		require.Equal(t, 200, part.StatusCode, part.body)
		require.NotEqual(t, `"9dd4e461268c8034f5c8564e155c67a6"`, part.Header.Get("ETag"), "the MD5 stays hidden")
		require.Equal(t, 200, do("POST", query[1:], list("1", part.Header.Get("ETag")), nil).StatusCode)
		require.Equal(t, 400, do("HEAD", nil, "", nil).StatusCode)
		require.Equal(t, 400, do("GET", nil, "", other).StatusCode)
		require.Equal(t, "x", do("GET", nil, "", mine).body)

		plain := h.initiate(dialect, "plain")
		r := h.send(
			req{
				method:  "PUT",
				dialect: dialect,
				key:     "plain",
				query:   pairs("partNumber", "1", "uploadId", plain),
				body:    "x",
				headers: pairs(mine...),
			},
		)
		require.Equal(t, code, r.text("Code"), "the upload has no key")
	}
}
