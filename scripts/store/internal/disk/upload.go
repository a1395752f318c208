package disk

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/partway/partway/scripts/store/internal/sums"
)

// uploadRecord is the name of an upload's own record among those of its parts.
const uploadRecord = "upload"

// Upload is an upload that was initiated and neither completed nor aborted.
type Upload struct {
	Attributes
	ID        string    `json:"id"`
	Initiated time.Time `json:"initiated"`
}

// Part is a stored part.
type Part struct {
	Blob
	Number    int               `json:"number"`
	ETag      string            `json:"etag"` // lower-case hex without quotes
	CRC64     uint64            `json:"crc64"`
	Checksums map[string]string `json:"checksums,omitempty"`
	Modified  time.Time         `json:"modified"`
}

func (b *Bucket) folder(id string) folder {
	return folder{filepath.Join(b.uploads, id), b.objects.sync}
}

// Initiate begins the upload u.ID. The ID is a file name chosen by the server.
func (b *Bucket) Initiate(u *Upload) error {
	d := b.folder(u.ID)
	if err := os.Mkdir(d.path, 0o755); err != nil {
		return err
	}
	if err := d.write(uploadRecord, u); err != nil {
		return err
	}
	return folder{b.uploads, d.sync}.flushFolder()
}

// Upload finds an upload by its ID, which may come from anywhere.
func (b *Bucket) Upload(id string) (*Upload, error) {
	if !plainID(id) {
		return nil, ErrNoUpload
	}
	u := &Upload{}
	err := b.folder(id).read(uploadRecord, u)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNoUpload
	}
	return u, err
}

// plainID tells an ID that a server can have made from a path.
func plainID(id string) bool {
	for _, c := range id {
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9') {
			return false
		}
	}
	return 0 < len(id) && len(id) <= 128
}

// PutPart stores one part, in place of an earlier one of that number. seal
// gets the sums and finishes or refuses the part; it runs under the upload's lock.
func (b *Bucket) PutPart(id string, body io.Reader, p *Part, h *sums.Hasher, seal func(sums.Sums) error) error {
	d := b.folder(id)
	f, err := d.create()
	if err != nil {
		return asNoUpload(err)
	}
	defer discard(f)
	body, err = b.store.within(body)
	if err != nil {
		return err
	}
	var got sums.Sums
	if err := receive(f, body, h, func(s sums.Sums) error { got = s; return nil }); err != nil {
		return err
	}
	if err := d.flush(f); err != nil {
		return err
	}
	defer b.busy.hold(id)()
	if _, err := b.Upload(id); err != nil {
		return err
	}
	if err := seal(got); err != nil {
		return err
	}
	return asNoUpload(d.commit(f, partName(p.Number), p))
}

// partName sorts by number.
func partName(number int) string { return fmt.Sprintf("%05d", number) }

// asNoUpload: a folder that is gone was completed or aborted meanwhile.
func asNoUpload(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return ErrNoUpload
	}
	return err
}

// Part finds one part; fs.ErrNotExist if it is not there.
func (b *Bucket) Part(id string, number int) (*Part, error) {
	p := &Part{}
	return p, b.folder(id).read(partName(number), p)
}

// Parts lists at most max parts with numbers above after, and says whether there are more.
func (b *Bucket) Parts(id string, after, max int) (parts []Part, more bool, err error) {
	names, err := b.folder(id).names()
	if err != nil {
		return nil, false, asNoUpload(err)
	}
	for _, name := range names {
		if number, err := strconv.Atoi(name); err != nil || number <= after {
			continue
		}
		if len(parts) == max {
			return parts, true, nil
		}
		var p Part
		if err := b.folder(id).read(name, &p); err != nil {
			return nil, false, asNoUpload(err)
		}
		parts = append(parts, p)
	}
	return parts, false, nil
}

// Uploads lists the uploads whose key begins with prefix, by key and then ID.
func (b *Bucket) Uploads(prefix string) ([]Upload, error) {
	dirs, err := os.ReadDir(b.uploads)
	if err != nil {
		return nil, err
	}
	var list []Upload
	for _, d := range dirs {
		u, err := b.Upload(d.Name())
		if errors.Is(err, ErrNoUpload) {
			continue
		} else if err != nil {
			return nil, err
		}
		if strings.HasPrefix(u.Key, prefix) {
			list = append(list, *u)
		}
	}
	sort.Slice(list, func(i, j int) bool {
		if list[i].Key != list[j].Key {
			return list[i].Key < list[j].Key
		}
		return list[i].ID < list[j].ID
	})
	return list, nil
}

// Abort removes an upload with its parts.
func (b *Bucket) Abort(id string) error {
	if !plainID(id) {
		return ErrNoUpload
	}
	defer b.busy.hold(id)()
	return b.removeUpload(id)
}

// removeUpload takes the upload out of sight with one rename, and then apart.
func (b *Bucket) removeUpload(id string) error {
	gone := filepath.Join(b.uploads, gonePrefix+random(8))
	if err := os.Rename(filepath.Join(b.uploads, id), gone); err != nil {
		return asNoUpload(err)
	}
	if err := (folder{b.uploads, b.objects.sync}).flushFolder(); err != nil {
		return err
	}
	return os.RemoveAll(gone)
}
