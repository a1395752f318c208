package upload_test

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/partway/partway/core/plan"
	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/upload"
)

// The whole loop of a driver. This one has a store in which nothing goes wrong, and a budget of one request at a time.
func ExampleMachine() {
	m := upload.New(upload.Config{Plan: plan.Plan{Size: 6, PartSize: 3, Parts: 2}, Sum: upload.CRC64XZ, Parallel: 1})
	events := []upload.Event{{Kind: upload.OrderStart}}
	wanted, granted := 0, 0
	for len(events) > 0 {
		e := events[0]
		events = events[1:]
		e.Now, e.Entropy = time.Now().UnixMilli(), rand.Uint64()
		for _, a := range m.Handle(&e) {
			switch a.Kind {
			case upload.ActionSend:
				fmt.Println("send", a.Op, a.Args)
				reply := easyOutcome(a.Op)
				if a.Op == request.HeadObject {
					reply.CRC64, reply.Size = "16650572031631299305", 6 // of abcabc
				}
				events = append(events, upload.Event{Kind: upload.EventReply, Request: a.Request, Outcome: reply})
			case upload.ActionHash:
				fmt.Println("hash", a.Offset, a.Size)
				events = append(events, upload.Event{Kind: upload.EventHashed, Part: a.Part, Sum: easySum})
			case upload.ActionSave:
				fmt.Println("save, to be durable:", a.Must)
			case upload.ActionForget:
				fmt.Println("forget")
			case upload.ActionWant:
				wanted = a.Count
			case upload.ActionRelease:
				granted--
			case upload.ActionDone:
				fmt.Println("done", a.Result.Verified)
			case upload.ActionFail:
				fmt.Println("failed", a.Failure.Code)
			}
		}
		if granted < min(wanted, 1) {
			granted++
			events = append(events, upload.Event{Kind: upload.EventSlot})
		}
	}
	// Output:
	// save, to be durable: true
	// send initiate []
	// save, to be durable: true
	// hash 0 3
	// send uploadPart [u 1]
	// save, to be durable: false
	// hash 3 3
	// send uploadPart [u 2]
	// save, to be durable: false
	// save, to be durable: true
	// send complete [u 1 "900150983cd24fb0d6963f7d28e17f72" 2 "900150983cd24fb0d6963f7d28e17f72"]
	// send headObject []
	// forget
	// done true
}
