package upload_test

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/plan"
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/upload"
	"github.com/partway/partway/core/wire"
	"github.com/stretchr/testify/require"
)

// stages are machines at different points of their lives: of parts and of one
// request, with keys and with a signer.
func stages() (found []*upload.Machine) {
	for _, events := range []int{0, 1, 3, 5, 8, 20, 30, 1000} {
		for _, name := range []string{"oss", "s3"} {
			for _, small := range []bool{false, true} {
				c := config(name, 5)
				if small {
					c = config(name, 1)
				}
				c.Plan.Put = small
				planned := &wire.Outcome{UploadID: "v", PartSize: 3, Put: small, Verify: c.Sum.Algorithm()}
				found = append(found, lived(c, events, nil))
				c.Plan, c.Window = plan.Plan{Size: c.Plan.Size}, 4
				found = append(found, lived(c, events, planned))
			}
		}
	}
	return found
}

func lived(c upload.Config, events int, planned *wire.Outcome) *upload.Machine {
	d := &easy{machine: upload.New(c)}
	d.outcome = func(op request.Op) *wire.Outcome {
		if op == request.Initiate && planned != nil {
			return planned
		}
		return easyOutcome(op)
	}
	d.run(events)
	return d.machine
}

// FuzzRestore: bytes that are accepted are a machine that is restored again unchanged, and that survives any events.
func FuzzRestore(f *testing.F) {
	for _, m := range stages() {
		f.Add(m.Snapshot(), []byte{13, 0, 1, 15})
	}
	f.Fuzz(func(t *testing.T, b, script []byte) {
		m, err := upload.Restore(b)
		if err != nil {
			require.Nil(t, m)
			return
		}
		again, err := upload.Restore(m.Snapshot())
		require.NoError(t, err)
		require.Equal(t, m.Snapshot(), again.Snapshot())
		live(t, m, script)
	})
}

// FuzzDecode: bytes that are not a machine's are refused or ignored, and nothing panics while they are read.
func FuzzDecode(f *testing.F) {
	for _, m := range stages() {
		f.Add(upload.Encode(m))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if m, err := upload.Decode(b); err == nil {
			require.Equal(t, b, upload.Encode(m))
		}
	})
}

// FuzzEvents: any events in any order leave a machine that can be encoded, and that ends at most once.
func FuzzEvents(f *testing.F) {
	f.Add(0, []byte{13, 0, 1, 0, 20, 16, 1, 1})
	f.Add(6, []byte{14, 0, 15, 0, 16, 0, 0x31, 3})
	f.Add(9, []byte{0x41, 9, 0x62, 0, 10, 0, 11, 0, 12, 0, 8, 0, 16, 0})
	stages := encoded(f)
	f.Fuzz(func(t *testing.T, stage int, script []byte) {
		m, err := upload.Decode(stages[uint(stage)%uint(len(stages))])
		require.NoError(t, err)
		live(t, m, script)
	})
}

// TestRandomEvents is FuzzEvents on scripts that are the same in every run.
func TestRandomEvents(t *testing.T) {
	stages := encoded(t)
	var seed uint64
	t.Cleanup(func() {
		if t.Failed() {
			t.Log("seed", seed)
		}
	})
	for seed = range 10_000 {
		random := rand.New(rand.NewPCG(seed, 1))
		m, err := upload.Decode(stages[random.IntN(len(stages))])
		require.NoError(t, err)
		live(t, m, randomScript(random))
	}
}

// randomScript is a script in which more goes well than not, or it would end soon.
func randomScript(random *rand.Rand) []byte {
	likely := []upload.EventKind{
		upload.OrderStart,
		upload.EventReply,
		upload.EventReply,
		upload.EventReply,
		upload.EventReply,
		upload.EventReply,
		upload.EventHashed,
		upload.EventHashed,
		upload.EventHashed,
		upload.EventSlot,
		upload.EventSlot,
		upload.EventTime,
		upload.EventRenewed,
	}
	script := make([]byte, 2*random.IntN(150))
	for i := 0; i < len(script); i += 2 {
		kind, answer := byte(random.IntN(int(events))), byte(random.IntN(16))
		if random.IntN(12) > 0 {
			kind = byte(likely[random.IntN(len(likely))])
		}
		if random.IntN(3) > 0 {
			answer = 15
		}
		script[i], script[i+1] = kind|byte(random.IntN(8))<<5, answer
	}
	return script
}

