package disk

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const (
	tempPrefix = "tmp-"  // a file that is still being written
	gonePrefix = "gone-" // a folder that is being removed
	recordEnd  = ".json"
)

// fsync is a variable so that tests can watch it and let it fail.
var fsync = (*os.File).Sync

// folder holds entries. An entry is a JSON record (name.json) and, if it has
// bytes, the file that the record names. The rename of the record is the one
// moment at which an entry appears or is replaced; whatever no record names is
// rubbish, which the sweep at the start removes.
type folder struct {
	path string
	sync bool
}

// Blob is the part of a record that says where its bytes are.
type Blob struct {
	File string `json:"file"` // name in the record's folder
	Size int64  `json:"size"` // bytes
}

func (b *Blob) blob() *Blob { return b }

type entry interface{ blob() *Blob }

// create opens a file that nobody sees until commit.
func (d folder) create() (*os.File, error) {
	return os.CreateTemp(d.path, tempPrefix+"*")
}

// discard closes and removes a file made by create. It is harmless after commit.
func discard(f *os.File) {
	f.Close()
	os.Remove(f.Name())
}

// commit makes the bytes of f and the record e the entry called name, in place
// of an earlier one. f comes from create and is closed in any case.
func (d folder) commit(f *os.File, name string, e entry) error {
	defer discard(f)
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if err := d.flush(f); err != nil {
		return err
	}
	var old Blob
	if err := d.read(name, &old); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	*e.blob() = Blob{File: name + "." + random(8), Size: info.Size()}
	if err := os.Rename(f.Name(), filepath.Join(d.path, e.blob().File)); err != nil {
		return err
	}
	// The bytes first: no record may outlast a power cut that its bytes do not.
	if err := d.flushFolder(); err != nil {
		os.Remove(filepath.Join(d.path, e.blob().File))
		return err
	}
	// The record may be there although write failed, so the bytes stay: if no
	// record names them, the sweep takes them.
	if err := d.write(name, e); err != nil {
		return err
	}
	if old.File != "" {
		os.Remove(filepath.Join(d.path, filepath.Base(old.File)))
	}
	return nil
}

// write stores a record under its name, whole or not at all. After an error
// either may be so.
func (d folder) write(name string, record any) error {
	text, err := json.Marshal(record)
	if err != nil {
		return err
	}
	f, err := d.create()
	if err != nil {
		return err
	}
	defer discard(f)
	if _, err := f.Write(text); err != nil {
		return err
	}
	if err := d.flush(f); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), filepath.Join(d.path, name+recordEnd)); err != nil {
		return err
	}
	return d.flushFolder()
}

// read fills record; the error is fs.ErrNotExist if there is no such entry.
func (d folder) read(name string, record any) error {
	text, err := os.ReadFile(filepath.Join(d.path, name+recordEnd))
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, record); err != nil {
		return fmt.Errorf("%s: %w", filepath.Join(d.path, name+recordEnd), err)
	}
	return nil
}

// open opens the bytes of an entry.
func (d folder) open(b *Blob) (*os.File, error) {
	return os.Open(filepath.Join(d.path, filepath.Base(b.File)))
}

// remove deletes an entry, its record first.
func (d folder) remove(name string) error {
	var old Blob
	if err := d.read(name, &old); err != nil {
		return err
	}
	if err := os.Remove(filepath.Join(d.path, name+recordEnd)); err != nil {
		return err
	}
	if old.File != "" {
		os.Remove(filepath.Join(d.path, filepath.Base(old.File)))
	}
	return d.flushFolder()
}

// names lists the entries, sorted.
func (d folder) names() ([]string, error) {
	files, err := os.ReadDir(d.path)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, f := range files {
		if name, ok := strings.CutSuffix(f.Name(), recordEnd); ok {
			names = append(names, name)
		}
	}
	return names, nil
}

// sweep removes what a killed server left: files without a record.
func (d folder) sweep() error {
	files, err := os.ReadDir(d.path)
	if err != nil {
		return err
	}
	named := map[string]bool{}
	for _, f := range files {
		if name, ok := strings.CutSuffix(f.Name(), recordEnd); ok {
			var b Blob
			if err := d.read(name, &b); err != nil {
				return err
			}
			named[f.Name()], named[b.File] = true, true
		}
	}
	for _, f := range files {
		if !named[f.Name()] && !f.IsDir() {
			if err := os.Remove(filepath.Join(d.path, f.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d folder) flush(f *os.File) error {
	if !d.sync {
		return nil
	}
	return fsync(f)
}

// flushFolder makes renames in the folder outlast a power cut.
func (d folder) flushFolder() error {
	if !d.sync {
		return nil
	}
	f, err := os.Open(d.path)
	if err != nil {
		return err
	}
	defer f.Close()
	return fsync(f)
}

// random is n random bytes in lower-case hex.
func random(n int) string {
	b := make([]byte, n)
	rand.Read(b) // never fails: crypto/rand ends the program first
	return hex.EncodeToString(b)
}
