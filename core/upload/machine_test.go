package upload_test

import (
	"crypto/md5"
	"encoding/hex"
	"hash/crc64"
	"strconv"
	"testing"

	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/plan"
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/upload"
	"github.com/partway/partway/core/wire"
	"github.com/stretchr/testify/require"
)

// easy is a driver and a store in which nothing goes wrong.
type easy struct {
	machine *upload.Machine
	now     int64
	last    upload.Action // ActionDone or ActionFail
	events  int
	sent    []request.Op
	queue   []upload.Event
	outcome func(request.Op) *wire.Outcome // nil: easyOutcome
	want    int                            // requests
	slots   int                            // that were granted
}

const easyETag = `"900150983cd24fb0d6963f7d28e17f72"`

func config(name string, parts int) upload.Config {
	row, _ := dialect.ByName(name)
	c := upload.Config{Sum: upload.MD5, File: "file 1"}
	if row.PartCRC != "" {
		c.Sum = upload.CRC64XZ
	}
	c.Plan = plan.Plan{Size: 3 * int64(parts), PartSize: 3, Parts: parts}
	return c
}

func (d *easy) handle(e upload.Event) {
	d.now++
	d.events++
	e.Now, e.Entropy = 1_700_000_000_000+d.now, uint64(d.now)
	for _, a := range d.machine.Handle(&e) {
		d.perform(a)
	}
	for ; d.slots < d.want; d.slots++ {
		d.queue = append(d.queue, upload.Event{Kind: upload.EventSlot})
	}
}

func (d *easy) perform(a upload.Action) {
	switch a.Kind {
	case upload.ActionWant:
		d.want = a.Count
	case upload.ActionRelease:
		d.slots--
	case upload.ActionHash:
		d.queue = append(d.queue, upload.Event{Kind: upload.EventHashed, Part: a.Part, Sum: easySum})
	case upload.ActionRenew:
		d.queue = append(d.queue, upload.Event{Kind: upload.EventRenewed, Part: a.Part, Count: a.Count})
	case upload.ActionSend:
		d.sent = append(d.sent, a.Op)
		d.queue = append(d.queue, upload.Event{Kind: upload.EventReply, Request: a.Request, Outcome: d.answer(a.Op)})
	case upload.ActionDone, upload.ActionFail:
		d.last = a
	}
}

var easySum = strconv.FormatUint(crc64.Checksum([]byte("abc"), crc64.MakeTable(crc64.ECMA)), 10)

func easyReply(op request.Op) *request.Reply {
	r := &request.Reply{Status: 200, Headers: []request.Pair{{Name: "x-oss-request-id", Value: "1"}}}
	switch op {
	case request.Initiate:
		r.Body = []byte("<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>")
	case request.UploadPart:
		r.Headers = append(
			r.Headers,
			request.Pair{Name: "etag", Value: easyETag},
			request.Pair{Name: "x-oss-hash-crc64ecma", Value: easySum},
		)
	case request.Complete:
		r.Body = []byte("<CompleteMultipartUploadResult><ETag>\"e\"</ETag></CompleteMultipartUploadResult>")
	}
	return r
}

func (d *easy) answer(op request.Op) *wire.Outcome {
	if d.outcome != nil {
		return d.outcome(op)
	}
	return easyOutcome(op)
}

func easyOutcome(op request.Op) *wire.Outcome { return read("oss", op, easyReply(op)) }

func read(name string, op request.Op, r *request.Reply) *wire.Outcome {
	row, _ := dialect.ByName(name)
	o := wire.Read(row, op, 1, r)
	return &o
}

// run lets the upload come to its end, or to a stop after so many events.
func (d *easy) run(events int) {
	d.handle(upload.Event{Kind: upload.OrderStart})
	for len(d.queue) > 0 && d.events < events {
		e := d.queue[0]
		d.queue = d.queue[1:]
		d.handle(e)
	}
}

func TestUploadOfManyParts(t *testing.T) {
	for _, parts := range []int{1, 2, 100, 1000} {
		d := &easy{machine: upload.New(config("oss", parts))}
		d.run(1 << 20)
		require.Equal(t, upload.ActionDone, d.last.Kind)
		// HeadObject answers here without size and checksum.
		require.Equal(t, upload.WhyHidden, d.last.Result.Why)
		require.Equal(t, 3*int64(parts), d.machine.Progress().Confirmed)
	}
}

