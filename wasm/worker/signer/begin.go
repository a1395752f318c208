package signer

import (
	"encoding/base64"
	"net/http"
	"strings"

	"github.com/partway/partway/core"
	"github.com/partway/partway/core/grant"
	"github.com/partway/partway/core/options"
	"github.com/partway/partway/core/plan"
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/wire"
)

// begin allows an upload, begins it at the store, and with a size plans it.
func (c *call) begin(_, _ string) (any, *failure) {
	var in BeginRequest
	if f := c.readJSON(&in, maxBegin); f != nil {
		return nil, f
	}
	if in.Filename == "" {
		return nil, refuse(http.StatusBadRequest, "BodyInvalid", "filename is missing")
	}
	t, f := c.pickTarget(in.Target)
	if f != nil {
		return nil, f
	}
	ask := &grant.Ask{User: c.user, Name: in.Filename, Type: in.Type, Size: grant.Unknown, Options: in.Options.pairs()}
	if in.Size == nil {
		ask.Options = append(ask.Options, tolerated(t, in.Metadata)...)
		u, f := c.allow(t, ask)
		if f == nil {
			f = c.initiate(u)
		}
		if f != nil {
			return nil, f
		}
		return &BeginAnswer{Key: u.key, UploadID: c.sealed(u), Bucket: u.client.Options().Target.Bucket}, nil
	}
	ask.Size, ask.Options = *in.Size, append(ask.Options, in.Metadata.pairs("metadata.")...)
	return c.beginPlanned(t, ask, in.PartSize)
}

// beginPlanned answers Partway's client: two calls for up to 100 parts.
func (c *call) beginPlanned(t *target, ask *grant.Ask, partSize int64) (any, *failure) {
	c.note.Size = ask.Size
	u, f := c.allow(t, ask)
	if f != nil {
		return nil, f
	}
	p, e := plan.New(ask.Size, partSize, t.row.Limits)
	if e != nil {
		return nil, planFailure(e)
	}
	p.Put = p.Put && !(t.partsOnly && p.Size > 0)
	u.Size, u.PartSize, u.Parts = p.Size, p.PartSize, p.Parts
	if !p.Put {
		if f := c.initiate(u); f != nil {
			return nil, f
		}
	}
	o := u.client.Options()
	out := &PlannedAnswer{
		Key: u.key, UploadID: c.sealed(u), Bucket: o.Target.Bucket, Dialect: t.row.Name, URL: location(u.client),
		PartSize: p.PartSize, Parts: p.Parts, Put: p.Put,
	}
	if out.Verify = u.Verify; u.Verify != "" {
		_, out.VerifyHeader = o.Verify()
	}
	numbers := make([]int, min(p.Parts, maxWindow))
	for i := range numbers {
		numbers[i] = i + 1
	}
	w, f := c.window(u, numbers)
	if f != nil {
		return nil, f
	}
	out.URLs, out.Headers, out.Until = w.urls, textsOf(w.headers), w.until
	return out, nil
}

func planFailure(e *plan.Error) *failure {
	if e.Option == "size" && e.Value > 0 {
		return refuse(http.StatusRequestEntityTooLarge, grant.EntityTooLarge, e.Error())
	}
	return refuse(http.StatusBadRequest, "OptionInvalid", e.Error())
}

// pickTarget takes the target of that name. A client that names none, as Uppy's
// does, can have one named in its base URL, by /to/<name> at its end.
func (c *call) pickTarget(name string) (*target, *failure) {
	if name == "" {
		base := strings.TrimRight(c.r.URL.Path[:max(0, strings.LastIndex(c.r.URL.Path, "/s3/"))], "/")
		if i := strings.LastIndex(base, "/to/"); i >= 0 {
			name = base[i+len("/to/"):]
		}
	}
	t := c.Config.target(name)
	if t == nil {
		return nil, refuse(
			http.StatusBadRequest,
			"NoSuchTarget",
			"there is no such target"+options.Meant(name, targetNames(c.targets)),
		)
	}
	return t, c.useTarget(t)
}

// allow checks an upload against the target's policy and gives it a key.
func (c *call) allow(t *target, ask *grant.Ask) (*upload, *failure) {
	if f := c.refuseHaste(ask.User); f != nil {
		return nil, f
	}
	chosen, e := t.policy.Options(ask)
	if e != nil {
		return nil, because(e)
	}
	var random [16]byte
	c.env.Entropy(random[:])
	key, e := t.policy.NewKey(ask, c.now.Unix(), random)
	if e != nil {
		return nil, because(e)
	}
	client, err := t.client(key, chosen)
	if err != nil {
		return nil, because(err)
	}
	g := grant.Grant{
		Target: t.name, User: c.user, Size: grant.Unknown, Most: t.policy.Most,
		Begun: c.now.Unix(), Until: c.now.Unix() + t.uploadSeconds, Options: chosen,
	}
	g.Verify, _ = client.Options().Verify()
	return &upload{g, t, key, client}, nil
}

// initiate begins a multipart upload at the store.
func (c *call) initiate(u *upload) *failure {
	reply, f := c.send(u.client, core.Initiate)
	if f != nil {
		return f
	}
	begun, err := u.client.ReadInitiate(reply)
	if err != nil {
		return because(err)
	}
	u.UploadID, u.Begun = begun.UploadID, storeTime(&reply, c.now)
	if wire.Opaque(&reply) != "" {
		u.Verify = ""
	}
	return nil
}

// sealed is the upload ID that the client gets.
func (c *call) sealed(u *upload) string { return c.sealFor(u, grant.Upload) }

func (c *call) sealFor(u *upload, purpose grant.Purpose) string {
	var nonce [grant.NonceBytes]byte
	c.env.Entropy(nonce[:])
	return c.seal.Seal(&u.Grant, purpose, u.key, nonce)
}

// location is the object's URL, without a query.
func location(client *core.Client) string {
	r := request.Request{Target: client.Options().Target}
	return r.URL()
}

// tolerated is the metadata of a client that knows nothing of policies: Uppy
// sends name and type of every file. What is not allowed is left out, and what
// is not ASCII is encoded as mail does it (RFC 2047), which stores decode.
func tolerated(t *target, metadata Texts) (pairs []request.Pair) {
	for _, p := range metadata.pairs("metadata.") {
		name := strings.TrimPrefix(p.Name, "metadata.")
		_, forced := request.Find(t.policy.Forced, p.Name)
		if p.Value == "" || forced || !t.policy.MayChoose(p.Name) || t.row.MetaLower && strings.Contains(name, "_") {
			continue
		}
		for i := range len(p.Value) {
			if p.Value[i] >= 0x80 {
				p.Value = "=?UTF-8?B?" + base64.StdEncoding.EncodeToString([]byte(p.Value)) + "?="
				break
			}
		}
		pairs = append(pairs, p)
	}
	return pairs
}
