package coretest

import (
	"hash/crc64"
	"strconv"
	"strings"

	"github.com/partway/partway/core"
	"github.com/partway/partway/core/plan"
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/upload"
	"github.com/partway/partway/core/wire"
)

// signer has the keys where the page has none. It does by its own means all that
// is no PUT, as wasm/worker/signer does: it lists all pages by itself, and whether
// an upload was completed it finds out before it says anything.
type signer struct {
	client *core.Client
	store  *Store
	plan   plan.Plan
	sum    upload.Sum
}

// puts are the arguments of a PUT that is signed for the page; nil for what the
// signer does itself.
func (s *signer) puts(a *upload.Action, uploadID string) []string {
	switch a.Op {
	case request.UploadPart:
		return []string{uploadID, strconv.Itoa(a.Part)}
	case request.PutObject:
		return []string{}
	}
	return nil
}

// answer does what the page asks for and says what came of it.
func (s *signer) answer(a *upload.Action, uploadID string) request.Reply {
	switch a.Op {
	case request.Initiate:
		return s.begin()
	case request.ListParts:
		return s.list(uploadID)
	case request.Complete:
		return s.complete(uploadID, a.Args[0])
	}
	if s.store.aborts++; !s.plan.Put {
		s.ask(request.Abort, uploadID)
		s.store.aborts--
	}
	return told{}.with(200)
}

// told is what the page's script hands on of an answer; see wire.ReadSigner.
type told struct {
	uploadID, partSize, put, verify, etag, crc64, code, retry, stored, after string
	parts                                                                    []wire.Part
}

func (a told) with(status int) request.Reply {
	pair := func(name, value string) request.Pair { return request.Pair{Name: name, Value: value} }
	r := request.Reply{Status: status, Headers: []request.Pair{pair(a.uploadID, a.partSize), pair(a.put, a.verify),
		pair(a.etag, a.crc64), pair(a.code, a.retry), pair(a.stored, a.after)}}
	for _, p := range a.parts {
		r.Headers = append(
			r.Headers,
			pair(strconv.Itoa(p.Number), strconv.FormatInt(p.Size, 10)),
			pair(p.ETag, p.CRC64),
		)
	}
	return r
}

func (s *signer) ask(op request.Op, args ...string) wire.Outcome {
	built, err := s.client.Build(op, args...)
	if err != nil {
		panic("coretest: the signer cannot build: " + err.Error())
	}
	r := s.store.serve(built, nil)
	return wire.Read(s.client.Dialect(), op, 0, &r)
}

func (s *signer) begin() request.Reply {
	p, id := s.plan, "small"
	if !p.Put {
		id = s.ask(request.Initiate).UploadID
	}
	verify := map[upload.Sum]string{upload.CRC64XZ: "crc64xz", upload.MD5: "md5"}[s.sum]
	return told{
		uploadID: id,
		partSize: strconv.FormatInt(p.PartSize, 10),
		put:      strconv.FormatBool(p.Put),
		verify:   verify,
	}.with(
		200,
	)
}

// parts reads every page.
func (s *signer) parts(id string) (parts []wire.Part, gone bool) {
	for marker := 0; ; {
		o := s.ask(request.ListParts, id, strconv.Itoa(marker))
		if o.Err != nil {
			return nil, true
		}
		parts = append(parts, o.Parts...)
		if marker = o.NextMarker; marker == 0 {
			return parts, false
		}
	}
}

func (s *signer) list(id string) request.Reply {
	parts, gone := s.parts(id)
	if gone {
		return told{code: "NoSuchUpload", retry: "restart"}.with(404)
	}
	return told{parts: parts}.with(200)
}

func (s *signer) complete(id, sum string) request.Reply {
	missing := told{code: "InvalidPart", retry: "ask"}.with(409)
	if s.plan.Put {
		if o := s.ask(request.HeadObject); o.Err == nil && s.isOurs(&o, sum) {
			return s.shows(&o)
		}
		return missing
	}
	parts, gone := s.parts(id)
	if gone {
		if o := s.ask(request.HeadObject); o.Err == nil && s.isOurs(&o, sum) {
			return s.shows(&o)
		}
		return told{code: "NoSuchUpload", retry: "restart"}.with(404)
	}
	args := []string{id}
	for i, p := range parts {
		if _, size := s.plan.Part(i + 1); p.Number != i+1 || p.Size != size {
			return missing
		}
		args = append(args, strconv.Itoa(p.Number), p.ETag)
	}
	if len(parts) != s.plan.Parts {
		return missing
	}
	o := s.ask(request.Complete, args...)
	if o.Err != nil {
		panic("coretest: the store does not complete what it listed: " + o.Err.Error())
	}
	return s.shows(&o)
}

// isOurs recognizes the object by the checksum that the page expects, or by
// having been made since the upload began.
func (s *signer) isOurs(o *wire.Outcome, sum string) bool {
	if sum == "" {
		return o.Size == s.plan.Size && s.store.merges > 0
	}
	return sum == o.CRC64 || sum == strings.Trim(o.ETag, `"`)
}

func (s *signer) shows(o *wire.Outcome) request.Reply {
	a := told{etag: o.ETag}
	if s.client.Dialect().CRC64 != "" {
		a.crc64 = strconv.FormatUint(crc64.Checksum(s.store.object, xz), 10)
	}
	return a.with(200)
}

// signerRefuses is what the signer answers when the store, or the signer itself,
// would not do it.
func (w *world) signerRefuses(f fault) (request.Reply, bool) {
	switch f {
	case slowDown:
		return told{code: "SlowDown", retry: "slower", after: "3"}.with(503), true
	case tooMany:
		return told{code: "TooManyRequests", retry: "slower"}.with(429), true
	case internalError:
		return told{code: "InternalError", retry: "again"}.with(500), true
	case refuseKeys:
		return told{code: "ExpiredToken", retry: "resign"}.with(502), true
	case errorIn200, strangeReply, emptyReply: // no JSON: the page's script takes it for no answer
		return request.Reply{}, true
	}
	return request.Reply{}, false
}

func (w *world) signerAlters(f fault, r request.Reply) request.Reply {
	switch f {
	case errorAfterwards:
		return told{code: "InternalError", retry: "again"}.with(502)
	case cutReply:
		return request.Reply{}
	}
	return r
}
