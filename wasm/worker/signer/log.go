package signer

import "encoding/json"

// note is a line of the log. It has no field for what may be secret or a
// person's: no URL, key, name or token.
type note struct {
	ID     string `json:"id"`
	Method string `json:"method,omitempty"`
	Route  string `json:"route"`
	Target string `json:"target,omitempty"`
	Status int    `json:"status,omitempty"`
	Code   string `json:"code,omitempty"`
	Size   int64  `json:"size,omitempty"`
	Ms     int64  `json:"ms"`

	Aborted int `json:"aborted,omitempty"` // by the janitor
	Left    int `json:"left,omitempty"`    // that it had no time for, or could not date
}

func (c *call) log(status int) {
	c.note.Status = status
	c.note.Ms = c.env.Now().Sub(c.now).Milliseconds()
	c.Signer.log(&c.note)
}

func (s *Signer) log(n *note) {
	line, _ := json.Marshal(n)
	s.env.Log(string(line))
}

// known keeps a client's words out of the log.
func known(method string) string {
	switch method {
	case "GET", "POST", "DELETE", "OPTIONS", "HEAD", "PUT":
		return method
	}
	return "other"
}
