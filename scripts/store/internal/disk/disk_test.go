package disk

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/scripts/store/internal/sums"
)

func openBucket(t *testing.T, root string) *Bucket {
	t.Helper()
	s, err := Open(root, false)
	require.NoError(t, err)
	t.Cleanup(func() { s.Close() })
	b, err := s.Bucket("oss", "bucket")
	require.NoError(t, err)
	return b
}

func accept(sums.Sums) error { return nil }

func put(t *testing.T, b *Bucket, key, text string) {
	t.Helper()
	require.NoError(
		t,
		b.Put(strings.NewReader(text), &Object{Attributes: Attributes{Key: key}}, sums.NewHasher(), false, accept),
	)
}

func get(t *testing.T, b *Bucket, key string) string {
	t.Helper()
	_, f, err := b.Open(key)
	require.NoError(t, err)
	defer f.Close()
	text, err := io.ReadAll(f)
	require.NoError(t, err)
	return string(text)
}

func begin(t *testing.T, b *Bucket, id, key string, parts ...string) []Part {
	t.Helper()
	require.NoError(t, b.Initiate(&Upload{ID: id, Attributes: Attributes{Key: key}}))
	for i, text := range parts {
		p := &Part{Number: i + 1}
		require.NoError(t, b.PutPart(id, strings.NewReader(text), p, sums.NewHasher(), accept))
	}
	stored, _, err := b.Parts(id, 0, allParts)
	require.NoError(t, err)
	return stored
}

// files counts everything below root that is no folder.
func files(t *testing.T, root string) (list []string) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && d.Name() != "lock" {
			list = append(list, d.Name())
		}
		return err
	}))
	return list
}

// Keys are never paths, whatever they look like.
func TestHostileKeys(t *testing.T) {
	root := t.TempDir()
	b := openBucket(t, filepath.Join(root, "data"))
	keys := []string{
		"../../etc/passwd",
		"/etc/passwd",
		"a\x00b",
		"..",
		".",
		strings.Repeat("x", 1024),
		"a/b",
		"A/B",
		"con",
		`..\..\x`,
	}
	for _, key := range keys {
		put(t, b, key, "the bytes of "+key)
	}
	for _, key := range keys {
		require.Equal(t, "the bytes of "+key, get(t, b, key))
	}
	inside, err := os.ReadDir(root)
	require.NoError(t, err)
	require.Len(t, inside, 1, "everything is in the folder")
	for _, id := range []string{"", "..", "../x", "a/b", "gone-1", "a.b", strings.Repeat("a", 129)} {
		_, err := b.Upload(id)
		require.ErrorIs(t, err, ErrNoUpload, id)
		require.ErrorIs(t, b.Abort(id), ErrNoUpload, id)
		require.ErrorIs(t, b.Complete(id, &Object{}, false, nil), ErrNoUpload, id)
	}
}

// A body that fails leaves the earlier state and no file.
func TestRefusedBytesLeaveNothing(t *testing.T) {
	root := t.TempDir()
	b := openBucket(t, root)
	put(t, b, "k", "old")
	begin(t, b, "id", "k", "part")
	before := files(t, root)

	broken := errors.New("the client went away")
	o := &Object{Attributes: Attributes{Key: "k"}}
	cut := io.MultiReader(strings.NewReader("half"), &failing{broken})
	require.ErrorIs(t, b.Put(cut, o, sums.NewHasher(), false, accept), broken)
	refuse := func(sums.Sums) error { return broken }
	require.ErrorIs(t, b.Put(strings.NewReader("x"), o, sums.NewHasher(), false, refuse), broken)
	require.ErrorIs(t, b.PutPart("id", strings.NewReader("x"), &Part{Number: 1}, sums.NewHasher(), refuse), broken)
	require.ErrorIs(t, b.Complete("id", o, false, func([]Part) ([]Part, error) { return nil, broken }), broken)
	require.ErrorIs(t, b.Put(strings.NewReader("x"), o, sums.NewHasher(), true, accept), ErrExists)
	require.Equal(t, before, files(t, root))
	require.Equal(t, "old", get(t, b, "k"))
}

type failing struct{ err error }

func (f *failing) Read([]byte) (int, error) { return 0, f.err }

// Replacing leaves one file of bytes and one record.
func TestReplacing(t *testing.T) {
	root := t.TempDir()
	b := openBucket(t, root)
	for _, text := range []string{"1", "22", "333"} {
		put(t, b, "k", text)
		require.Equal(t, text, get(t, b, "k"))
		require.Len(t, files(t, root), 2)
	}
	require.NoError(t, b.Delete("k"))
	require.Empty(t, files(t, root))
	require.ErrorIs(t, b.Delete("k"), ErrNoObject)
}

