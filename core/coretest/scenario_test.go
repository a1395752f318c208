package coretest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/partway/partway/core"
	"github.com/partway/partway/core/plan"
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/upload"
	"github.com/partway/partway/core/wire"
	"github.com/stretchr/testify/require"
)

var rewrite = flag.Bool("rewrite", false, "write what the scenarios do into their files")

// TestScenarios plays the scripts in testdata: commands, a line of dashes, and
// the actions that they lead to. testdata/README says what commands there are.
func TestScenarios(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(files), 20)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			script, err := os.ReadFile(file)
			require.NoError(t, err)
			played := play(t, string(script))
			if *rewrite {
				require.NoError(t, os.WriteFile(file, []byte(played), 0o644))
				return
			}
			require.Equal(t, string(script), played)
		})
	}
}

// play runs a script and returns it with what really happens.
func play(t *testing.T, script string) string {
	s := &scene{t: t}
	var out strings.Builder
	for _, block := range strings.Split(strings.TrimSpace(script), "\n\n") {
		commands, _, _ := strings.Cut(block, "\n----")
		out.WriteString(commands)
		if last := commands[strings.LastIndex(commands, "\n")+1:]; strings.HasPrefix(last, "#") {
			out.WriteString("\n\n")
			continue
		}
		for line := range strings.SplitSeq(commands, "\n") {
			if !strings.HasPrefix(line, "#") {
				s.command(strings.Fields(line))
			}
		}
		out.WriteString("\n----\n" + s.take() + "\n")
	}
	return strings.TrimRight(out.String(), "\n") + "\n"
}

// scene is a machine with a store, whose messages the script moves.
type scene struct {
	t       *testing.T
	client  *core.Client
	plan    plan.Plan
	sum     upload.Sum
	signer  signer
	config  upload.Config
	machine *upload.Machine
	store   Store
	file    []byte
	now     int64
	timer   int64
	slots   int // granted
	want    int
	sent    map[int]upload.Action
	saved   []byte
	hide    []string
	out     strings.Builder
}

// take is what was printed since the last time.
func (s *scene) take() string {
	text := s.out.String()
	s.out.Reset()
	if text == "" {
		return "nothing\n"
	}
	return text
}

var facts = map[string]upload.EventKind{
	"start":        upload.OrderStart,
	"pause":        upload.OrderPause,
	"resume":       upload.OrderResume,
	"abort":        upload.OrderAbort,
	"offline":      upload.EventOffline,
	"online":       upload.EventOnline,
	"woke":         upload.EventWoke,
	"file-changed": upload.EventFileChanged,
}

var reasons = map[string]upload.Reason{
	"":           upload.ReasonNetwork,
	"unreadable": upload.ReasonUnreadable,
	"unsigned":   upload.ReasonUnsigned,
}

func (s *scene) command(words []string) {
	kind, isFact := facts[words[0]]
	switch name := words[0]; {
	case isFact:
		s.handle(upload.Event{Kind: kind})
	case name == "config":
		s.configure(words[1:])
	case name == "serve", name == "answer", name == "fail", name == "progress":
		s.network(words)
	case name == "hash":
		s.hash(words)
	case name == "renewed":
		part, count := s.optional(words, 1), s.optional(words, 2)
		s.handle(upload.Event{Kind: upload.EventRenewed, Part: part, Count: count, Until: s.until(words)})
	case name == "renew-failed":
		s.handle(upload.Event{Kind: upload.EventRenewFailed})
	case name == "timer":
		require.NotZero(s.t, s.timer, "no timer runs")
		fmt.Fprintf(&s.out, "(%.1f s later)\n", float64(s.timer-epoch-s.now)/1000)
		s.now, s.timer = s.timer-epoch, 0
		s.handle(upload.Event{Kind: upload.EventTime})
	case name == "wait":
		s.now += int64(s.number(words[1])) * 1000
		s.handle(upload.Event{Kind: upload.EventTime})
	case name == "crash":
		m, err := upload.Restore(s.saved)
		require.NoError(s.t, err)
		s.machine, s.slots, s.want = m, 0, 0
	case name == "other-file":
		s.file[0] ^= 0xFF
	case name == "store-loses":
		s.store.uploads[0].parts[s.number(words[1])] = storedPart{}
	case name == "store-forgets":
		s.store.uploads = nil
	case name == "show":
		p := s.machine.Progress()
		fmt.Fprintf(&s.out, "%s, sent %d, confirmed %d of %d\n", s.machine.State(), p.Sent, p.Confirmed, p.Total)
	default:
		s.t.Fatalf("there is no command %s", name)
	}
}

