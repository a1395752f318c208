package upload_test

import (
	"bytes"
	"testing"

	"github.com/partway/partway/core/plan"
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/upload"
	"github.com/partway/partway/core/wire"
	"github.com/stretchr/testify/require"
)

// stages are machines at different points of their lives.
func stages() (found []*upload.Machine) {
	for _, events := range []int{0, 1, 3, 8, 20, 30, 40, 1000} {
		for _, name := range []string{"oss", "s3"} {
			c := config(name, 5)
			d := &easy{machine: upload.New(c)}
			d.run(events)
			found = append(found, d.machine)
			c.Plan, c.Window = plan.Plan{Size: c.Plan.Size}, 4
			found = append(found, upload.New(c))
		}
	}
	return found
}

// FuzzRestore: whatever bytes are accepted are a machine that comes back as it
// was, and that survives what may happen to it.
func FuzzRestore(f *testing.F) {
	for _, m := range stages() {
		f.Add(m.Snapshot(), []byte{13, 8, 8})
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

// FuzzDecode: whatever bytes are not a machine's are refused or ignored, and
// nothing panics while they are read.
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

// FuzzEvents: any events in any order leave a machine that can be put away, and
// that ends at most once.
func FuzzEvents(f *testing.F) {
	f.Add(0, []byte{13, 8, 0x31, 8, 8, 8})
	f.Add(6, []byte{14, 15, 16, 0x11, 0x21, 0})
	f.Add(9, []byte{0x51, 0x62, 9, 10, 11, 12, 8, 16})
	f.Fuzz(func(t *testing.T, stage int, script []byte) {
		all := stages()
		live(t, all[uint(stage)%uint(len(all))], script)
	})
}

// live plays a script: the lower five bits of a byte are the event, the upper
// three which request, part or reply.
func live(t *testing.T, m *upload.Machine, script []byte) {
	ends, ended := 0, m.State().Final()
	now := int64(1_700_000_100_000)
	for _, c := range script[:min(len(script), 200)] {
		which := int(c >> 5)
		now += int64(which) * 9_000
		e := upload.Event{Kind: upload.EventKind(c & 31), Now: now, Entropy: uint64(c), Request: which, Part: which, Count: which,
			Bytes: int64(which), Sum: easySum, Outcome: anyOutcome(which), Reason: upload.Reason(which & 3)}
		for _, a := range m.Handle(&e) {
			require.False(t, ended, "an action after the end: %d", a.Kind)
			if a.Kind == upload.ActionDone || a.Kind == upload.ActionFail {
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

func anyOutcome(which int) *wire.Outcome {
	switch which {
	case 0:
		return nil
	case 1:
		return read("oss", request.UploadPart, &request.Reply{Status: 404, Body: []byte("<Error><Code>NoSuchUpload</Code></Error>")})
	case 2:
		return &wire.Outcome{NextMarker: 1, Parts: []wire.Part{{Number: 1, ETag: "x", Size: 3}}}
	case 3:
		return read("oss", request.UploadPart, &request.Reply{Status: 503})
	case 4:
		return &wire.Outcome{UploadID: "v", PartSize: 2, Verify: "crc64xz"}
	}
	return easyOutcome([...]request.Op{request.UploadPart, request.Complete, request.HeadObject}[which-5])
}
