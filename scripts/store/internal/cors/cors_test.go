package cors

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPreflight(t *testing.T) {
	rules := Rules{
		{
			Origins: []string{"https://*.a.example"},
			Methods: []string{"PUT"},
			Headers: []string{"x-oss-*", "Content-Type"},
			Expose:  []string{"ETag"},
			MaxAge:  5,
		},
		{Origins: []string{"*"}, Methods: []string{"GET"}},
	}
	tests := []struct {
		origin, method string
		headers        []string
		allowed        string // Access-Control-Allow-Origin; empty: refused
	}{
		{"https://x.a.example", "PUT", []string{"X-OSS-Date", "content-type"}, "https://x.a.example"},
		{"https://x.a.example", "PUT", nil, "https://x.a.example"},
		{"https://x.a.example", "PUT", []string{"authorization"}, ""},
		{"https://a.example", "PUT", nil, ""},
		{"https://x.a.example.evil", "PUT", nil, ""},
		{"http://x.a.example", "PUT", nil, ""},
		{"https://x.a.example", "POST", nil, ""},
		{"https://x.a.example", "GET", nil, "*"},
		{"null", "GET", nil, "*"},
		{"null", "GET", []string{"range"}, ""},
	}
	for _, test := range tests {
		h := http.Header{}
		require.Equal(t, test.allowed != "", rules.Preflight(h, test.origin, test.method, test.headers), test)
		require.Equal(t, test.allowed, h.Get("Access-Control-Allow-Origin"), test)
	}
}

func TestParse(t *testing.T) {
	rules, err := Parse(
		[]byte(`{"rules":[{"origins":["*"],"methods":["PUT"],"headers":["*"],"expose":["ETag"],"maxAge":60}]}`),
	)
	require.NoError(t, err)
	require.Equal(t, 60, rules[0].MaxAge)
	for _, bad := range []string{
		`{`, `{"rules":[{}]}`, `{"rules":[{"origins":["*"]}]}`, `{"rules":[{"origins":["*.*"],"methods":["PUT"]}]}`,
		`{"rules":[{"origins":["*"],"methods":["PUT"],"expose":["*"]}]}`,
	} {
		_, err := Parse([]byte(bad))
		require.Error(t, err, bad)
	}
}