// configure starts a scene: dialect, size, part and whatever else is not usual.
func (s *scene) configure(words []string) {
	options := map[string]string{"dialect": "oss", "size": "30", "part": "10", "parallel": "2"}
	for _, w := range words {
		name, value, _ := strings.Cut(w, "=")
		options[name] = value
	}
	for _, c := range clients {
		if c.Dialect().Name == options["dialect"] {
			s.client = c
		}
	}
	size, part := s.number(options["size"]), s.number(options["part"])
	s.plan = plan.Plan{Size: int64(size), PartSize: int64(part), Parts: max((size+part-1)/part, 1)}
	if _, put := options["put"]; put {
		s.plan = plan.Plan{Size: int64(size), PartSize: int64(size), Parts: 1, Put: true}
	}
	if s.sum = upload.MD5; s.client.Dialect().PartCRC != "" {
		s.sum = upload.CRC64XZ
	}
	s.config.Plan, s.config.Sum = s.plan, s.sum
	if s.config.Window = s.number("0" + options["window"]); s.config.Window > 0 { // the signer plans
		s.config.Plan, s.config.Sum = plan.Plan{Size: int64(size)}, upload.NoSum
	}
	s.config.Parallel = s.number(options["parallel"])
	s.config.LimitMs = int64(s.number("0"+options["limit"])) * 1000
	s.hide = strings.FieldsFunc(options["hide"], func(r rune) bool { return r == ',' })
	s.file = make([]byte, size)
	for i := range s.file {
		s.file[i] = byte(i)
	}
	s.store = Store{row: s.client.Dialect(), page: 2}
	s.signer = signer{s.client, &s.store, s.plan, s.sum}
	s.sent = map[int]upload.Action{}
	s.machine = upload.New(s.config)
}

// handle gives an event to the machine and prints what it says, but for slots,
// of which there are always enough, and timers.
func (s *scene) handle(e upload.Event) {
	e.Now, e.Entropy = epoch+s.now, 7
	for _, a := range s.machine.Handle(&e) {
		switch a.Kind {
		case upload.ActionTimer:
			s.timer = a.At
			continue
		case upload.ActionWant:
			s.want = a.Count
			continue
		case upload.ActionRelease:
			s.slots--
			continue
		case upload.ActionSend:
			s.sent[a.Request] = a
		case upload.ActionSave:
			s.saved = s.machine.Snapshot()
		}
		s.out.WriteString(describeAction(&a) + "\n")
	}
	for s.slots < s.want {
		s.slots++
		s.handle(upload.Event{Kind: upload.EventSlot})
	}
}

// network moves one request or its answer.
func (s *scene) network(words []string) {
	id := s.number(strings.TrimPrefix(words[1], "#"))
	a, known := s.sent[id]
	require.True(s.t, known, "there is no request %d", id)
	how := strings.Join(words[2:], " ")
	switch words[0] {
	case "fail":
		s.handle(upload.Event{Kind: upload.EventFailed, Request: id, Reason: reasons[how]})
	case "progress":
		s.handle(upload.Event{Kind: upload.EventProgress, Request: id, Bytes: int64(s.number(how))})
	case "answer":
		status := s.number(words[2])
		r := s.store.fault(status, words[3])
		if s.config.Window > 0 && s.signer.puts(&a, "") == nil {
			r = told{code: words[3]}.with(status)
		}
		for _, w := range words[4:] {
			name, value, _ := strings.Cut(w, "=")
			if name == "retry" {
				r.Headers[3].Value = value
			} else if name == "servertime" {
				r.Body = []byte("<Error><Code>" + words[3] + "</Code><ServerTime>" + value + "</ServerTime></Error>")
			} else {
				r.Headers = append(r.Headers, request.Pair{Name: name, Value: value})
			}
		}
		s.answer(&a, &r)
	case "serve":
		s.serve(&a, how)
	}
}

// serve lets the store do what a request says, or the signer.
func (s *scene) serve(a *upload.Action, how string) {
	args, byStore := a.Args, true
	if s.config.Window > 0 {
		args = s.signer.puts(a, s.machine.UploadID())
		byStore = args != nil
	}
	var r request.Reply
	if byStore {
		built, err := s.client.Build(a.Op, args...)
		require.NoError(s.t, err)
		body := append([]byte{}, s.file[a.Offset:a.Offset+a.Size]...)
		if how == "damaged" {
			body[0] ^= 1
		}
		r = s.store.serve(built, body)
		for _, name := range s.hide {
			r = without(r, name)
		}
	} else {
		r = s.signer.answer(a, s.machine.UploadID())
	}
	if how == "lost" {
		s.handle(upload.Event{Kind: upload.EventFailed, Request: a.Request})
		return
	}
	s.answer(a, &r)
}

// answer gives the machine what the page makes of a reply.
func (s *scene) answer(a *upload.Action, r *request.Reply) {
	var o wire.Outcome
	switch {
	case s.config.Window == 0:
		o = wire.Read(s.client.Dialect(), a.Op, a.Part, r)
	case s.signer.puts(a, "") != nil:
		o = wire.ReadSigned(a.Op, a.Part, r)
	default:
		o = wire.ReadSigner(a.Op, r)
	}
	s.handle(upload.Event{Kind: upload.EventReply, Request: a.Request, Outcome: &o})
}

func (s *scene) hash(words []string) {
	for _, w := range words[1:] {
		n := s.number(w)
		offset, size := s.plan.Part(n)
		s.handle(upload.Event{Kind: upload.EventHashed, Part: n, Sum: sumOf(s.sum, s.file[offset:offset+size])})
	}
}

func (s *scene) number(text string) int {
	n, err := strconv.Atoi(text)
	require.NoError(s.t, err, text)
	return n
}

func (s *scene) optional(words []string, i int) int {
	if i >= len(words) {
		return 0
	}
	return s.number(words[i])
}

// until is when URLs expire, said in seconds from now as the third number.
func (s *scene) until(words []string) int64 {
	if n := s.optional(words, 3); n > 0 {
		return epoch + s.now + int64(n)*1000
	}
	return 0
}
