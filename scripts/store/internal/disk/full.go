package disk

import (
	"errors"
	"io"
	"io/fs"
	"math"
	"path/filepath"
	"syscall"
)

// ErrFull says that the folder holds as much as Store.Quota lets it.
var ErrFull = errors.New("the quota is used up")

// Full reports whether there was no room for the bytes, by the quota or on the medium.
func Full(err error) bool {
	return errors.Is(err, ErrFull) || errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}

// room is how many bytes the quota still allows.
func (s *Store) room() (int64, error) {
	if s.Quota == 0 {
		return math.MaxInt64, nil
	}
	room := s.Quota
	err := filepath.WalkDir(s.root, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return ignoreGone(err)
		}
		info, err := d.Info()
		if err == nil {
			room -= info.Size()
		}
		return ignoreGone(err)
	})
	return max(room, 0), err
}

// ignoreGone: files come and go while they are counted.
func ignoreGone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// within reads a body until it is more than there is room for.
func (s *Store) within(body io.Reader) (io.Reader, error) {
	if s.Quota == 0 {
		return body, nil
	}
	room, err := s.room()
	return &bounded{body, room}, err
}

type bounded struct {
	io.Reader
	room int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if b.room -= int64(n); b.room < 0 {
		return n, ErrFull
	}
	return n, err
}
