package signer

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/partway/partway/core/request"
)

// webhook is who is told of completed uploads; without a URL nobody.
type webhook struct {
	url    string
	secret []byte
}

func parseWebhook(s section) webhook {
	s.known("url", "secret")
	h := webhook{s.text("url"), []byte(s.text("secret"))}
	if h.url == "" && s.m != nil {
		s.wrong("url", "is missing")
	}
	if h.url != "" && !secureURL(h.url) {
		s.wrong("url", "must be an https URL without a user in it")
	}
	if h.url != "" && len(h.secret) < shortestSecret {
		s.wrong("secret", "must be a secret of at least 16 characters")
	}
	return h
}

// Completion is what the webhook is told: once, as far as the host remembers
// that it was, and again only if that was not taken. ID tells a repeat.
type Completion struct {
	Event  string `json:"event"` // "completed"
	ID     string `json:"id"`    // of the upload
	Target string `json:"target"`
	User   string `json:"user"`
	CompleteAnswer
}

// pauses before each attempt. With its timeout all of them end within the half
// minute that Cloudflare gives a Worker after its answer
// (https://developers.cloudflare.com/workers/runtime-apis/context/#waituntil).
var pauses = []time.Duration{0, time.Second, 4 * time.Second}

const hookTimeout = 6 * time.Second

// tell tells the webhook; the client's answer does not wait for it.
func (c *call) tell(u *upload, out *CompleteAnswer) {
	if c.webhook.url == "" {
		return
	}
	told := memoryKey("told", u.target.name, u.key, u.UploadID, strconv.FormatInt(u.Begun, 10))
	if !c.claim(told, time.Duration(u.Until-c.now.Unix())*time.Second) {
		return // whoever completes an upload again
	}
	_, id, _ := strings.Cut(told, "-")
	body, _ := json.Marshal(Completion{"completed", id, u.target.name, u.User, *out})
	s, request := c.Signer, c.id
	s.env.Later(func() {
		if !s.post(request, body) {
			s.remember(told, nil, time.Second)
		}
	})
}

// claim reports whether nobody did before what the key stands for.
func (s *Signer) claim(key string, life time.Duration) bool {
	s.claiming.Lock()
	defer s.claiming.Unlock()
	if _, found := s.recall(key); found {
		return false
	}
	s.remember(key, []byte{}, life)
	return true
}

// post signs the time and the body, so that an old message cannot be sent again.
func (s *Signer) post(id string, body []byte) (taken bool) {
	n := &note{ID: id, Route: "webhook"}
	for _, pause := range pauses {
		s.env.Wait(pause)
		seconds := strconv.FormatInt(s.env.Now().Unix(), 10)
		reply := s.env.Fetch(
			context.Background(),
			&Call{
				Method:  http.MethodPost,
				URL:     s.webhook.url,
				Body:    body,
				Limit:   4 << 10,
				Timeout: hookTimeout,
				Headers: []request.Pair{
					{Name: "Content-Type", Value: "application/json"},
					{Name: "X-Partway-Time", Value: seconds},
					{Name: "X-Partway-Signature", Value: "v1=" + hookSignature(s.webhook.secret, seconds, body)},
				},
			},
		)
		n.Status, n.Code = reply.Status, ""
		if reply.Status >= 200 && reply.Status < 300 {
			taken = true
			break
		}
		n.Code = "NotDelivered"
	}
	s.log(n)
	return taken
}

// hookSignature is the HMAC-SHA256 of "time.body" in hexadecimal.
func hookSignature(secret []byte, seconds string, body []byte) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(seconds + "."))
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}
