package coretest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/partway/partway/core/plan"
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/upload"
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

var facts = map[string]upload.EventKind{"start": upload.OrderStart, "pause": upload.OrderPause, "resume": upload.OrderResume,
	"abort": upload.OrderAbort, "offline": upload.EventOffline, "online": upload.EventOnline, "woke": upload.EventWoke,
	"file-changed": upload.EventFileChanged}

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
		s.handle(upload.Event{Kind: upload.EventRenewed, Part: s.optional(words, 1), Count: s.optional(words, 2), Until: s.until(words)})
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
			s.config.Dialect = c.Dialect()
		}
	}
	size, part := s.number(options["size"]), s.number(options["part"])
	s.config.Plan = plan.Plan{Size: int64(size), PartSize: int64(part), Parts: max((size+part-1)/part, 1)}
	if _, put := options["put"]; put {
		s.config.Plan = plan.Plan{Size: int64(size), PartSize: int64(size), Parts: 1, Put: true}
	}
	if s.config.Sum = upload.MD5; s.config.Dialect.PartCRC != "" {
		s.config.Sum = upload.CRC64XZ
	}
	s.config.Parallel = s.number(options["parallel"])
	s.config.Window = s.number("0" + options["window"])
	s.config.LimitMs = int64(s.number("0"+options["limit"])) * 1000
	s.hide = strings.FieldsFunc(options["hide"], func(r rune) bool { return r == ',' })
	s.file = make([]byte, size)
	for i := range s.file {
		s.file[i] = byte(i)
	}
	s.store = Store{row: s.config.Dialect, page: 2}
	s.sent = map[int]upload.Action{}
	s.machine = upload.New(s.config)
}

// handle gives an event to the machine and prints what it says, but for slots,
// of which there are always enough, and timers.
func (s *scene) handle(e upload.Event) {
	e.Now, e.Entropy = epoch+s.now, 7
	s.machine.Handle(e)
	for a := s.machine.Next(); a.Kind != upload.ActionNone; a = s.machine.Next() {
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
		reason := map[string]upload.Reason{"": upload.ReasonNetwork, "unreadable": upload.ReasonUnreadable, "unsigned": upload.ReasonUnsigned}[how]
		s.handle(upload.Event{Kind: upload.EventFailed, Request: id, Reason: reason})
	case "progress":
		s.handle(upload.Event{Kind: upload.EventProgress, Request: id, Bytes: int64(s.number(how))})
	case "answer":
		status := s.number(words[2])
		r := s.store.fault(status, words[3])
		for _, w := range words[4:] {
			name, value, _ := strings.Cut(w, "=")
			if name == "servertime" {
				r.Body = []byte("<Error><Code>" + words[3] + "</Code><ServerTime>" + value + "</ServerTime></Error>")
			} else {
				r.Headers = append(r.Headers, request.Pair{Name: name, Value: value})
			}
		}
		s.handle(upload.Event{Kind: upload.EventReply, Request: id, Reply: &r})
	case "serve":
		s.serve(&a, how)
	}
}

// serve lets the store do what a request says.
func (s *scene) serve(a *upload.Action, how string) {
	var client = clients[0]
	for _, c := range clients {
		if c.Dialect() == s.config.Dialect {
			client = c
		}
	}
	built, err := client.Build(a.Op, a.Args...)
	require.NoError(s.t, err)
	body := append([]byte{}, s.file[a.Offset:a.Offset+a.Size]...)
	if how == "damaged" {
		body[0] ^= 1
	}
	r := s.store.serve(built, body)
	for _, name := range s.hide {
		r = without(r, name)
	}
	if how == "lost" {
		s.handle(upload.Event{Kind: upload.EventFailed, Request: a.Request})
		return
	}
	s.handle(upload.Event{Kind: upload.EventReply, Request: a.Request, Reply: &r})
}

func (s *scene) hash(words []string) {
	for _, w := range words[1:] {
		n := s.number(w)
		offset, size := s.config.Plan.Part(n)
		s.handle(upload.Event{Kind: upload.EventHashed, Part: n, Sum: sumOf(s.config.Sum, s.file[offset:offset+size])})
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