// Ten thousand parts and a stop in the middle: all of it comes back.
func TestEncodingComesBack(t *testing.T) {
	d := &easy{machine: upload.New(config("oss", 10_000))}
	d.run(9_000)
	require.Equal(t, upload.Sending, d.machine.State())
	b := upload.Encode(d.machine)
	m, err := upload.Decode(b)
	require.NoError(t, err)
	require.Equal(t, b, upload.Encode(m))
	require.Equal(t, d.machine.Progress(), m.Progress())
	require.Less(t, len(b), 400_000)

	again, err := upload.Restore(d.machine.Snapshot())
	require.NoError(t, err)
	require.Equal(t, upload.Idle, again.State())
	require.Equal(t, "u", again.UploadID())
	require.Equal(t, "file 1", again.File())
	require.Equal(t, d.machine.Progress().Confirmed, again.Progress().Confirmed)
}

func TestSnapshotAndEncodingAreToldApart(t *testing.T) {
	m := upload.New(config("cos", 3))
	_, err := upload.Decode(m.Snapshot())
	require.ErrorIs(t, err, upload.FormatError{})
	_, err = upload.Restore(upload.Encode(m))
	require.ErrorIs(t, err, upload.FormatError{})
	newer := m.Snapshot()
	newer[0]++
	_, err = upload.Restore(newer)
	require.ErrorIs(t, err, upload.FormatError{})
}

// What was cut short or prolonged is refused, not guessed at.
func TestDamagedEncodingIsRefused(t *testing.T) {
	d := &easy{machine: upload.New(config("s3", 5))}
	d.run(9)
	b := upload.Encode(d.machine)
	for n := range b {
		_, err := upload.Decode(b[:n])
		require.Error(t, err, "%d bytes of %d", n, len(b))
	}
	_, err := upload.Decode(append(b, 0))
	require.Error(t, err)
}

// ETags go back to the store as it wrote them, whatever their form.
func TestETagsGoBackUnchanged(t *testing.T) {
	sum := md5.Sum([]byte("abc"))
	digest := hex.EncodeToString(sum[:])
	for _, etag := range []string{
		`"` + digest + `"`, digest, `"900150983CD24FB0D6963F7D28E17F72"`, "900150983CD24FB0D6963F7D28E17F72",
		`"900150983Cd24FB0D6963F7D28E17F72"`, `W/"` + digest + `"`, `"opaque"`, `"` + digest + `-1"`, `"<&>"`,
	} {
		c := config("oss", 1)
		c.Sum = upload.NoSum
		d := &easy{machine: upload.New(c)}
		d.handle(upload.Event{Kind: upload.OrderStart})
		d.handle(upload.Event{Kind: upload.EventSlot})
		d.handle(upload.Event{Kind: upload.EventReply, Request: 1, Outcome: easyOutcome(request.Initiate)})
		d.handle(upload.Event{Kind: upload.EventSlot})
		d.handle(upload.Event{Kind: upload.EventHashed, Part: 1, Sum: easySum})
		d.handle(upload.Event{Kind: upload.EventReply, Request: 2,
			Outcome: read(
				"s3",
				request.UploadPart,
				&request.Reply{Status: 200, Headers: []request.Pair{{Name: "ETag", Value: etag}}},
			)})
		m, err := upload.Decode(upload.Encode(d.machine))
		require.NoError(t, err)
		sent := false
		for _, a := range m.Handle(&upload.Event{Kind: upload.EventSlot, Now: 1_700_000_001_000}) {
			if a.Kind == upload.ActionSend {
				require.Equal(t, []string{"u", "1", etag}, a.Args)
				sent = true
			}
		}
		require.True(t, sent)
	}
}

// A bucket may encrypt with keys of its own although no option asks for it; the
// ETag is then no MD5, and no reason to send a part again.
func TestKMSOfTheBucketIsNoMismatch(t *testing.T) {
	d := &easy{machine: upload.New(config("s3", 1))}
	d.handle(upload.Event{Kind: upload.OrderStart})
	d.handle(upload.Event{Kind: upload.EventSlot})
	d.handle(upload.Event{Kind: upload.EventReply, Request: 1, Outcome: easyOutcome(request.Initiate)})
	d.handle(upload.Event{Kind: upload.EventSlot})
	d.handle(upload.Event{Kind: upload.EventHashed, Part: 1, Sum: "00000000000000000000000000000000"})
	d.handle(
		upload.Event{
			Kind:    upload.EventReply,
			Request: 2,
			Outcome: read("s3", request.UploadPart, &request.Reply{Status: 200,
				Headers: []request.Pair{
					{Name: "etag", Value: easyETag},
					{Name: "x-amz-server-side-encryption", Value: "aws:kms"},
				}}),
		},
	)
	require.Equal(t, upload.Completing, d.machine.State())
}

func TestClockThatGoesBackStopsTime(t *testing.T) {
	m := upload.New(config("oss", 2))
	m.Handle(&upload.Event{Kind: upload.OrderStart, Now: 1_700_000_000_000})
	m.Handle(&upload.Event{Kind: upload.EventSlot, Now: 1_700_000_000_000})
	at := int64(0)
	for _, a := range m.Handle(&upload.Event{Kind: upload.EventTime, Now: 1_600_000_000_000}) {
		require.Equal(t, upload.ActionTimer, a.Kind)
		at = a.At
	}
	require.Equal(t, int64(1_600_000_030_000), at, "the request still has its thirty seconds, by the new clock")
}

