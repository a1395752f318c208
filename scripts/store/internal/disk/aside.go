package disk

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// setAside moves the entries of a folder that cannot be used out of it: the record is no JSON, as after a power cut
// without -sync or a full disk, or it is not what its name says, or its bytes are not there.
func (b *Bucket) setAside(d folder, sound func(d folder, name string) error) error {
	names, err := d.names()
	if err != nil {
		return err
	}
	for _, name := range names {
		if name == uploadRecord {
			continue // looked at before its parts
		}
		why := sound(d, name)
		if why == nil {
			continue
		}
		record := filepath.Join(d.path, name+recordEnd)
		blobs, err := d.blobsOf(name)
		if err != nil {
			return err
		}
		if err := b.moveAside(record, append(blobs, record), why); err != nil {
			return err
		}
	}
	return nil
}

// blobsOf lists the files that an entry's bytes may be in, the record being of no help.
func (d folder) blobsOf(name string) (paths []string, err error) {
	files, err := os.ReadDir(d.path)
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		if strings.HasPrefix(f.Name(), name+".") && f.Name() != name+recordEnd {
			paths = append(paths, filepath.Join(d.path, f.Name()))
		}
	}
	return paths, nil
}

// moveAside moves files or folders into a folder of their own, the record last, and tells of it.
func (b *Bucket) moveAside(record string, paths []string, why error) error {
	to := filepath.Join(b.aside, random(8))
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	for _, path := range paths {
		if err := os.Rename(path, filepath.Join(to, filepath.Base(path))); err != nil {
			return err
		}
	}
	if b.store.Aside != nil {
		b.store.Aside(record, to, why)
	}
	return nil
}

func soundObject(d folder, name string) error {
	var o Object
	if err := d.read(name, &o); err != nil {
		return err
	}
	if entryName(o.Key) != name {
		return errors.New("the record is of another key")
	}
	return d.soundBlob(name, &o.Blob)
}

func soundPart(d folder, name string) error {
	var p Part
	if err := d.read(name, &p); err != nil {
		return err
	}
	if number, err := strconv.Atoi(name); err != nil || partName(number) != name || p.Number != number {
		return errors.New("the record is of another part")
	}
	return d.soundBlob(name, &p.Blob)
}

// soundBlob checks that the bytes are the entry's own, and as many as the record says.
func (d folder) soundBlob(name string, b *Blob) error {
	if !strings.HasPrefix(b.File, name+".") || b.File != filepath.Base(b.File) || b.File == name+recordEnd {
		return errors.New("the record names no file of its own")
	}
	info, err := os.Lstat(filepath.Join(d.path, b.File))
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() || info.Size() != b.Size {
		return fmt.Errorf("%s has %d bytes, the record says %d", b.File, info.Size(), b.Size)
	}
	return nil
}
