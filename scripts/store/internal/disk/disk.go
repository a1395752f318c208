// Package disk keeps objects and unfinished uploads in a folder.
//
//	<root>/lock                         held while a server uses the folder
//	<root>/<store>/<bucket>/objects/    one entry per object, named by the SHA-256 of its key
//	<root>/<store>/<bucket>/uploads/    one folder per upload: upload.json, one entry per part
//	<root>/<store>/<bucket>/aside/      what could not be read at the start, see Store.Aside
//
// Bytes are streamed. A part or an object appears only whole, and a process
// killed at any moment leaves the state before or after a call.
package disk

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// Errors that callers tell apart. Everything else is a failure of the disk.
var (
	ErrNoUpload = errors.New("no such upload")
	ErrNoObject = errors.New("no such object")
	ErrExists   = errors.New("an object of that key exists")
)

// Store is a folder in use by this process.
type Store struct {
	// Aside is told of every record that could not be read when its bucket was opened, and of the file or folder that
	// it was moved to. The rest of the bucket is served. Nil: nobody is told.
	Aside func(record, movedTo string, why error)
	// Quota is how many bytes the folder may hold, roughly: bodies that arrive side by side do not see each other;
	// 0: as many as the medium takes.
	Quota int64

	root    string
	sync    bool
	lock    *os.File
	mu      sync.Mutex
	buckets map[string]*Bucket
}

// Bucket is one bucket of one store. Safe for concurrent use.
type Bucket struct {
	store   *Store
	objects folder
	uploads string
	aside   string // folder of what could not be read; made when it is needed

	mu   sync.RWMutex // held for writing while an object is replaced or removed
	busy keyed        // one lock per upload ID
}

// Open makes the folder if there is none, takes its lock and removes what a
// killed server left half-written. sync says whether data is flushed to the
// medium before a call returns.
func Open(root string, sync bool) (*Store, error) {
	if err := os.MkdirAll(root, 0o755); err != nil {
		return nil, err
	}
	lock, err := lockFile(filepath.Join(root, "lock"))
	if err != nil {
		return nil, err
	}
	return &Store{root: root, sync: sync, lock: lock, buckets: map[string]*Bucket{}}, nil
}

// Close gives the folder back.
func (s *Store) Close() error { return s.lock.Close() }

// Bucket opens the bucket called name of a store, making it if necessary.
// Both names become folder names and must come from the configuration.
func (s *Store) Bucket(store, name string) (*Bucket, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	path := filepath.Join(s.root, store, name)
	if b := s.buckets[path]; b != nil {
		return b, nil
	}
	b := &Bucket{
		store:   s,
		aside:   filepath.Join(path, "aside"),
		objects: folder{filepath.Join(path, "objects"), s.sync},
		uploads: filepath.Join(path, "uploads"),
		busy:    keyed{locks: map[string]*keyLock{}},
	}
	for _, dir := range []string{b.objects.path, b.uploads} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return nil, err
		}
	}
	if err := b.sweep(); err != nil {
		return nil, err
	}
	s.buckets[path] = b
	return b, nil
}

// sweep brings the bucket back to a state between two calls.
func (b *Bucket) sweep() error {
	if err := b.setAside(b.objects, soundObject); err != nil {
		return err
	}
	if err := b.objects.sweep(); err != nil {
		return err
	}
	dirs, err := os.ReadDir(b.uploads)
	if err != nil {
		return err
	}
	for _, d := range dirs {
		if err := b.sweepUpload(d.Name()); err != nil {
			return err
		}
	}
	return nil
}

// sweepUpload removes an upload that was being removed, that was never
// acknowledged, or whose object was already there when the server died.
func (b *Bucket) sweepUpload(id string) error {
	path := filepath.Join(b.uploads, id)
	if strings.HasPrefix(id, gonePrefix) {
		return os.RemoveAll(path)
	}
	up, err := b.Upload(id)
	if err == nil && up.ID != id {
		err = errors.New("the record is of another upload")
	}
	if errors.Is(err, ErrNoUpload) {
		return os.RemoveAll(path)
	} else if err != nil {
		return b.moveAside(filepath.Join(path, uploadRecord+recordEnd), []string{path}, err)
	}
	var o Object
	if b.objects.read(entryName(up.Key), &o) == nil && o.UploadID == id {
		return os.RemoveAll(path)
	}
	if err := b.setAside(b.folder(id), soundPart); err != nil {
		return err
	}
	return b.folder(id).sweep()
}

// entryName is a file name that is safe for any key.
func entryName(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}

// keyed is a set of mutexes by name, which exist only while they are held or waited for.
type keyed struct {
	mu    sync.Mutex
	locks map[string]*keyLock
}

type keyLock struct {
	sync.Mutex
	users int
}

// hold locks name and returns the function that unlocks it.
func (k *keyed) hold(name string) (release func()) {
	k.mu.Lock()
	l := k.locks[name]
	if l == nil {
		l = &keyLock{}
		k.locks[name] = l
	}
	l.users++
	k.mu.Unlock()
	l.Lock()
	return func() {
		l.Unlock()
		k.mu.Lock()
		defer k.mu.Unlock()
		if l.users--; l.users == 0 {
			delete(k.locks, name)
		}
	}
}