// A reader keeps the bytes that it opened.
func TestReaderSurvivesReplacing(t *testing.T) {
	b := openBucket(t, t.TempDir())
	put(t, b, "k", "old")
	_, f, err := b.Open("k")
	require.NoError(t, err)
	defer f.Close()
	put(t, b, "k", "new")
	text, err := io.ReadAll(f)
	require.NoError(t, err)
	require.Equal(t, "old", string(text))
}

// What a killed server can leave behind is gone after the next start.
func TestSweep(t *testing.T) {
	root := t.TempDir()
	s, err := Open(root, false)
	require.NoError(t, err)
	b, err := s.Bucket("oss", "bucket")
	require.NoError(t, err)
	put(t, b, "k", "object")
	begin(t, b, "alive", "k2", "part")
	parts := begin(t, b, "finished", "k3", "part")
	clean := len(files(t, root)) - 3 // without the upload that is about to be complete

	// The object of "finished" is there, but its upload has not been removed yet.
	f, err := b.objects.create()
	require.NoError(t, err)
	require.NoError(t, b.appendPart(f, "finished", parts[0]))
	require.NoError(t, b.publish(f, &Object{Attributes: Attributes{Key: "k3"}, UploadID: "finished"}, false))
	clean += 2
	for _, path := range []string{"objects/tmp-1", "objects/" + entryName("k") + ".0011", "uploads/alive/tmp-2", "uploads/alive/00002.0011"} {
		require.NoError(t, os.WriteFile(filepath.Join(root, "oss/bucket", path), []byte("x"), 0o644))
	}
	require.NoError(t, os.Mkdir(filepath.Join(b.uploads, "begun"), 0o755))
	require.NoError(t, os.Mkdir(filepath.Join(b.uploads, gonePrefix+"1"), 0o755))
	require.NoError(t, s.Close())

	b = openBucket(t, root)
	require.Len(t, files(t, root), clean)
	require.Equal(t, "object", get(t, b, "k"))
	require.Equal(t, "part", get(t, b, "k3"))
	uploads, err := b.Uploads("")
	require.NoError(t, err)
	require.Len(t, uploads, 1)
	left, _, err := b.Parts("alive", 0, allParts)
	require.NoError(t, err)
	require.Len(t, left, 1)
}

func TestOneServerPerFolder(t *testing.T) {
	root := t.TempDir()
	s, err := Open(root, true)
	require.NoError(t, err)
	_, err = Open(root, true)
	require.ErrorContains(t, err, "another store")
	require.NoError(t, s.Close())
	s, err = Open(root, true)
	require.NoError(t, err)
	require.NoError(t, s.Close())
}

// The bytes are on the medium before the record that names them, and stay if
// the record's own flush fails, as the record may outlast that.
func TestFlushesOfAnEntry(t *testing.T) {
	root := t.TempDir()
	s, err := Open(root, true)
	require.NoError(t, err)
	b, err := s.Bucket("oss", "bucket")
	require.NoError(t, err)
	var seen []int // how many files there were at each flush of the folder
	broken := errors.New("the disk is broken")
	t.Cleanup(func() { fsync = (*os.File).Sync })
	fsync = func(f *os.File) error {
		if f.Name() != b.objects.path {
			return f.Sync()
		}
		if seen = append(seen, len(files(t, b.objects.path))); len(seen) == 2 {
			return broken
		}
		return nil
	}
	o := &Object{Attributes: Attributes{Key: "k"}}
	require.ErrorIs(t, b.Put(strings.NewReader("text"), o, sums.NewHasher(), false, accept), broken)
	require.Equal(t, []int{1, 2}, seen, "the bytes, then the record beside them")
	require.NoError(t, s.Close())
	require.Equal(t, "text", get(t, openBucket(t, root), "k"))
}

// What cannot be flushed before its record is there leaves nothing.
func TestBytesThatCannotBeFlushed(t *testing.T) {
	root := t.TempDir()
	s, err := Open(root, true)
	require.NoError(t, err)
	t.Cleanup(func() { s.Close() })
	b, err := s.Bucket("oss", "bucket")
	require.NoError(t, err)
	broken := errors.New("the disk is broken")
	t.Cleanup(func() { fsync = (*os.File).Sync })
	fsync = func(f *os.File) error {
		if f.Name() == b.objects.path {
			return broken
		}
		return f.Sync()
	}
	o := &Object{Attributes: Attributes{Key: "k"}}
	require.ErrorIs(t, b.Put(strings.NewReader("text"), o, sums.NewHasher(), false, accept), broken)
	require.Empty(t, files(t, root))
}
