package signer

import (
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"

	"github.com/partway/partway/core"
	"github.com/partway/partway/core/checksum"
	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/grant"
	"github.com/partway/partway/core/wire"
)

// complete makes the object, once the store's own list of parts agrees with
// what was granted.
func (c *call) complete(id, _ string) (any, *failure) {
	u, _, f := c.opened(id)
	if f != nil {
		return nil, f
	}
	var in CompleteRequest
	text, f := c.readBody(maxComplete)
	if f == nil && len(text) > 0 {
		in, f = completeRequest(text, u.target.row.Limits.MaxParts)
	}
	if f != nil {
		return nil, f
	}
	out, f := c.finish(u, in.Parts, in.Sum)
	if f == nil && u.target.download > 0 {
		var err error
		if out.Download, err = newPresigner(u.client, u.target.download, c.now).get(); err != nil {
			return nil, because(err)
		}
	}
	return out, f
}

// finish completes an upload. given are the parts as the client knows them;
// nil if it leaves them to the store. sum is the checksum that it expects of the
// object, if it knows.
func (c *call) finish(u *upload, given []CompletePart, sum string) (*CompleteAnswer, *failure) {
	if u.Put() {
		return c.finishPut(u, sum)
	}
	parts, f := c.stored(u)
	if f != nil {
		if f.status == http.StatusNotFound {
			return c.already(u, sum, f)
		}
		return nil, f
	}
	total, f := c.checkParts(u, parts, given)
	if f == nil && u.ByTicket {
		f = c.refuseUsed(u)
	}
	if f != nil {
		return nil, f
	}
	whole := core.Object{CRC64: wholeCRC(parts), ETag: wholeETag(parts)}
	if u.isOther(&whole, sum) {
		return nil, notYet("the parts that the store has make another checksum than the file's")
	}
	args := []string{u.UploadID}
	for _, p := range parts {
		args = append(args, strconv.Itoa(p.Number), p.ETag)
	}
	reply, f := c.send(u.client, core.Complete, args...)
	if f != nil {
		return nil, f
	}
	done, err := u.client.ReadComplete(reply)
	if err != nil {
		return c.uncompleted(u, sum, because(err))
	}
	made := core.Object{CRC64: done.CRC64}
	if u.isOther(&made, whole.CRC64) || u.isOther(&made, sum) {
		// No 5xx, which clients repeat by themselves: without a sum the repeat has
		// nothing left to compare.
		f := refuse(
			http.StatusUnprocessableEntity,
			"ChecksumMismatch",
			"the object's checksum is not that of its parts",
		)
		f.RequestID, f.Stored = done.RequestID, true
		return nil, f
	}
	out := c.completed(u, total, done.ETag)
	out.CRC64, out.VersionID, out.RequestID = done.CRC64, done.VersionID, done.RequestID
	c.tell(u, out)
	return out, nil
}

// uncompleted looks at what a completion came to that failed: the object may be
// there all the same. Where other uploads may have its key, theirs is not taken
// for it while its parts are still parts.
func (c *call) uncompleted(u *upload, sum string, f *failure) (*CompleteAnswer, *failure) {
	if u.ByTicket {
		if _, gone := c.stored(u); gone == nil {
			if used := c.refuseUsed(u); used != nil {
				return nil, used
			}
			return nil, f
		}
	}
	if f.Retry == dialect.Ask.String() {
		return c.already(u, sum, f)
	}
	return nil, f
}

// already answers for an upload that is gone: as if it had just been completed
// if its object is there, else with the failure.
func (c *call) already(u *upload, sum string, f *failure) (*CompleteAnswer, *failure) {
	object, problem := c.head(u)
	switch {
	case problem != nil:
		return nil, problem
	case object == nil || u.isOther(object, sum) || u.Size != grant.Unknown && object.Size != u.Size || object.Size > u.Most:
		return nil, f
	}
	return c.found(u, object), nil
}

// isOther reports whether the store tells a checksum of the upload's kind, and
// another one than the client expects: somebody else's object is under the key,
// or an older one.
func (u *upload) isOther(object *core.Object, sum string) bool {
	etag := strings.ToLower(strings.Trim(object.ETag, `"`))
	switch {
	case sum == "":
		return false
	case u.Verify == "md5":
		return len(etag) >= 32 && etag != sum
	}
	return u.Verify != "" && object.CRC64 != "" && object.CRC64 != sum
}

