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
	return told(200)
}

// told is an answer as the page's script hands it on.
func told(status int, pairs ...string) request.Reply {
	r := request.Reply{Status: status}
	for i := 0; i < len(pairs); i += 2 {
		r.Headers = append(r.Headers, request.Pair{Name: pairs[i], Value: pairs[i+1]})
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
	return told(200, "uploadId", id, "partSize", strconv.FormatInt(p.PartSize, 10), "put", strconv.FormatBool(p.Put), "verify", verify)
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
		return told(404, "code", "NoSuchUpload", "retry", "restart")
	}
	r := told(200)
	for _, p := range parts {
		one := told(0, "PartNumber", strconv.Itoa(p.Number), "Size", strconv.FormatInt(p.Size, 10), "ETag", p.ETag, "CRC64", p.CRC64)
		r.Headers = append(r.Headers, one.Headers...)
	}
	return r
}

func (s *signer) complete(id, sum string) request.Reply {
	missing := told(409, "code", "InvalidPart", "retry", "ask")
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
		return told(404, "code", "NoSuchUpload", "retry", "restart")
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
	r := told(200, "etag", o.ETag)
	if s.client.Dialect().CRC64 != "" {
		r.Headers = append(r.Headers, request.Pair{Name: "crc64", Value: strconv.FormatUint(crc64.Checksum(s.store.object, xz), 10)})
	}
	return r
}

// signerRefuses is what the signer answers when the store, or the signer itself,
// would not do it.
func (w *world) signerRefuses(f fault) (request.Reply, bool) {
	switch f {
	case slowDown:
		return told(503, "code", "SlowDown", "retry", "slower", "retry-after", "3"), true
	case tooMany:
		return told(429, "code", "TooManyRequests", "retry", "slower"), true
	case internalError:
		return told(500, "code", "InternalError", "retry", "again"), true
	case refuseKeys:
		return told(502, "code", "ExpiredToken", "retry", "resign"), true
	case errorIn200, strangeReply, emptyReply: // no JSON: the page's script takes it for no answer
		return request.Reply{}, true
	}
	return request.Reply{}, false
}

func (w *world) signerSpoils(f fault, r request.Reply) request.Reply {
	switch f {
	case errorAfterwards:
		return told(502, "code", "InternalError", "retry", "again")
	case cutReply:
		return request.Reply{}
	}
	return r
}
