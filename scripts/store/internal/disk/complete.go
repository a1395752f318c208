package disk

import (
	"io"
	"os"
)

// allParts is more than any upload has.
const allParts = 1 << 30

// Complete makes an object of the parts that choose picks from all stored
// ones; o is filled by choose as well. The upload is locked meanwhile, so that
// parts, aborts and other completions come before or after. The object's
// record is written before the upload goes, so a crash leaves one of them or both, never neither.
func (b *Bucket) Complete(id string, o *Object, noReplace bool, choose func([]Part) ([]Part, error)) error {
	if !plainID(id) {
		return ErrNoUpload
	}
	defer b.busy.hold(id)()
	stored, _, err := b.Parts(id, 0, allParts)
	if err != nil {
		return err
	}
	parts, err := choose(stored)
	if err != nil {
		return err
	}
	f, err := b.objects.create()
	if err != nil {
		return err
	}
	defer discard(f)
	room, err := b.store.room()
	if err != nil {
		return err
	}
	for _, p := range parts {
		if room -= p.Size; room < 0 {
			return ErrFull
		}
		if err := b.appendPart(f, id, p); err != nil {
			return err
		}
	}
	o.UploadID, o.Parts = id, len(parts)
	if err := b.publish(f, o, noReplace); err != nil {
		return err
	}
	return b.removeUpload(id)
}

// appendPart copies inside the kernel where the system can (copy_file_range).
func (b *Bucket) appendPart(f *os.File, id string, p Part) error {
	in, err := b.folder(id).open(&p.Blob)
	if err != nil {
		return err
	}
	defer in.Close()
	n, err := io.Copy(f, in)
	if err == nil && n != p.Size {
		err = io.ErrUnexpectedEOF
	}
	return err
}
