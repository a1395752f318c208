package disk

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/scripts/store/internal/sums"
)

// One record that cannot be read does not stop the start: it is named and put aside, and the rest is served.
func TestUnreadableRecordsArePutAside(t *testing.T) {
	for _, bad := range []string{"", "{", "null", "{}", `{"key":"k","file":"../lock","size":0}`} {
		root := t.TempDir()
		put := func(b *Bucket, key string) {
			o := &Object{Attributes: Attributes{Key: key}}
			seal := func(sums.Sums) error { return nil }
			require.NoError(t, b.Put(strings.NewReader("x"), o, sums.NewHasher(), false, seal))
		}
		s, err := Open(root, false)
		require.NoError(t, err)
		b, err := s.Bucket("s3", "b")
		require.NoError(t, err)
		put(b, "k")
		put(b, "other")
		record := filepath.Join(b.objects.path, entryName("k")+recordEnd)
		require.NoError(t, os.WriteFile(record, []byte(bad), 0o644))
		require.NoError(t, s.Close())

		s, err = Open(root, false)
		require.NoError(t, err)
		var named string
		s.Aside = func(record, _ string, _ error) { named = record }
		b, err = s.Bucket("s3", "b")
		require.NoError(t, err, bad)
		require.Equal(t, record, named)
		_, _, err = b.Open("k")
		require.ErrorIs(t, err, ErrNoObject)
		_, f, err := b.Open("other")
		require.NoError(t, err)
		f.Close()
		moved, err := filepath.Glob(filepath.Join(root, "s3", "b", "aside", "*", "*"))
		require.NoError(t, err)
		require.Len(t, moved, 2, "the record and its bytes")
		s.Quota = 10
		o := &Object{Attributes: Attributes{Key: "large"}}
		err = b.Put(strings.NewReader(strings.Repeat("x", 100)), o, sums.NewHasher(), false, nil)
		require.True(t, Full(err), "%v", err)
		require.NoError(t, s.Close())
	}
}
