package signer

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/partway/partway/core"
	"github.com/partway/partway/core/grant"
	"github.com/partway/partway/core/request"
)

// Uppy's signRequest wants a URL for each request of an upload and talks to the
// store with it, in S3's own words. Bytes do go straight to the store; the
// requests that begin, list, complete and abort get URLs of this signer, with
// a ticket in them, and are answered here like a store would: so that the
// checks before completing cannot be left out, and OSS and COS need no words
// of their own in Uppy.

var tickets = map[string]grant.Purpose{
	http.MethodGet: grant.TicketList, http.MethodPost: grant.TicketComplete, http.MethodDelete: grant.TicketAbort,
}

// sign answers POST /s3/sign.
func (c *call) sign(_, _ string) (any, *failure) {
	var in SignRequest
	if f := c.readJSON(&in, maxBegin); f != nil {
		return nil, f
	}
	if in.Key == "" {
		return nil, refuse(http.StatusBadRequest, "BodyInvalid", "key is missing")
	}
	if in.UploadID == "" {
		return c.signNew(&in)
	}
	u, f := c.open(in.UploadID, grant.Upload, in.Key)
	if f != nil {
		return nil, f
	}
	if in.Method == http.MethodPut {
		if f := c.refuseStored(u); f != nil {
			return nil, f
		}
		w, f := c.window(u, []int{in.PartNumber})
		if f != nil {
			return nil, f
		}
		return &SignAnswer{URL: w.urls[0]}, nil
	}
	purpose, found := tickets[in.Method]
	if !found {
		return nil, refuse(http.StatusBadRequest, "BodyInvalid", "method must be GET, PUT, POST or DELETE")
	}
	return &SignAnswer{URL: c.ticket(u, purpose)}, nil
}

// signNew allows a new object. The key that the client names is taken for a
// file's name: where it is stored the target's template says.
func (c *call) signNew(in *SignRequest) (any, *failure) {
	t, f := c.pickTarget(in.Target)
	if f != nil {
		return nil, f
	}
	ask := &grant.Ask{User: c.user, Name: in.Key, Type: in.ContentType, Size: grant.Unknown}
	switch in.Method {
	case http.MethodPut:
		u, f := c.allow(t, ask)
		if f != nil {
			return nil, f
		}
		to, fields, f := c.fields(u)
		if f != nil {
			return nil, f
		}
		return &SignAnswer{URL: to, Key: u.key, Fields: fields}, nil
	case http.MethodPost:
		u, f := c.reserve(t, ask)
		if f != nil {
			return nil, f
		}
		return &SignAnswer{URL: c.ticket(u, grant.TicketBegin), Key: u.key}, nil
	}
	return nil, refuse(
		http.StatusForbidden,
		"MethodNotAllowed",
		"a client may not "+known(in.Method)+" objects; PUT and POST begin an upload",
	)
}

// reserve gives a key to an upload whose type will come in a header with the
// request that begins it.
func (c *call) reserve(t *target, ask *grant.Ask) (*upload, *failure) {
	any := *t
	any.policy.Types = nil
	return c.allow(&any, ask)
}

// ticket is a URL of this signer for one kind of request, as long-lived as a
// store's, and never good for longer than the upload.
func (c *call) ticket(u *upload, purpose grant.Purpose) string {
	short := *u
	short.Until = min(u.Until, c.now.Unix()+u.target.urlSeconds)
	path := c.r.URL.Path[:strings.LastIndex(c.r.URL.Path, "/s3/")]
	to := url.URL{
		Scheme:   c.scheme(),
		Host:     c.host(),
		Path:     path + "/s3/direct/" + c.sealFor(&short, purpose),
		RawQuery: url.Values{"key": {u.key}}.Encode(),
	}
	return to.String()
}

