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
	wrongState = "these bytes are no upload of this version of the module"
)

// begin is a new upload.
func begin(r *abi.Reader) []byte {
	name, size, preferred := r.Text(), r.Int(), r.Int()
	c := upload.Config{Sum: upload.SumByName(r.Text()), File: r.Text(),
		Window: r.Number(), Parallel: r.Number(), LimitMs: r.Int(), StallMs: r.Int(), Blind: r.Flag()}
	if !r.Done() || len(c.File) > mostFile || min(c.LimitMs, c.StallMs) < 0 {
		return malformed(wrongFields)
	}
	var fault []byte
	if c.Dialect, c.Plan, fault = planOf(name, size, preferred); fault != nil {
		return fault
	}
	return machineAnswer(upload.New(c))
}

// restore is an upload of an earlier session.
func restore(r *abi.Reader) []byte {
	m, err := upload.Restore(r.Bytes())
	if err != nil || !r.Done() {
		return malformed(wrongState)
	}
	return machineAnswer(m)
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
	e.Reply = &request.Reply{Status: r.Number(), Headers: r.Pairs(), Body: r.Bytes()}
	if !r.Done() || max(kind, reason) > mostKind {
		return malformed(wrongFields)
	}
	m.Handle(e)
	return machineAnswer(m)
}

// machineAnswer tells what is to be done, how the upload stands and what the
// machine is now.
func machineAnswer(m *upload.Machine) []byte {
	w := ok(m.State().String(), m.UploadID(), m.File(), m.Algorithm())
	w.Flag(m.Paused())
	w.Flag(m.Offline())
	p := m.Progress()
	size, partSize, _ := m.Plan()
	for _, n := range [...]int64{size, partSize, p.Sent, p.Confirmed, p.Speed, p.LeftMs} {
		w.Int(n)
	}
	w.Bytes(m.PartPhases())
	saves := writeActions(w, m)
	if saves {
		w.Bytes(m.Snapshot())
	} else {
		w.Bytes(nil)
	}
	w.Bytes(upload.Encode(m))
	return w.Message()
}

// writeActions takes all actions of the machine. It reports whether one wants a
// snapshot.
func writeActions(w *abi.Writer, m *upload.Machine) (saves bool) {
	var list abi.Writer
	n := int64(0)
	for a := m.Next(); a.Kind != upload.ActionNone; a = m.Next() {
		n++
		saves = saves || a.Kind == upload.ActionSave
		writeAction(&list, &a)
	}
	w.Int(n)
	w.Append(list.Message())
	return saves
}

func writeAction(w *abi.Writer, a *upload.Action) {
	w.Text(a.Op.String())
	for _, n := range [...]int64{int64(a.Kind), int64(a.Request), int64(a.Part), a.Offset, a.Size, a.At, int64(a.Count), int64(a.Verdict)} {
		w.Int(n)
	}
	w.Flag(a.Must)
	switch a.Kind {
	case upload.ActionDone:
		w.List(resultFields(a.Result))
	case upload.ActionFail:
		w.List(failureFields(a.Failure))
	default:
		w.List(a.Args)
	}
}

func resultFields(r *upload.Result) []string {
	return []string{r.ETag, r.Location, r.CRC64, r.VersionID, r.RequestID, string(r.Callback),
		flag(r.Verified), number(int(r.Why)), number(r.Strays)}
}

func failureFields(f *upload.Failure) []string {
	return []string{f.Code, f.Op.String(), number(f.Part), number(f.Status), f.Text, flag(f.Retry),
		f.UploadID, number(int(f.Upload)), number(int(f.Object)), number(f.Strays)}
}

func flag(set bool) string {
	if set {
		return "1"
	}
	return ""
}

func number(n int) string { return decimal.String(int64(n)) }
