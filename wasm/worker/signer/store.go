package signer

import (
	"net/http"
	"strconv"
	"time"

	"github.com/partway/partway/core"
	"github.com/partway/partway/core/grant"
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/wire"
)

// storeTimeout is long, as COS sends white space until a large object is complete.
const storeTimeout = 2 * time.Minute

// maxReply is more than a page of a list or an error document has.
const maxReply = 4 << 20

// send signs a request of the signer's own and sends it.
func (c *call) send(client *core.Client, op core.Op, args ...string) (request.Reply, *failure) {
	r, err := client.Build(op, args...)
	if err != nil {
		return request.Reply{}, because(err)
	}
	signed, err := client.Sign(r, core.Header, c.env.Now().Unix())
	if err != nil {
		return request.Reply{}, because(err)
	}
	q := &signed.Request
	return c.env.Fetch(
		c.ctx,
		&Call{Method: q.Method, URL: q.URL(), Headers: q.Headers, Body: q.Body, Limit: maxReply, Timeout: storeTimeout},
	), nil
}

// upload is an upload that a client's sealed ID names.
type upload struct {
	grant.Grant
	target *target
	key    string
	client *core.Client
}

// open opens a sealed ID for a key.
func (c *call) open(sealed string, purpose grant.Purpose, key string) (*upload, *failure) {
	g, err := c.seal.Open(sealed, purpose, key, c.user, c.now.Unix())
	if err != nil {
		return nil, because(err)
	}
	t := c.Config.target(g.Target)
	if t == nil || g.Target == "" {
		return nil, refuse(http.StatusForbidden, grant.SealInvalid, "the upload's target is no longer there")
	}
	if f := c.useTarget(t); f != nil {
		return nil, f
	}
	client, e := t.client(key, g.Options)
	if e != nil {
		return nil, because(e)
	}
	return &upload{g, t, key, client}, nil
}

// useTarget checks the page's origin once the target is known.
func (c *call) useTarget(t *target) *failure {
	c.note.Target = t.name
	if !c.originFits(t) {
		return refuse(http.StatusForbidden, "OriginNotAllowed", "pages of this origin may not use this target")
	}
	return nil
}

// stored asks for all parts that the store has.
func (c *call) stored(u *upload) (parts []core.Part, f *failure) {
	const mostPages = 20 // of 1,000 parts; 10,000 is the most a store takes
	for marker := 0; len(parts) < mostPages*1000; {
		reply, f := c.send(u.client, core.ListParts, u.UploadID, strconv.Itoa(marker))
		if f != nil {
			return nil, f
		}
		page, err := u.client.ReadListParts(reply)
		if err != nil {
			return nil, because(err)
		}
		parts = append(parts, page.Parts...)
		if !page.Truncated {
			return parts, nil
		}
		marker = page.NextMarker
	}
	return nil, refuse(http.StatusBadGateway, "Malformed", "the store's list of parts does not end")
}

// head asks for the object; nil if there is none, or one that is older than
// the upload and so is another one.
func (c *call) head(u *upload) (*core.Object, *failure) {
	object, modified, f := c.object(u)
	if t, err := http.ParseTime(modified); err == nil && t.Unix() < u.Begun-u.slack() {
		return nil, nil
	}
	return object, f
}

// object asks for what is under the upload's key, and when that was stored.
func (c *call) object(u *upload) (object *core.Object, modified string, f *failure) {
	reply, f := c.send(u.client, core.HeadObject)
	if f != nil {
		return nil, "", f
	}
	held, err := u.client.ReadHeadObject(reply)
	if err != nil {
		if reply.Status == http.StatusNotFound {
			return nil, "", nil
		}
		return nil, "", because(err)
	}
	if wire.Opaque(&reply) != "" {
		held.ETag = ""
	}
	modified, _ = reply.Header("last-modified")
	return &held, modified, nil
}

// slack is how far Begun may be after the object's time, in seconds. An upload
// that the store began has the store's own time, from the answer to that; S3
// dates the object by when it was asked
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html).
func (u *upload) slack() int64 {
	if u.UploadID == "" {
		return 15 * 60
	}
	return 2
}

// storeTime is the store's clock as a reply tells it, else ours.
func storeTime(r *request.Reply, now time.Time) int64 {
	date, _ := r.Header("date")
	if t, err := http.ParseTime(date); err == nil {
		return t.Unix()
	}
	return now.Unix()
}
