//go:build !nokeys

package module

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/upload"
	"github.com/partway/partway/wasm/abi"
)

// kept is an upload as JavaScript keeps it: the answer of the last call.
type kept struct {
	t                testing.TB
	fields           []string
	phases           string
	snapshot, state  string
	step, uploadID   string
	kinds, operation []string
	requests         []int // that were ever sent
	sent             []int // and their operations
}

func (k *kept) take(answer []byte) {
	r := abi.NewReader(answer)
	require.Equal(k.t, abi.OK, r.Text(), "%q", answer)
	k.step, k.uploadID = r.Text(), r.Text()
	k.fields = []string{k.step, k.uploadID, r.Text(), r.Text(), flag(r.Flag()), flag(r.Flag())}
	for range 6 {
		k.fields = append(k.fields, number(int(r.Int())))
	}
	k.phases = r.Text()
	k.kinds, k.operation = nil, nil
	for range r.Number() {
		op, kind, id := request.Op(r.Number()), r.Text(), r.Number()
		operation := op.String()
		k.operation, k.kinds = append(k.operation, operation), append(k.kinds, kind)
		if kind == number(int(upload.ActionSend)) {
			k.requests, k.sent = append(k.requests, id), append(k.sent, int(op))
		}
		for range 6 {
			r.Int()
		}
		r.Flag()
		r.List()
	}
	k.snapshot, k.state = r.Text(), r.Text()
	require.True(k.t, r.Done())
}

// event tells the upload what happened; reply may be nil.
func (k *kept) event(kind upload.EventKind, now, id, part int, sum string, reply *request.Reply) {
	if reply == nil {
		reply = &request.Reply{}
	}
	op := 0
	for i := range k.requests {
		if k.requests[i] == id {
			op = k.sent[i]
		}
	}
	k.take(Call(abi.Handle, message([]byte(k.state), int(kind), now, "7", id, part, 0, 0, 0, sum, 0,
		op, "oss", reply.Status, reply.Headers, reply.Body)))
}

func begun(t testing.TB, size, partSize int) *kept {
	k := &kept{t: t}
	k.take(Call(abi.Begin, message("oss", size, partSize, "crc64xz", "the file", 0, 1, 0, 0, "")))
	return k
}

func TestUploadThroughMessages(t *testing.T) {
	k := begun(t, 300_000, 200_000)
	require.Equal(
		t,
		[]string{"0", "", "the file", "crc64xz", "", "", "300000", "200000", "0", "0", "0", "-1"},
		k.fields,
	)
	require.Equal(t, "\x00\x00", k.phases)
	k.event(upload.OrderStart, 1000, 0, 0, "", nil)
	require.Equal(t, number(int(upload.Beginning)), k.step)
	require.Contains(t, k.kinds, number(int(upload.ActionWant)))
	k.event(upload.EventSlot, 1001, 0, 0, "", nil)
	require.Contains(t, k.operation, "initiate")
	require.NotEmpty(t, k.snapshot, "what may be left in the store is remembered")
	k.event(upload.EventReply, 1002, 1, 0, "", &request.Reply{Status: 200,
		Headers: []request.Pair{{Name: "x-oss-request-id", Value: "R"}},
		Body: []byte(
			"<InitiateMultipartUploadResult><Bucket>b</Bucket><Key>k</Key><UploadId>ID</UploadId></InitiateMultipartUploadResult>",
		)})
	require.Equal(t, []string{number(int(upload.Sending)), "ID"}, []string{k.step, k.uploadID})
	k.event(upload.EventSlot, 1003, 0, 0, "", nil)
	require.Equal(t, "\x01\x00", k.phases)
	k.event(upload.EventHashed, 1004, 0, 1, "7", nil)
	k.event(upload.EventReply, 1005, 2, 1, "", &request.Reply{Status: 200,
		Headers: []request.Pair{
			{Name: "ETag", Value: `"E"`},
			{Name: "x-oss-hash-crc64ecma", Value: "7"},
			{Name: "x-oss-request-id", Value: "R"},
		}})
	require.Equal(t, byte(upload.PartStored), k.phases[0])
	require.NotEmpty(t, k.snapshot)

	later := &kept{t: t}
	later.take(Call(abi.Restore, message([]byte(k.snapshot))))
	require.Equal(t, []string{"0", "ID", "the file"}, later.fields[:3])
	require.Equal(t, byte(upload.PartStored), later.phases[0])
}

