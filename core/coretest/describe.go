package coretest

import (
	"crypto/md5"
	"encoding/hex"
	"fmt"
	"hash/crc64"
	"strconv"

	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/upload"
)

// sumOf is what a driver's worker computes.
func sumOf(kind upload.Sum, b []byte) string {
	if kind == upload.MD5 {
		sum := md5.Sum(b)
		return hex.EncodeToString(sum[:])
	}
	return strconv.FormatUint(crc64.Checksum(b, xz), 10)
}

var eventNames = [...]string{
	"time",
	"reply",
	"failed",
	"progress",
	"hashed",
	"hash failed",
	"renewed",
	"renew failed",
	"slot",
	"offline",
	"online",
	"woke",
	"file changed",
	"start",
	"pause",
	"resume",
	"abort",
}

func describeEvent(e *upload.Event) string {
	s := eventNames[e.Kind]
	switch e.Kind {
	case upload.EventReply:
		s += fmt.Sprintf(" #%d", e.Request)
		if err := e.Outcome.Err; err != nil {
			s += fmt.Sprintf(" %d %s", err.Status, err.Code)
		}
	case upload.EventFailed:
		s += fmt.Sprintf(" #%d %s", e.Request, [...]string{"network", "unreadable", "unsigned", "refused"}[e.Reason])
	case upload.EventProgress:
		s += fmt.Sprintf(" #%d %d", e.Request, e.Bytes)
	case upload.EventHashed, upload.EventHashFailed:
		s += fmt.Sprintf(" %d", e.Part)
	case upload.EventRenewed:
		s += fmt.Sprintf(" %d+%d", e.Part, e.Count)
	}
	return s
}

func describeAction(a *upload.Action) string {
	switch a.Kind {
	case upload.ActionSend:
		s := fmt.Sprintf("send #%d %s", a.Request, a.Op)
		if a.Part > 0 {
			s += fmt.Sprintf(" %d", a.Part)
		}
		if a.Op == request.UploadPart || a.Op == request.PutObject {
			s += fmt.Sprintf(" [%d, %d)", a.Offset, a.Offset+a.Size)
		}
		if a.Op == request.ListParts && len(a.Args) > 1 && a.Args[1] != "0" {
			s += " after " + a.Args[1]
		}
		return s
	case upload.ActionCancel:
		return fmt.Sprintf("cancel #%d", a.Request)
	case upload.ActionHash:
		return fmt.Sprintf("hash %d", a.Part)
	case upload.ActionRenew:
		return fmt.Sprintf("renew %s %d+%d", a.Op, a.Part, a.Count)
	case upload.ActionClock:
		return fmt.Sprintf("clock %+d ms", a.At)
	case upload.ActionTimer:
		return fmt.Sprintf("timer %d", max(a.At-epoch, 0))
	case upload.ActionSave:
		if a.Must {
			return "save, must"
		}
		return "save"
	case upload.ActionForget:
		return "forget"
	case upload.ActionWant:
		return fmt.Sprintf("want %d", a.Count)
	case upload.ActionRelease:
		return fmt.Sprintf("release #%d %s", a.Request, [...]string{"unused", "good", "slow", "lost"}[a.Verdict])
	}
	return describeEnd(a)
}

func describeEnd(a *upload.Action) string {
	if r := a.Result; r != nil {
		if r.Verified {
			return "done, verified" + strays(r.Strays)
		}
		why := [...]string{"", "nothing to compare", "hidden", "forbidden", "no answer"}
		return "done, not verified: " + why[r.Why] + strays(r.Strays)
	}
	f := a.Failure
	presence := [...]string{"absent", "present", "unknown"}
	s := "fail " + f.Code
	if f.Op != request.NoOp {
		s += " (" + f.Op.String()
		if f.Part > 0 {
			s += fmt.Sprintf(" %d", f.Part)
		}
		s += ")"
	}
	return s + ", upload " + presence[f.Upload] + ", object " + presence[f.Object] + strays(f.Strays)
}

func strays(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(", strays %d", n)
}

func describeRequest(r *request.Request, body []byte) string {
	s := r.Op.String()
	if r.Part > 0 {
		s += fmt.Sprintf(" %d", r.Part)
	}
	if len(body) > 0 {
		s += fmt.Sprintf(" %x", body)
	}
	return s
}
