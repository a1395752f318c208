package signer

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/partway/partway/core"
	"github.com/partway/partway/core/grant"
	"github.com/partway/partway/core/plan"
	"github.com/partway/partway/core/request"
)

// maxWindow is how many URLs one request signs at most.
const maxWindow = 100

// signedWindow are URLs of some parts, in the order they were asked for.
type signedWindow struct {
	urls    []string
	headers []request.Pair
	until   int64 // milliseconds since 1970
}

// window signs the URLs of parts. Numbers outside the plan are refused.
func (c *call) window(u *upload, numbers []int) (w signedWindow, f *failure) {
	p := newPresigner(u.client, u.target.urlSeconds, c.now)
	w.until = p.until
	for _, n := range numbers {
		length, most := int64(grant.Unknown), u.mostParts()
		if u.Size != grant.Unknown {
			_, length = u.plan().Part(n)
			most = u.Parts
		}
		if n < 1 || n > most {
			return w, refuse(
				http.StatusBadRequest,
				"InvalidPartNumber",
				"the parts of this upload are 1 to "+strconv.Itoa(most),
			)
		}
		var signed string
		var err error
		if u.Put() {
			signed, w.headers, err = p.put(length)
		} else {
			signed, w.headers, err = p.part(u.UploadID, n, length)
		}
		if err != nil {
			return w, because(err)
		}
		w.urls = append(w.urls, signed)
	}
	return w, nil
}

// mostParts is how many parts an upload of unknown size may have: as many as are
// in its grant when each is as small as the store takes it.
func (u *upload) mostParts() int {
	l := &u.target.row.Limits
	return int(min(int64(l.MaxParts), max(1, (u.Most+l.MinPart-1)/l.MinPart)))
}

func (u *upload) plan() plan.Plan {
	return plan.Plan{Size: u.Size, PartSize: u.PartSize, Parts: u.Parts}
}

// query is the request's, and the key in it, which every route of an upload needs.
func (c *call) query() (q url.Values, key string, f *failure) {
	q, err := url.ParseQuery(c.r.URL.RawQuery)
	if err != nil {
		return nil, "", refuse(http.StatusBadRequest, "QueryInvalid", "the query cannot be read")
	}
	return q, q.Get("key"), nil
}

// opened opens the upload that path and query name.
func (c *call) opened(id string) (*upload, url.Values, *failure) {
	q, key, f := c.query()
	if f != nil {
		return nil, nil, f
	}
	if key == "" {
		return nil, nil, refuse(
			http.StatusBadRequest,
			"QueryInvalid",
			"key is missing: the key that came with the upload ID",
		)
	}
	u, f := c.open(id, grant.Upload, key)
	return u, q, f
}

// batch answers with the URLs of up to 100 parts.
func (c *call) batch(id, _ string) (any, *failure) {
	u, q, f := c.opened(id)
	if f != nil {
		return nil, f
	}
	texts := strings.SplitN(q.Get("partNumbers"), ",", maxWindow+1)
	if len(texts) > maxWindow {
		return nil, refuse(
			http.StatusBadRequest,
			"TooManyParts",
			"partNumbers names more than "+strconv.Itoa(maxWindow)+" parts",
		)
	}
	numbers := make([]int, len(texts))
	for i, text := range texts {
		n, err := strconv.Atoi(text)
		if err != nil {
			return nil, refuse(
				http.StatusBadRequest,
				"InvalidPartNumber",
				"partNumbers must be numbers with commas between them",
			)
		}
		numbers[i] = n
	}
	if f := c.refuseStored(u); f != nil {
		return nil, f
	}
	w, f := c.window(u, numbers)
	if f != nil {
		return nil, f
	}
	out := &WindowAnswer{PresignedURLs: map[string]string{}, Headers: textsOf(w.headers), Until: w.until}
	for i, n := range numbers {
		out.PresignedURLs[strconv.Itoa(n)] = w.urls[i]
	}
	return out, nil
}

// part answers with the URL of one part, as Companion does.
func (c *call) part(id, number string) (any, *failure) {
	u, _, f := c.opened(id)
	if f != nil {
		return nil, f
	}
	n, err := strconv.Atoi(number)
	if err != nil {
		return nil, refuse(http.StatusBadRequest, "InvalidPartNumber", "the part must be a number")
	}
	if f := c.refuseStored(u); f != nil {
		return nil, f
	}
	w, f := c.window(u, []int{n})
	if f != nil {
		return nil, f
	}
	return &PartURLAnswer{URL: w.urls[0], Expires: u.target.urlSeconds}, nil
}

// refuseStored: a multipart upload ends by itself, but a PUT could be repeated
// with other bytes for as long as new URLs are signed.
func (c *call) refuseStored(u *upload) *failure {
	if !u.Put() {
		return nil
	}
	return storedAlready(c.head(u))
}

// refuseUsed: a ticket, and whatever it began, is good until there is an object
// under the key that it was given. Where others may have the key, too, who comes
// later wins.
func (c *call) refuseUsed(u *upload) *failure {
	if !u.target.policy.Key.Unique() {
		return nil
	}
	object, _, f := c.object(u)
	return storedAlready(object, f)
}

func storedAlready(object *core.Object, f *failure) *failure {
	if f != nil || object == nil {
		return f
	}
	f = refuse(http.StatusConflict, "AlreadyStored", "the object is stored; complete the upload")
	f.Retry, f.Stored = "ask", true
	return f
}
