// Package upload is the state machine of one upload. It performs no I/O, reads
// no clock and draws no random number: what happened comes in as an Event,
// what is to be done goes out as Actions.
//
//	m := upload.New(config)                      // or upload.Restore(snapshot)
//	for _, a := range m.Handle(&upload.Event{Kind: upload.OrderStart, Now: …, Entropy: …}) {
//		… perform a; what comes of it is a later Event …
//	}
//
// That loop is the whole driver. The actions of one Handle are performed in
// their order, and all of them before the next Handle. Between two
// events a machine may be put away as bytes: Encode, Decode. After ActionDone
// or ActionFail, of which there is one in a machine's life, no event has any
// effect and no action follows.
//
// # Promises
//
//   - ActionDone only after the store said so, and never against a checksum:
//     Result.Verified tells whether one agreed, Result.Why what kept it from it.
//   - An answer that may have been lost is asked for (ListParts, HeadObject)
//     before a completion is sent again or given up.
//   - Nothing is deleted but an upload of this machine's own, and that only
//     after OrderAbort or when the file is not the one that it began with.
//   - A Failure says what may be left in the store.
//   - Whatever the store and the network do, a machine that is neither paused
//     nor offline ends: every wait and every number of tries is bounded.
//
// # Time
//
// Every event carries the driver's wall clock. Events may come at any time and
// any number of times; an EventTime that comes early is harmless. A clock that
// goes back stops the machine's time for that event, and one that leaps
// forward is a computer that slept: the sleep counts for no timeout.
package upload