// direct answers a request with a ticket, in XML.
func (c *call) direct(id, _ string) (any, *failure) {
	_, key, f := c.query()
	if f != nil {
		return nil, f
	}
	purposes := []grant.Purpose{tickets[c.r.Method]}
	if c.r.Method == http.MethodPost {
		purposes = append(purposes, grant.TicketBegin)
	}
	var u *upload
	for _, p := range purposes {
		if u, f = c.open(id, p, key); f == nil {
			return c.redeem(u, p)
		}
	}
	return nil, f
}

func (c *call) redeem(u *upload, purpose grant.Purpose) (any, *failure) {
	c.user = u.User
	switch purpose {
	case grant.TicketBegin:
		return c.redeemBegin(u)
	case grant.TicketList:
		parts, f := c.stored(u)
		return listDocument(parts), f
	case grant.TicketComplete:
		out, f := c.finish(u, nil, "")
		if f != nil {
			return nil, f
		}
		return xmlDocument(
			"CompleteMultipartUploadResult",
			element(
				"Location",
				escaped(out.Location),
			)+element(
				"Bucket",
				escaped(out.Bucket),
			)+element(
				"Key",
				escaped(out.Key),
			)+element(
				"ETag",
				escaped(out.ETag),
			),
		), nil
	}
	return xmlDocument("AbortResult", ""), c.remove(u)
}

// redeemBegin begins the upload with the type that the request has. Nobody
// remembers that a ticket was used: it is, once its object is stored.
func (c *call) redeemBegin(u *upload) (any, *failure) {
	if f := c.refuseHaste(u.User); f != nil {
		return nil, f
	}
	if f := c.refuseUsed(u); f != nil {
		return nil, f
	}
	chosen, e := u.target.policy.Options(&grant.Ask{Size: grant.Unknown, Type: c.header("Content-Type")})
	if e != nil {
		return nil, because(e)
	}
	chosen = append(chosen, u.onlyOnce()...)
	client, err := u.target.client(u.key, chosen)
	if err != nil {
		return nil, because(err)
	}
	u.client, u.Options, u.Until, u.ByTicket = client, chosen, c.now.Unix()+u.target.uploadSeconds, true
	if f := c.initiate(u); f != nil {
		return nil, f
	}
	return xmlDocument(
		"InitiateMultipartUploadResult",
		element(
			"Bucket",
			escaped(client.Options().Target.Bucket),
		)+element(
			"Key",
			escaped(u.key),
		)+element(
			"UploadId",
			c.sealed(u),
		),
	), nil
}

// onlyOnce has the store refuse a second object under a key of the upload's own,
// as several uploads of one ticket may be completed at the same time.
func (u *upload) onlyOnce() []request.Pair {
	option, found := u.target.row.Option("forbidOverwrite")
	_, forced := request.Find(u.target.policy.Forced, "forbidOverwrite")
	if !found || forced || !option.Ops.Has(request.Complete) || !u.target.policy.Key.Unique() {
		return nil
	}
	return []request.Pair{{Name: option.Name, Value: "true"}}
}

// listDocument appends: 10,000 parts, put together anew with each, would be
// gigabytes in a Worker, which gives no memory back.
func listDocument(parts []core.Part) document {
	var rows strings.Builder
	for _, p := range parts {
		rows.WriteString(
			element(
				"Part",
				element(
					"PartNumber",
					strconv.Itoa(p.Number),
				)+element(
					"ETag",
					escaped(p.ETag),
				)+element(
					"Size",
					strconv.FormatInt(p.Size, 10),
				),
			),
		)
	}
	return xmlDocument("ListPartsResult", rows.String())
}

func errorDocument(f *failure) document {
	return xmlDocument(
		"Error",
		element(
			"Code",
			escaped(f.Code),
		)+element(
			"Message",
			escaped(f.Message),
		)+element(
			"RequestId",
			escaped(f.RequestID),
		),
	)
}

func xmlDocument(root, inner string) document {
	return document{[]byte(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + element(root, inner))}
}

func element(name, inner string) string { return "<" + name + ">" + inner + "</" + name + ">" }

var escapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&apos;")

func escaped(text string) string { return escapes.Replace(text) }
