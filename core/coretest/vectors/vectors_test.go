package vectors

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/core/request"
)

func projectVectors(t *testing.T) []Vector {
	t.Helper()
	all, err := Load("../../testdata/vectors")
	require.NoError(t, err)
	return all
}

func TestLoadFailsOnNothing(t *testing.T) {
	folder := t.TempDir()
	_, err := Load(folder)
	require.Error(t, err, "no file")
	write := func(name, content string) {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600))
	}
	write("empty.json", "[]")
	_, err = Load(folder)
	require.Error(t, err, "a file without vectors")
	write("one.json", `[{"id": "a", "valid": false}, {"id": "b", "valid": null}, {"id": "c"}]`)
	all, err := Load(folder)
	require.NoError(t, err)
	require.Len(t, all, 3)
	require.False(t, all[0].Target())
	require.True(t, all[1].Target())
	require.True(t, all[2].Target())
	write("broken.json", "{")
	_, err = Load(folder)
	require.ErrorContains(t, err, "broken.json")
}

// A check that never fails would pass every signer.
func TestCheckFindsEveryFault(t *testing.T) {
	for _, v := range projectVectors(t) {
		if !v.Target() {
			continue
		}
		broken := []func(*Vector){
			func(v *Vector) { v.Expect.Signature += "0" },
			func(v *Vector) { v.Credentials.AccessKeySecret += "x" },
			func(v *Vector) { v.Key += "x"; v.Bucket += "x" },
			func(v *Vector) { v.Method = "PATCH" },
			func(v *Vector) { v.Expect.URL += "&more=1" },
			func(v *Vector) { v.Scheme = "unknown-header" },
			func(v *Vector) { v.Scheme = "unknown" },
			func(v *Vector) { v.Time = "yesterday" },
			func(v *Vector) { v.Operation = "getObjekt" },
			func(v *Vector) { v.Endpoint = "no host" },
			func(v *Vector) { v.Addressing = "elsewhere" },
		}
		for i, fault := range broken {
			worse := v
			fault(&worse)
			require.NotEmpty(t, worse.Check(), "%s: fault %d was not found", v.ID, i)
		}
	}
}

func TestTargets(t *testing.T) {
	ownHost := Expect{Headers: map[string]string{"host": "own.example"}}
	for _, c := range []struct {
		v          Vector
		host, path string
	}{
		{Vector{Endpoint: "https://s3.example", Addressing: "virtual"}, "b.s3.example", "/k"},
		{Vector{Endpoint: "http://127.0.0.1:9000/base/", Addressing: "path"}, "127.0.0.1:9000", "/base/b/k"},
		{Vector{Endpoint: "https://own.example:8443", Addressing: "cname"}, "own.example:8443", "/k"},
		{Vector{Endpoint: "https://own.example:443", Addressing: "cname", Expect: ownHost}, "own.example", "/k"},
	} {
		c.v.Bucket, c.v.Key = "b", "k"
		target, err := c.v.target()
		require.NoError(t, err)
		require.Equal(t, c.host, target.Host)
		require.Equal(t, c.path, target.Path())
	}
	v := Vector{
		Endpoint:   "https://s3.example",
		Addressing: "path",
		Bucket:     "b",
		Expect:     Expect{URL: "https://s3.example/b?uploads"},
	}
	target, err := v.target()
	require.NoError(t, err)
	require.Equal(t, "/b", target.Path(), "without the slash, as it was sent")
	v.Expect.URL = "https://s3.example/b/?uploads"
	target, err = v.target()
	require.NoError(t, err)
	require.Equal(t, "/b/", target.Path())
}

func TestSplitURL(t *testing.T) {
	host, path, query := splitURL("https://h:1/a%20b%2Fc+d?x=%2B+;y&z=a=b&&bad=%zz")
	require.Equal(t, "h:1", host)
	require.Equal(t, "/a b/c+d", path)
	require.Equal(
		t,
		[]request.Pair{{Name: "x", Value: "+ ;y"}, {Name: "z", Value: "a=b"}, {Name: "bad", Value: "%zz"}},
		query,
	)
	host, path, query = splitURL("https://h?uploads")
	require.Equal(t, "h", host)
	require.Equal(t, "/", path)
	require.Equal(t, []request.Pair{{Name: "uploads"}}, query)
}
