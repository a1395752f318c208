package disk

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"sort"
	"strings"
	"time"

	"github.com/partway/partway/scripts/store/internal/sums"
)

// Header is a response header that is kept with an object.
type Header struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Attributes are what an object is given when it is put, or when its upload is initiated.
type Attributes struct {
	Key         string   `json:"key"`
	Headers     []Header `json:"headers,omitempty"`     // sent with every HEAD and GET
	Echoes      []Header `json:"echoes,omitempty"`      // sent with every reply about it: encryption
	CustomerKey string   `json:"customerKey,omitempty"` // SSE-C: base64 of the key's MD5
	OpaqueETag  bool     `json:"opaqueETag,omitempty"`  // the ETag is not the MD5 (KMS, SSE-C)
	Class       string   `json:"class,omitempty"`       // storage class as it was sent
	Checksum    string   `json:"checksum,omitempty"`    // S3: algorithm of the upload, lower case
	Composite   bool     `json:"composite,omitempty"`   // S3: the checksum is one of checksums
	Sequential  bool     `json:"sequential,omitempty"`  // OSS: parts only in order
}

// Object is a stored object.
type Object struct {
	Blob
	Attributes
	ETag      string            `json:"etag"`                // hex without quotes, "-n" for n parts
	CRC64     uint64            `json:"crc64"`               // CRC-64/XZ
	Checksums map[string]string `json:"checksums,omitempty"` // S3: by algorithm, as on the wire
	Parts     int               `json:"parts,omitempty"`     // 0 if it was put in one piece
	UploadID  string            `json:"uploadId,omitempty"`
	Modified  time.Time         `json:"modified"`
}

// Put stores what body holds. seal gets the sums of the bytes, and either
// finishes the object or refuses it. noReplace makes an existing object ErrExists.
func (b *Bucket) Put(body io.Reader, o *Object, h *sums.Hasher, noReplace bool, seal func(sums.Sums) error) error {
	f, err := b.objects.create()
	if err != nil {
		return err
	}
	defer discard(f)
	body, err = b.store.within(body)
	if err != nil {
		return err
	}
	if err := receive(f, body, h, seal); err != nil {
		return err
	}
	return b.publish(f, o, noReplace)
}

// publish makes f the object's bytes.
func (b *Bucket) publish(f *os.File, o *Object, noReplace bool) error {
	if err := b.objects.flush(f); err != nil { // before the lock: it may take long
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	name := entryName(o.Key)
	if noReplace {
		if err := b.objects.read(name, &Blob{}); !errors.Is(err, fs.ErrNotExist) {
			return errors.Join(err, ErrExists)
		}
	}
	return b.objects.commit(f, name, o)
}

// Open returns an object and its bytes; the caller closes the file.
func (b *Bucket) Open(key string) (*Object, *os.File, error) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	o := &Object{}
	if err := b.objects.read(entryName(key), o); errors.Is(err, fs.ErrNotExist) {
		return nil, nil, ErrNoObject
	} else if err != nil {
		return nil, nil, err
	}
	f, err := b.objects.open(&o.Blob)
	return o, f, err
}

// Exists reports whether there is an object of that key.
func (b *Bucket) Exists(key string) (bool, error) {
	err := b.objects.read(entryName(key), &Blob{})
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// Delete removes an object; ErrNoObject if there is none.
func (b *Bucket) Delete(key string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	err := b.objects.remove(entryName(key))
	if errors.Is(err, fs.ErrNotExist) {
		return ErrNoObject
	}
	return err
}

// Objects lists the objects whose key begins with prefix, by key.
func (b *Bucket) Objects(prefix string) ([]Object, error) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	names, err := b.objects.names()
	if err != nil {
		return nil, err
	}
	var list []Object
	for _, name := range names {
		var o Object
		if err := b.objects.read(name, &o); err != nil {
			return nil, err
		}
		if strings.HasPrefix(o.Key, prefix) {
			list = append(list, o)
		}
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Key < list[j].Key })
	return list, nil
}

// copyBuffer is the memory one upload takes beside its connection, in bytes.
const copyBuffer = 256 << 10

// receive streams body into f and lets seal judge it.
func receive(f *os.File, body io.Reader, h *sums.Hasher, seal func(sums.Sums) error) error {
	buf := make([]byte, copyBuffer)
	// The struct hides ReadFrom and WriteTo, which would choose other buffers.
	if _, err := io.CopyBuffer(struct{ io.Writer }{io.MultiWriter(f, h)}, struct{ io.Reader }{body}, buf); err != nil {
		return err
	}
	return seal(h.Sums())
}
