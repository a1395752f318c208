package server

import (
	"io"
	"net/http"
	"time"
)

// patientReader moves the connection's deadline along while bytes come, so
// that a slow client has all the time it needs and a silent one has not.
type patientReader struct {
	control *http.ResponseController
	in      io.Reader
	stall   time.Duration
	set     time.Time
}

// patient reads the request's body.
func (c *call) patient() io.Reader {
	return &patientReader{control: http.NewResponseController(c.w), in: c.r.Body, stall: c.Stall}
}

// Read implements io.Reader.
func (p *patientReader) Read(b []byte) (int, error) {
	if now := time.Now(); now.Sub(p.set) > p.stall/16 {
		p.set = now
		p.control.SetReadDeadline(now.Add(p.stall)) // not every writer has a connection
	}
	n, err := p.in.Read(b)
	if err == io.EOF {
		p.control.SetReadDeadline(time.Time{}) // the operation may take longer than a stall
	}
	return n, err
}
