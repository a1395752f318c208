// Package coretest simulates everything around an upload.Machine: the store,
// the network, the driver, the user and the time. A run is a pure function of
// its seed, so a failure is found again by it.
//
// The store is spoken to in the stores' own words: it reads the requests that
// core builds and answers with XML and headers, so that core/wire is part of
// every run.
//
// A run draws a Schedule from the seed (the store, the file, what is hidden by
// CORS, when the user gives orders, when the page dies) and faults for single
// requests as they are sent. After each event it checks what must always hold,
// and at the end what must hold then; check.go has all of that.
package coretest
