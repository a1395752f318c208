/*
Package upload is the state machine of one upload. It does no I/O, reads no clock and draws no random number: what
happened comes in as an Event, what is to be done goes out as Actions.

# The driver's loop

This is all that a driver does; the example of Machine runs:

	m := upload.New(config) // or, to resume: m, err := upload.Restore(snapshot)
	events <- upload.Event{Kind: upload.OrderStart}
	for e := range events {
		e.Now, e.Entropy = wallClock(), random64()
		for _, a := range m.Handle(&e) {
			switch a.Kind {
			case upload.ActionSend:
				go send(a) // EventProgress, then one EventReply or EventFailed
			case upload.ActionCancel:
				cancel(a.Request)
			case upload.ActionHash:
				go hash(a.Part, a.Offset, a.Size) // EventHashed or EventHashFailed
			case upload.ActionRenew:
				go renew(a.Op, a.Part, a.Count) // EventRenewed or EventRenewFailed
			case upload.ActionClock:
				storeAhead = a.At // for every later signature
			case upload.ActionTimer:
				setTimer(a.At) // EventTime
			case upload.ActionSave:
				save(m.Snapshot(), a.Must)
			case upload.ActionForget:
				removeSnapshot()
			case upload.ActionWant:
				budget.want(a.Count) // EventSlot for each request that is granted
			case upload.ActionRelease:
				budget.release(a.Verdict, a.Size)
			case upload.ActionDone:
				return a.Result
			case upload.ActionFail:
				return a.Failure
			}
		}
	}

# What comes before what

  - The budget grants an EventSlot whenever the upload has fewer slots than the last ActionWant said, also after an
    ActionRelease.
  - Events are handled one at a time. The actions of one Handle are performed in their order, and all of them before
    the next Handle, which overwrites them.
  - An ActionSave with Must is durable before the next action is performed. Otherwise a crash could leave an upload or
    an object in the store that no snapshot knows of.
  - An ActionClock counts for the requests that are sent after it.
  - URLs that a signer gives together with the upload ID are an EventRenewed before the EventReply.
  - ActionDone or ActionFail is the last action of a machine's life, and there is one. Later events change nothing.
  - Nothing else has an order: events may come late, twice or not at all. After an ActionCancel the events of its
    request may still come. An EventTime that comes early is harmless.

Between two events a machine can be kept as bytes: Encode and Decode.

# Promises

  - ActionDone only after the store said so, and never against a checksum. Result.Verified says whether a checksum
    agreed; Result.Why says why none was compared.
  - A completion whose answer may be lost is not sent again or given up before the store was asked what it has
    (ListParts, HeadObject).
  - The only thing that is ever deleted is this machine's own upload, after OrderAbort or when the file is not the one
    that the upload began with.
  - A Failure says what may be left in the store.
  - A machine that is neither paused nor offline ends, whatever the store and the network do: every wait and every
    number of tries has a limit.

# Time

Every event carries the driver's wall clock. A clock that goes back stops the machine's time for that event. One that
leaps forward means that the computer slept: the sleep counts for no timeout.

# Where things are

states.go is the table of states. machine.go takes in events and follows the table. Each piece of what a machine
knows is a type in a file of its own: ledger.go (what is known of file and parts), part.go, etag.go, task.go (requests),
slots.go, keys.go, window.go (signed URLs), timeline.go, entropy.go, progress.go. The other files are what an upload
does in its states.
*/
package upload
