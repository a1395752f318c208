// Package coretest simulates everything around an upload.Machine: the store, the signer, the network, the driver, the
// user and the time. A run depends on its seed only, so a failure can be replayed.
//
// The simulated store reads the requests that core builds and answers with XML and headers, so every run tests
// core/wire, too.
//
// A run draws a Schedule from the seed: the store, the file, what CORS hides, when the user pauses or aborts, when the
// page dies. Faults of single requests are drawn as they are sent. The rules that a run must keep are in check.go: some
// are checked after each event, some after the end.
//
// mutations_test.go has mistakes that somebody could make in core/upload. For each, the simulation must find a broken
// rule.
package coretest
