package upload_test

import (
	"bytes"
	"testing"

	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/upload"
	"github.com/stretchr/testify/require"
)

// stages are machines at different points of their lives.
func stages() (found []*upload.Machine) {
	for _, events := range []int{0, 1, 3, 8, 20, 30, 40, 1000} {
		for _, name := range []string{"oss", "s3"} {
			d := &easy{machine: upload.New(config(name, 5))}
			d.run(events)
			found = append(found, d.machine)
		}
	}
	return found
}

// FuzzDecode: whatever bytes are accepted are a machine that comes back as it
// was, and that survives what may happen to it.
func FuzzDecode(f *testing.F) {
	for _, m := range stages() {
		f.Add(upload.Encode(m), []byte{1, 2, 3})
		f.Add(m.Snapshot(), []byte{13, 8, 8})
	}
	f.Fuzz(func(t *testing.T, b, script []byte) {
		m, err := upload.Decode(b)
		if err != nil {
			m, err = upload.Restore(b)
		}
		if err != nil {
			require.Nil(t, m)
			return
		}
		again, err := upload.Decode(upload.Encode(m))
		require.NoError(t, err)
		require.Equal(t, upload.Encode(m), upload.Encode(again))
		live(t, m, script)
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
			Bytes: int64(which), Sum: easySum, Reply: anyReply(which), Reason: upload.Reason(which & 3)}
		m.Handle(e)
		for a := m.Next(); a.Kind != upload.ActionNone; a = m.Next() {
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

func anyReply(which int) *request.Reply {
	switch which {
	case 0:
		return nil
	case 1:
		return &request.Reply{Status: 404, Body: []byte("<Error><Code>NoSuchUpload</Code></Error>")}
	case 2:
		return &request.Reply{Status: 200, Body: []byte("<ListPartsResult><IsTruncated>true</IsTruncated><NextPartNumberMarker>1</NextPartNumberMarker>" +
			"<Part><PartNumber>1</PartNumber><ETag>x</ETag><Size>3</Size></Part></ListPartsResult>")}
	case 3:
		return &request.Reply{Status: 503}
	}
	return easyReply([...]request.Op{request.Initiate, request.UploadPart, request.Complete, request.HeadObject}[which-4])
}
