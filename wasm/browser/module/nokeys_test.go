//go:build nokeys

package module

import (
	"testing"

	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/upload"
	"github.com/partway/partway/wasm/abi"
	"github.com/stretchr/testify/require"
)

// signed is an upload as the script of a page with a signer keeps it.
type signed struct {
	t              *testing.T
	state          string
	step, uploadID string
	sent           []string // operation and number of the last requests
	ended          []string // texts of the last action, if it was the end
}

func (s *signed) take(answer []byte) {
	r := abi.NewReader(answer)
	require.Equal(s.t, abi.OK, r.Text(), "%q", answer)
	s.step, s.uploadID, s.sent, s.ended = r.Text(), r.Text(), nil, nil
	for range 11 { // file to phases
		r.Bytes()
	}
	for range r.Number() {
		op, kind, id := request.Op(r.Number()), r.Number(), r.Text()
		if kind == int(upload.ActionSend) {
			s.sent = append(s.sent, op.String(), id)
		}
		for range 6 {
			r.Int()
		}
		r.Flag()
		texts := r.List()
		if kind == int(upload.ActionDone) || kind == int(upload.ActionFail) {
			s.ended = texts
		}
	}
	r.Bytes()
	s.state = r.Text()
	require.True(s.t, r.Done())
}

func (s *signed) event(kind upload.EventKind, id, part, count int, sum string, op request.Op, reply request.Reply) {
	s.take(Call(abi.Handle, message([]byte(s.state), int(kind), 1000, "7", id, part, count, 0, 0, sum, 0,
		int(op), "", reply.Status, reply.Headers, reply.Body)))
}

// TestUploadWithASigner is a whole upload by the module of a page without keys.
func TestUploadWithASigner(t *testing.T) {
	s := &signed{t: t}
	s.take(Call(abi.Begin, message("", 10, 0, "", "the file", 100, 1, 0, 0, "")))
	none := request.Reply{}
	header := func(name, value string) request.Pair { return request.Pair{Name: name, Value: value} }
	replied := func(headers ...request.Pair) request.Reply { return request.Reply{Status: 200, Headers: headers} }
	s.event(upload.OrderStart, 0, 0, 0, "", 0, none)
	s.event(upload.EventSlot, 0, 0, 0, "", 0, none)
	require.Equal(t, []string{"initiate", "1"}, s.sent)
	s.event(upload.EventRenewed, 0, 1, 2, "", 0, none)
	s.event(upload.EventReply, 1, 0, 0, "", request.Initiate, replied(header("sealed", "6"), header("false", "crc64xz"),
		header("", ""), header("", ""), header("", "")))
	require.Equal(t, []string{number(int(upload.Sending)), "sealed"}, []string{s.step, s.uploadID})
	for part := 1; part <= 2; part++ {
		s.event(upload.EventSlot, 0, 0, 0, "", 0, none)
		require.Equal(t, []string{"uploadPart", number(part + 1)}, s.sent)
		s.event(upload.EventHashed, 0, part, 0, "0", 0, none)
		s.event(
			upload.EventReply,
			part+1,
			part,
			0,
			"",
			request.UploadPart,
			replied(header("x-oss-hash-crc64ecma", "0")),
		)
	}
	s.event(upload.EventSlot, 0, 0, 0, "", 0, none)
	require.Equal(t, []string{"complete", "4"}, s.sent)
	s.event(
		upload.EventReply,
		4,
		0,
		0,
		"",
		request.Complete,
		replied(header("", ""), header("", ""), header("", "0"), header("", ""), header("", "")),
	)
	require.Equal(t, number(int(upload.Done)), s.step)
	require.Equal(t, []string{"1", "0", "0"}, s.ended)
}

func TestModuleWithoutKeysHasNoOther(t *testing.T) {
	for _, fn := range []int{abi.Check, abi.Build, abi.Read, abi.Plan, abi.Sign} {
		require.Equal(t, abi.Option, abi.NewReader(Call(fn, message("oss", 1, 0))).Text())
	}
	require.Equal(
		t,
		abi.Option,
		abi.NewReader(Call(abi.Begin, message("oss", 10, 5, "", "f", 0, 1, 0, 0, ""))).Text(),
		"keys",
	)
}
