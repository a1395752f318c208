package coretest

import (
	"crypto/md5"
	"encoding/hex"
	"hash/crc64"
	"strconv"

	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/request"
)

var xz = crc64.MakeTable(crc64.ECMA)

// Store simulates a store of any dialect that has one object.
type Store struct {
	row     *dialect.Dialect
	zombies bool // a part that was on its way survives an abort
	gone    []aborted
	now     int64 // milliseconds
	sent    int64 // when the request was
	page    int   // parts in a page of ListParts
	secret  bool  // ETags are no MD5: the store encrypts with keys of its own
	mangle  bool  // objects are made wrongly, as their checksums tell
	opaque  int   // counter behind such ETags
	uploads []*openUpload
	ids     int
	object  []byte // nil: there is none
	etag    string // of the object
	aborts  int    // that were asked for
	merges  int    // objects made
}

type openUpload struct {
	id    string
	parts [maxParts + 1]storedPart
}

// aborted is an upload that was removed.
type aborted struct {
	id string
	at int64
}

type storedPart struct {
	data []byte
	etag string
	crc  uint64
	held bool
}

// maxParts is how many parts a simulated upload has at most.
const maxParts = 24

func (s *Store) find(id string) *openUpload {
	for _, u := range s.uploads {
		if u.id == id {
			return u
		}
	}
	return nil
}

func (s *Store) remove(u *openUpload) {
	for i := range s.uploads {
		if s.uploads[i] == u {
			s.uploads = append(s.uploads[:i:i], s.uploads[i+1:]...)
			return
		}
	}
}

// serve does what a request asks for. The body is that of a part or an object;
// other requests carry their own.
func (s *Store) serve(r *request.Request, body []byte) request.Reply {
	id, _ := request.Find(r.Query, "uploadId")
	u := s.find(id)
	switch r.Op {
	case request.Initiate:
		s.ids++
		u = &openUpload{id: "upload-" + strconv.Itoa(s.ids)}
		s.uploads = append(s.uploads, u)
		return s.xml("InitiateMultipartUploadResult", "<Bucket>b</Bucket><Key>k</Key><UploadId>"+u.id+"</UploadId>")
	case request.PutObject:
		s.object, s.etag = append([]byte{}, body...), s.etagFor(body)
		s.merges++
		return s.empty(200, s.etag, s.crcText(crc64.Checksum(body, xz)))
	case request.HeadObject:
		return s.head()
	case request.Abort:
		s.aborts++
	}
	if u == nil && r.Op == request.UploadPart {
		u = s.revive(id)
	}
	if u == nil {
		return s.fault(404, "NoSuchUpload")
	}
	switch r.Op {
	case request.UploadPart:
		return s.putPart(u, r, body)
	case request.ListParts:
		return s.list(u, r)
	case request.Complete:
		return s.complete(u, r)
	case request.Abort:
		s.remove(u)
		s.gone = append(s.gone, aborted{u.id, s.now})
		return request.Reply{Status: 204, Headers: s.headers()}
	}
	panic("coretest: the store does not know " + r.Op.String())
}

// revive brings back an upload that was aborted while a part was on its way, as Amazon warns.
func (s *Store) revive(id string) *openUpload {
	for _, g := range s.gone {
		if g.id == id && s.zombies && s.sent <= g.at {
			u := &openUpload{id: id}
			s.uploads = append(s.uploads, u)
			return u
		}
	}
	return nil
}

func (s *Store) putPart(u *openUpload, r *request.Request, body []byte) request.Reply {
	number, _ := request.Find(r.Query, "partNumber")
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > maxParts {
		return s.fault(400, "InvalidArgument")
	}
	p := storedPart{append([]byte{}, body...), s.etagFor(body), crc64.Checksum(body, xz), true}
	u.parts[n] = p
	return s.empty(200, p.etag, s.crcText(p.crc))
}

func (s *Store) head() request.Reply {
	if s.object == nil {
		return request.Reply{Status: 404, Headers: s.headers()}
	}
	r := s.empty(200, s.etag, s.crcText(crc64.Checksum(s.object, xz)))
	r.Headers = append(r.Headers, request.Pair{Name: "content-length", Value: strconv.Itoa(len(s.object))})
	return r
}

func (s *Store) list(u *openUpload, r *request.Request) request.Reply {
	after, _ := request.Find(r.Query, "part-number-marker")
	marker, _ := strconv.Atoi(after)
	body, last, listed, more := "", 0, 0, false
	for n := marker + 1; n <= maxParts; n++ {
		p := &u.parts[n]
		if !p.held {
			continue
		}
		if listed == s.page {
			more = true
			break
		}
		listed, last = listed+1, n
		body += "<Part><PartNumber>" + strconv.Itoa(
			n,
		) + "</PartNumber><ETag>" + p.etag + "</ETag><Size>" + strconv.Itoa(
			len(p.data),
		) + "</Size>"
		if s.row.Err != "" { // the store that has this header also lists checksums
			body += "<HashCrc64ecma>" + s.crcText(p.crc) + "</HashCrc64ecma>"
		}
		body += "</Part>"
	}
	return s.xml("ListPartsResult", "<IsTruncated>"+strconv.FormatBool(more)+"</IsTruncated><NextPartNumberMarker>"+
		strconv.Itoa(last)+"</NextPartNumberMarker>"+body)
}

// complete makes the object of the listed parts.
func (s *Store) complete(u *openUpload, r *request.Request) request.Reply {
	numbers, etags := readParts(string(r.Body))
	object, digests, last := []byte{}, []byte{}, 0
	for i, n := range numbers {
		if n <= last {
			return s.fault(400, "InvalidPartOrder")
		}
		last = n
		if n > maxParts || !u.parts[n].held || u.parts[n].etag != etags[i] {
			return s.fault(400, "InvalidPart")
		}
		object = append(object, u.parts[n].data...)
		sum := md5.Sum(u.parts[n].data)
		digests = append(digests, sum[:]...)
	}
	if s.mangle && len(object) > 0 {
		object[0] ^= 1
	}
	s.remove(u)
	s.object = object
	sum := md5.Sum(digests)
	s.etag = `"` + hex.EncodeToString(sum[:]) + "-" + strconv.Itoa(len(numbers)) + `"`
	if s.secret {
		s.etag = s.etagFor(object)
	}
	s.merges++
	reply := s.xml("CompleteMultipartUploadResult", "<Location>http://b/k</Location><ETag>"+s.etag+"</ETag>")
	if s.row.CRC64 != "" {
		reply.Headers = append(
			reply.Headers,
			request.Pair{Name: s.row.CRC64, Value: s.crcText(crc64.Checksum(object, xz))},
		)
	}
	return reply
}

func (s *Store) etagFor(body []byte) string {
	sum := md5.Sum(body)
	if s.secret {
		s.opaque++
		sum = md5.Sum(append([]byte(strconv.Itoa(s.opaque)), body...))
	}
	return `"` + hex.EncodeToString(sum[:]) + `"`
}

func (s *Store) crcText(crc uint64) string { return strconv.FormatUint(crc, 10) }