// encoded has the stages as bytes: as they are, and as another page restores them.
func encoded(t require.TestingT) (all [][]byte) {
	for _, m := range stages() {
		all = append(all, upload.Encode(m))
		if again, err := upload.Restore(m.Snapshot()); err == nil {
			all = append(all, upload.Encode(again))
		}
	}
	return all
}

// live plays a script of steps of two bytes. Of the first, the lower five bits
// are the event and the upper three which request, from the last one back, or
// part; of the second, the lower four are the answer, the others are added to
// the event.
func live(t *testing.T, m *upload.Machine, script []byte) {
	ends, ended := 0, m.State().Final()
	now := int64(1_700_000_100_000)
	var sent []request.Op // by Request, from 1
	for script = script[:min(len(script)&^1, 400)]; len(script) > 0; script = script[2:] {
		kind, which, answer := (script[0]&31+script[1]>>4)%events, int(script[0]>>5), script[1]&15
		now += int64(which) * 9_000
		e := upload.Event{
			Kind:    upload.EventKind(kind),
			Now:     now,
			Entropy: uint64(script[1]),
			Request: len(sent) - which,
			Part:    which,
			Count:   which,
			Bytes:   int64(which),
			Sum:     sums[m.Algorithm()],
			Reason:  upload.Reason(answer & 3),
		}
		if answer == 0 {
			e.Sum = "1"
		}
		if e.Request > 0 {
			e.Outcome = anyOutcome(sent[e.Request-1], answer)
		}
		for _, a := range m.Handle(&e) {
			require.False(t, ended, "an action after the end: %d", a.Kind)
			switch a.Kind {
			case upload.ActionSend:
				for len(sent) < a.Request { // earlier ones are of before the script
					sent = append(sent, a.Op)
				}
			case upload.ActionDone, upload.ActionFail:
				ends++
			}
		}
		ended = m.State().Final()
		b := upload.Encode(m)
		back, err := upload.Decode(b)
		require.NoError(t, err, m.State().String())
		require.True(t, bytes.Equal(b, upload.Encode(back)))
		p := m.Progress()
		require.LessOrEqual(t, p.Confirmed, p.Sent)
	}
	require.LessOrEqual(t, ends, 1)
}

var sums = map[string]string{"crc64xz": easySum, "md5": easyETag[1 : len(easyETag)-1]}

const events = byte(upload.OrderAbort) + 2 // and one that there is not

// anyOutcome is something that package wire may make of an answer to an
// operation: a success has an upload ID if that was asked for.
func anyOutcome(op request.Op, answer byte) *wire.Outcome {
	failed := func(status int, code string) *wire.Outcome {
		return read("oss", op, &request.Reply{Status: status, Body: []byte("<Error><Code>" + code + "</Code></Error>")})
	}
	signer := func(name string, retry dialect.Retry, stored bool) *wire.Outcome {
		return &wire.Outcome{Err: &wire.Error{Op: op, Status: 409, Code: name, Retry: retry, Stored: stored}}
	}
	switch answer {
	case 0:
		return nil
	case 1:
		return failed(404, "NoSuchUpload")
	case 2:
		return failed(503, "SlowDown")
	case 3:
		return failed(403, "SignatureDoesNotMatch")
	case 4:
		return failed(412, "PreconditionFailed")
	case 5:
		return failed(200, "InternalError")
	case 6:
		return signer("UploadGone", dialect.Restart, false)
	case 7:
		return signer("Incomplete", dialect.Ask, false)
	case 8:
		return signer("ChecksumMismatch", dialect.Never, true)
	case 9:
		return &wire.Outcome{UploadID: "v", PartSize: 2, Verify: "crc64xz", NextMarker: 1, Size: 15, Named: true,
			Parts: []wire.Part{
				{Number: 1, ETag: "x", Size: 3},
				{Number: 2, ETag: easyETag, Size: 3, CRC64: easySum},
				{Number: 9},
			}}
	case 10:
		return &wire.Outcome{UploadID: "w", PartSize: 15, Put: true, Verify: "md5", Size: -1}
	case 11:
		return &wire.Outcome{UploadID: "u", PartSize: 3, ETag: easyETag, CRC64: "1", Size: 15, Named: true}
	}
	return easyOutcome(op)
}