func TestNumbersOfTheBoundary(t *testing.T) {
	// web/src/boundary/machine.ts has them in this order.
	require.Equal(t, []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}, []int{
		int(
			upload.EventTime,
		), int(upload.EventReply), int(upload.EventFailed), int(upload.EventProgress), int(upload.EventHashed),
		int(
			upload.EventHashFailed,
		), int(upload.EventRenewed), int(upload.EventRenewFailed), int(upload.EventSlot), int(upload.EventOffline),
		int(
			upload.EventOnline,
		), int(upload.EventWoke), int(upload.EventFileChanged), int(upload.OrderStart), int(upload.OrderPause),
		int(upload.OrderResume), int(upload.OrderAbort)})
	require.Equal(t, []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, []int{
		int(
			upload.ActionNone,
		), int(upload.ActionSend), int(upload.ActionCancel), int(upload.ActionHash), int(upload.ActionRenew),
		int(
			upload.ActionClock,
		), int(upload.ActionTimer), int(upload.ActionSave), int(upload.ActionForget), int(upload.ActionWant),
		int(upload.ActionRelease), int(upload.ActionDone), int(upload.ActionFail)})
	require.Equal(
		t,
		[]int{0, 1, 2, 3},
		[]int{
			int(upload.ReasonNetwork),
			int(upload.ReasonUnreadable),
			int(upload.ReasonUnsigned),
			int(upload.ReasonRefused),
		},
	)
	require.Equal(
		t,
		[]int{0, 1, 2, 3, 4},
		[]int{
			int(upload.WhyNot),
			int(upload.WhyNone),
			int(upload.WhyHidden),
			int(upload.WhyForbidden),
			int(upload.WhyNoAnswer),
		},
	)
	require.Equal(t, []int{0, 1, 2}, []int{int(upload.Absent), int(upload.Present), int(upload.Unknown)})
}

func TestUploadsThatAreNone(t *testing.T) {
	state := begun(t, 300_000, 200_000).state
	none := []request.Pair{}
	for name, answer := range map[string][]byte{
		"a size that no parts fit": Call(abi.Begin, message("s3", 11<<20, 5, "md5", "f", 0, 0, 0, 0, "")),
		"no dialect":               Call(abi.Begin, message("gcs", 1, 0, "", "f", 0, 0, 0, 0, "")),
		"a negative limit":         Call(abi.Begin, message("oss", 1, 0, "", "f", 0, 0, -1, 0, "")),
		"a long fingerprint":       Call(abi.Begin, message("oss", 1, 0, "", string(make([]byte, mostFile+1)), 0, 0, 0, 0, "")),
		"a snapshot that is none":  Call(abi.Restore, message("x")),
		"a state as a snapshot":    Call(abi.Restore, message([]byte(state))),
		"no state":                 Call(abi.Handle, message("", 0, 1, "1", 0, 0, 0, 0, 0, "", 0, 0, "", 0, none, "")),
		"an event beyond a byte":   Call(abi.Handle, message([]byte(state), 256, 1, "1", 0, 0, 0, 0, 0, "", 0, 0, "", 0, none, "")),
		"no dialect's reply":       Call(abi.Handle, message([]byte(state), 1, 1, "1", 1, 0, 0, 0, 0, "", 0, 1, "gcs", 200, none, "")),
		"an event cut off":         Call(abi.Handle, message([]byte(state), 0, 1, "1")),
	} {
		require.Equal(t, abi.Option, fields(t, answer)[0], name)
	}
	k := &kept{t: t, state: state}
	k.event(200, 1, 0, 0, "", nil) // an event that this version does not know
	require.Equal(t, "0", k.step)
}

// BenchmarkHandle is one event of an upload in so many parts.
func BenchmarkHandle(b *testing.B) {
	for name, parts := range map[string]int{"100": 100, "10000": 10_000} {
		b.Run(name, func(b *testing.B) {
			k := begun(b, parts*200_000, 200_000)
			m := message(
				[]byte(k.state),
				int(upload.EventTime),
				1,
				"1",
				0,
				0,
				0,
				0,
				0,
				"",
				0,
				0,
				"",
				0,
				[]request.Pair{},
				"",
			)
			b.SetBytes(int64(len(m)))
			for b.Loop() {
				Call(abi.Handle, m)
			}
		})
	}
}
