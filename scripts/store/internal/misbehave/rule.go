package misbehave

import (
	"fmt"
	"net/http"
	"strings"
)

// Rule says which requests go wrong, and how.
type Rule struct {
	// Op is an operation as the store's log calls it ("uploadPart"); empty: any but preflights.
	Op string `json:"op"`
	// Part is a part number; 0: any.
	Part int `json:"part"`
	// KeyID: only requests signed with this access key.
	KeyID string `json:"keyId"`
	// Over: only requests whose body is announced to be larger, in bytes.
	Over int64 `json:"over"`
	// Skip leaves the first requests that fit alone.
	Skip int `json:"skip"`
	// Count is how many requests go wrong; 0: all.
	Count int `json:"count"`

	Do Deed `json:"do"`
	// Code is what Refuse says: a fault.Kind, in the store's own words.
	Code string `json:"code"`
	// Status in place of the code's own; 200 is the error that looks like a success.
	Status int `json:"status"`
	// RetryAfter is the header that comes with it; empty: none.
	RetryAfter string `json:"retryAfter"`
	// Header is what Hide hides.
	Header string `json:"header"`
	// Root is the root element that Rename gives.
	Root string `json:"root"`
	// Body is what Replace and Proxy say; Proxy's default is a page such as nginx sends.
	Body string `json:"body"`
	// Type is the body's content type; empty: it stays as it is, and Proxy says text/html.
	Type string `json:"type"`
}

// Deed is what a rule does.
type Deed string

// The deeds. Those up to Stall come in place of the operation, the others let it happen.
const (
	Refuse  Deed = "refuse"  // answer with an error
	Proxy   Deed = "proxy"   // answer as a proxy does: no document, no CORS headers, while the body still comes
	Reset   Deed = "reset"   // cut the connection halfway through the body
	Stall   Deed = "stall"   // take the body and never answer
	Silent  Deed = "silent"  // perform, and never answer
	Lose    Deed = "lose"    // perform, and cut the connection instead of answering
	Hide    Deed = "hide"    // do not let pages read a header of the reply
	Lie     Deed = "lie"     // report another checksum than the store computed
	Corrupt Deed = "corrupt" // change a bit of the body before it is stored
	Rename  Deed = "rename"  // give the reply's document another root element
	Replace Deed = "replace" // say something else than the reply's document
)

var deeds = []Deed{Refuse, Proxy, Reset, Stall, Silent, Lose, Hide, Lie, Corrupt, Rename, Replace}

// check finds rules that could not do what they say.
func (rule *Rule) check() error {
	for _, d := range deeds {
		if d != rule.Do {
			continue
		}
		switch {
		case d == Refuse && rule.Code == "":
			return fmt.Errorf("%q needs a code", d)
		case d == Rename && rule.Root == "":
			return fmt.Errorf("%q needs a root", d)
		case d == Proxy && rule.Status == 0:
			return fmt.Errorf("%q needs a status", d)
		case d == Hide && rule.Header == "":
			return fmt.Errorf("%q needs a header", d)
		case rule.Skip < 0 || rule.Count < 0 || rule.Over < 0:
			return fmt.Errorf("skip, count and over must not be negative")
		case rule.Status != 0 && (rule.Status < 200 || rule.Status > 599):
			return fmt.Errorf("%d is no status of a reply", rule.Status)
		}
		return nil
	}
	return fmt.Errorf("%q is no deed; these are: %q", rule.Do, deeds)
}

func (rule *Rule) fits(q *Request, r *http.Request) bool {
	switch {
	case rule.Op == "" && q.Op == preflight, rule.Op != "" && rule.Op != q.Op:
		return false
	case rule.Part != 0 && rule.Part != q.Part, rule.Over > 0 && q.Size <= rule.Over:
		return false
	}
	return rule.KeyID == "" || strings.Contains(r.Header.Get("Authorization")+"&"+r.URL.RawQuery, rule.KeyID)
}