func TestStallMsScalesTheWaits(t *testing.T) {
	c := config("oss", 2)
	c.StallMs = 2000
	m := upload.New(c)
	m.Handle(&upload.Event{Kind: upload.OrderStart, Now: 1_700_000_000_000})
	at := int64(0)
	for _, a := range m.Handle(&upload.Event{Kind: upload.EventSlot, Now: 1_700_000_000_000}) {
		if a.Kind == upload.ActionTimer {
			at = a.At
		}
	}
	require.Equal(t, int64(1_700_000_002_000), at)
}

// At a steady rate the speed shown comes near it, and the time left follows.
func TestSpeedAndTimeLeft(t *testing.T) {
	c := config("oss", 2)
	c.Plan = plan.Plan{Size: 20_000_000, PartSize: 10_000_000, Parts: 2}
	m := upload.New(c)
	now := int64(1_700_000_000_000)
	handle := func(e upload.Event) {
		e.Now = now
		m.Handle(&e)
	}
	handle(upload.Event{Kind: upload.OrderStart})
	handle(upload.Event{Kind: upload.EventSlot})
	handle(upload.Event{Kind: upload.EventReply, Request: 1, Outcome: easyOutcome(request.Initiate)})
	handle(upload.Event{Kind: upload.EventSlot})
	require.Equal(t, int64(-1), m.Progress().LeftMs, "nothing is known yet")
	for sent := int64(0); sent <= 9_000_000; sent += 100_000 { // 1 MB a second
		now += 100
		handle(upload.Event{Kind: upload.EventProgress, Request: 2, Bytes: sent})
	}
	p := m.Progress()
	require.InDelta(t, 1_000_000, p.Speed, 50_000)
	require.InDelta(t, 11_000, p.LeftMs, 600)
	for range 20 { // and nothing more
		now += 1000
		handle(upload.Event{Kind: upload.EventTime})
	}
	require.Less(t, m.Progress().Speed, int64(10_000))
	require.Equal(t, int64(9_000_000), m.Progress().Sent)
}

// A store that says 200 to a part, shows nothing of it and never lists it does
// not keep the upload for ever.
func TestPartsThatAreNeverListed(t *testing.T) {
	d := &easy{machine: upload.New(config("oss", 2))}
	d.outcome = func(op request.Op) *wire.Outcome {
		switch op {
		case request.UploadPart:
			return read(
				"oss",
				op,
				&request.Reply{Status: 200, Headers: []request.Pair{{Name: "x-oss-request-id", Value: "1"}}},
			)
		case request.ListParts:
			return &wire.Outcome{}
		}
		return easyOutcome(op)
	}
	d.run(10_000)
	require.Equal(t, upload.ActionFail, d.last.Kind)
	require.Equal(t, wire.ETagNotExposed, d.last.Failure.Code)
	require.Equal(t, upload.Present, d.last.Failure.Upload)
}

// A signer that took a small object, does not find it and then plans parts:
// an abort removes the upload of those parts.
func TestAbortAfterASmallObjectIsGone(t *testing.T) {
	c := config("oss", 1)
	c.Window = 100
	d := &easy{machine: upload.New(c)}
	gone := false
	d.outcome = func(op request.Op) *wire.Outcome {
		switch {
		case op == request.Initiate && !gone:
			return &wire.Outcome{UploadID: "small", PartSize: 3, Put: true, Verify: "crc64xz"}
		case op == request.Initiate:
			return &wire.Outcome{UploadID: "parts", PartSize: 1, Verify: "crc64xz"}
		case op == request.Complete:
			gone = true
			return &wire.Outcome{Err: &wire.Error{Op: op, Status: 404, Code: "UploadGone", Retry: dialect.Restart}}
		case op == request.UploadPart:
			return nil // still on its way
		}
		return easyOutcome(op)
	}
	d.run(1000)
	require.Equal(t, upload.Sending, d.machine.State())
	require.Equal(t, "parts", d.machine.UploadID())
	d.handle(upload.Event{Kind: upload.OrderAbort})
	require.Equal(t, upload.Aborting, d.machine.State())
	d.run(1000)
	d.now += 1_000 // for a part that was on its way
	d.run(1000)
	require.Equal(t, []request.Op{request.Abort, request.Abort}, d.sent[len(d.sent)-2:])
	require.Equal(t, upload.CodeAborted, d.last.Failure.Code)
	require.Equal(t, upload.Unknown, d.last.Failure.Object, "the store took it once")
}
