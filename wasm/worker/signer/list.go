package signer

import (
	"net/http"

	"github.com/partway/partway/core"
)

// list answers with the parts that the store has, of all of its pages. An
// object that one PUT stores is its own only part.
func (c *call) list(id, _ string) (any, *failure) {
	u, _, f := c.opened(id)
	if f != nil {
		return nil, f
	}
	listed := []ListedPart{}
	if u.Put() {
		object, f := c.head(u)
		if f == nil && object != nil {
			listed = append(listed, ListedPart{1, object.Size, object.ETag, object.CRC64})
		}
		return listed, f
	}
	parts, f := c.stored(u)
	for _, p := range parts {
		listed = append(listed, ListedPart{p.Number, p.Size, p.ETag, p.CRC64})
	}
	return listed, f
}

// abort removes the upload from the store. One that is gone already is no
// failure, and an object is no upload: it stays.
func (c *call) abort(id, _ string) (any, *failure) {
	u, _, f := c.opened(id)
	if f != nil {
		return nil, f
	}
	return struct{}{}, c.remove(u)
}

func (c *call) remove(u *upload) *failure {
	if u.UploadID == "" {
		return nil
	}
	reply, f := c.send(u.client, core.Abort, u.UploadID)
	if f != nil {
		return f
	}
	if _, err := u.client.ReadAbort(reply); err != nil && reply.Status != http.StatusNotFound {
		return because(err)
	}
	return nil
}