// finishPut looks at the object that one PUT should have stored.
func (c *call) finishPut(u *upload, sum string) (*CompleteAnswer, *failure) {
	object, f := c.head(u)
	switch {
	case f != nil:
		return nil, f
	case object == nil:
		return nil, notYet("the object is not there")
	case object.Size == u.Size && u.isOther(object, sum):
		return nil, notYet("the object has another checksum")
	case object.Size != u.Size:
		return nil, notYet("the object has " + decimal.String(object.Size) + " bytes and not " + decimal.String(u.Size))
	}
	return c.found(u, object), nil
}

func (c *call) found(u *upload, object *core.Object) *CompleteAnswer {
	out := c.completed(u, object.Size, object.ETag)
	out.CRC64, out.VersionID, out.RequestID = object.CRC64, object.VersionID, object.RequestID
	c.tell(u, out)
	return out
}

func (c *call) completed(u *upload, size int64, etag string) *CompleteAnswer {
	c.note.Size = size
	return &CompleteAnswer{
		Location: location(u.client),
		Bucket:   u.client.Options().Target.Bucket,
		Key:      u.key,
		Size:     size,
		ETag:     etag,
	}
}

// checkParts compares the store's list with the grant, and with the client's
// list if there is one. An upload over its grant is aborted.
func (c *call) checkParts(u *upload, parts []core.Part, given []CompletePart) (total int64, f *failure) {
	for _, p := range parts {
		total += p.Size
	}
	if most := u.most(); total > most {
		if f := c.remove(u); f != nil {
			return 0, f
		}
		return 0, refuse(
			http.StatusRequestEntityTooLarge,
			grant.EntityTooLarge,
			"the parts have "+decimal.String(
				total,
			)+" bytes; "+decimal.String(
				most,
			)+" were granted; the upload is aborted",
		)
	}
	if u.Size != grant.Unknown {
		if f := u.checkPlan(parts); f != nil {
			return 0, f
		}
	}
	if given == nil {
		return total, nil
	}
	if len(given) != len(parts) {
		return 0, notYet("the store has " + strconv.Itoa(len(parts)) + " parts and not " + strconv.Itoa(len(given)))
	}
	for i, p := range parts {
		if given[i].PartNumber != p.Number || !wire.SameETag(given[i].ETag, p.ETag) {
			return 0, notYet("part " + strconv.Itoa(p.Number) + " is not the one that the store has")
		}
	}
	return total, nil
}

// most is how many bytes the object may have.
func (u *upload) most() int64 {
	if u.Size != grant.Unknown {
		return u.Size
	}
	return u.Most
}

// checkPlan: exactly the plan's parts, each of its size.
func (u *upload) checkPlan(parts []core.Part) *failure {
	for i, p := range parts {
		if p.Number != i+1 {
			return notYet("part " + strconv.Itoa(i+1) + " is missing")
		}
		if _, size := u.plan().Part(p.Number); p.Size != size {
			return notYet(
				"part " + strconv.Itoa(
					p.Number,
				) + " has " + decimal.String(
					p.Size,
				) + " bytes and not " + decimal.String(
					size,
				),
			)
		}
	}
	if len(parts) != u.Parts {
		return notYet("part " + strconv.Itoa(len(parts)+1) + " is missing")
	}
	return nil
}

// notYet: the client should look at what is stored and send what is missing.
func notYet(message string) *failure {
	f := refuse(http.StatusConflict, "InvalidPart", message)
	f.Retry = dialect.Ask.String()
	return f
}

// wholeCRC is the CRC-64/XZ of the parts put together; empty if the store did not
// tell all of theirs.
func wholeCRC(parts []core.Part) string {
	told := true
	whole := checksum.WholeXZ(len(parts), func(i int) (uint64, int64) {
		crc, ok := decimal.ParseUint(parts[i].CRC64)
		told = told && ok
		return crc, parts[i].Size
	})
	if !told {
		return ""
	}
	return string(decimal.AppendUint(nil, whole))
}

// wholeETag is the ETag that S3 makes of parts; empty if the store has other ETags.
func wholeETag(parts []core.Part) string {
	digests := make([]byte, 0, 16*len(parts))
	for _, p := range parts {
		digest, err := hex.DecodeString(strings.Trim(p.ETag, `"`))
		if err != nil || len(digest) != 16 {
			return ""
		}
		digests = append(digests, digest...)
	}
	return checksum.ETagOfParts(digests)
}
