package module

import (
	"github.com/partway/partway/core/decimal"
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/upload"
	"github.com/partway/partway/wasm/abi"
)

// A machine lives in bytes that the caller keeps between two calls: the memory
// of a call is dropped, and a state that is passed on can also be put away.

const (
	mostFile   = 4 << 10 // bytes of Config.File
	mostKind   = 1<<8 - 1
	wrongState = "other version"
)

// begin is a new upload.
func begin(r *abi.Reader) []byte {
	name, size, preferred := r.Text(), r.Int(), r.Int()
	c := upload.Config{Sum: upload.SumByName(r.Text()), File: r.Text(),
		Window: r.Number(), Parallel: r.Number(), LimitMs: r.Int(), StallMs: r.Int(), Blind: r.Flag()}
	if !r.Done() || len(c.File) > mostFile || min(size, c.LimitMs, c.StallMs) < 0 {
		return malformed(wrongFields)
	}
	c.Plan.Size = size
	if fault := planFor(&c, name, preferred); fault != nil {
		return fault
	}
	return machineAnswer(upload.New(c), nil)
}

// restore is an upload of an earlier session.
func restore(r *abi.Reader) []byte {
	m, err := upload.Restore(r.Bytes())
	if err != nil || !r.Done() {
		return malformed(wrongState)
	}
	return machineAnswer(m, nil)
}

// handle takes one event into a machine.
func handle(r *abi.Reader) []byte {
	m, err := upload.Decode(r.Bytes())
	if err != nil {
		return malformed(wrongState)
	}
	kind := r.Number()
	e := upload.Event{Kind: upload.EventKind(kind), Now: r.Int(), Entropy: r.Uint64(), Request: r.Number(),
		Part: r.Number(), Count: r.Number(), Bytes: r.Int(), Until: r.Int(), Sum: r.Text()}
	reason := r.Number()
	e.Reason = upload.Reason(reason)
	op, name := r.Number(), r.Text()
	reply := &request.Reply{Status: r.Number(), Headers: r.Pairs(), Body: r.Bytes()}
	if !r.Done() || max(kind, reason, op) > mostKind {
		return malformed(wrongFields)
	}
	if e.Kind == upload.EventReply {
		if e.Outcome = outcome(request.Op(op), name, e.Part, reply); e.Outcome == nil {
			return malformed(wrongDialect)
		}
	}
	return machineAnswer(m, m.Handle(&e))
}

// machineAnswer tells what is to be done, how the upload stands and what the
// machine is now.
func machineAnswer(m *upload.Machine, actions []upload.Action) []byte {
	w := ok(number(int(m.State())), m.UploadID(), m.File(), m.Algorithm())
	w.Flag(m.Paused())
	w.Flag(m.Offline())
	p := m.Progress()
	size, partSize, _ := m.Plan()
	w.Ints(size, partSize, p.Sent, p.Confirmed, p.Speed, p.LeftMs)
	w.Bytes(m.PartPhases())
	w.Int(int64(len(actions)))
	var snapshot []byte
	for i := range actions {
		a := &actions[i]
		if a.Kind == upload.ActionSave && snapshot == nil {
			snapshot = m.Snapshot()
		}
		writeAction(w, a)
	}
	w.Bytes(snapshot)
	w.Bytes(upload.Encode(m))
	return w.Message()
}

func writeAction(w *abi.Writer, a *upload.Action) {
	w.Ints(
		int64(a.Op),
		int64(a.Kind),
		int64(a.Request),
		int64(a.Part),
		a.Offset,
		a.Size,
		a.At,
		int64(a.Count),
		int64(a.Verdict),
	)
	w.Flag(a.Must)
	switch a.Kind {
	case upload.ActionDone:
		r := a.Result
		w.List([]string{flag(r.Verified), number(int(r.Why)), number(r.Strays)})
	case upload.ActionFail:
		f := a.Failure
		w.List([]string{f.Code, number(int(f.Op)), number(f.Part), number(f.Status), flag(f.Retry),
			f.UploadID, number(int(f.Upload)), number(int(f.Object)), number(f.Strays)})
	default:
		w.List(a.Args)
	}
}

func flag(set bool) string {
	if set {
		return "1"
	}
	return ""
}

func number(n int) string { return decimal.String(int64(n)) }
