package dialect

import "github.com/partway/partway/core/request"

// Sizes in bytes.
const (
	kib = 1 << 10
	mib = 1 << 20
	gib = 1 << 30
)

// All are the rows, in the order in which errors list them. They are shared and
// must not be changed.
func All() []*Dialect { return []*Dialect{&oss, &cos, &s3} }

// ByName finds a row; the name is matched exactly.
func ByName(name string) (*Dialect, bool) {
	for _, d := range All() {
		if d.Name == name {
			return d, true
		}
	}
	return nil, false
}

// Option finds an option of the row by its name.
func (d *Dialect) Option(name string) (*Option, bool) {
	for i := range d.Options {
		if d.Options[i].Name == name {
			return &d.Options[i], true
		}
	}
	return nil, false
}

// Sets of operations that several options share.
const (
	whenStored  = Ops(1<<request.Initiate | 1<<request.PutObject)   // kept with the object
	whenVisible = Ops(1<<request.Complete | 1<<request.PutObject)   // when the object appears
	whenSending = Ops(1<<request.UploadPart | 1<<request.PutObject) // with the bytes
	whenWriting = whenStored | whenVisible                          // begins or ends an upload
	whenRead    = Ops(1 << request.GetObject)
	whenThere   = whenRead | Ops(1<<request.HeadObject|1<<request.DeleteObject)            // of an object that is there
	withKey     = whenStored | whenRead | Ops(1<<request.UploadPart|1<<request.HeadObject) // SSE-C
	always      = whenWriting | withKey | whenThere |
		Ops(1<<request.ListParts|1<<request.Abort|1<<request.ListUploads)
)
