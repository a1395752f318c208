package wire

import (
	"strings"

	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/internal/when"
	"github.com/partway/partway/core/request"
)

// maxRetryAfter bounds what a reply can make us wait, in seconds.
const maxRetryAfter = 24 * 60 * 60

// base is what every error takes from the reply's frame.
func (a *answer) base() *Error {
	after, _ := bounded(a.header("retry-after"), maxRetryAfter)
	now, _ := when.ParseHTTP(a.header("date"))
	return &Error{
		Op: a.op, Part: a.part, Status: a.reply.Status,
		RequestID: a.requestID(), RetryAfter: after, ServerTime: now,
	}
}

// failure turns a reply that is no success into an error.
func (a *answer) failure() *Error {
	if a.reply.Status == 0 {
		return a.own(NoReply)
	}
	rep := a.readReport()
	if a.callbackFailed() {
		rep.code, rep.found = "CallbackFailed", true
	}
	if !rep.found && len(a.reply.Body) > 0 && a.header(a.dialect.RequestID) == "" {
		return a.own(NotFromStore)
	}
	if !rep.found && a.reply.Status < 300 {
		return a.own(Malformed)
	}
	e := a.base()
	e.Code = cleanName(rep.code)
	e.Message = cleanMessage(rep.message)
	e.Stored = a.callbackFailed()
	if e.RequestID == "" {
		e.RequestID = clean(rep.requestID, maxName)
	}
	if t, ok := serverTime(rep.serverTime); ok {
		e.ServerTime = t
	}
	if e.Code == "PartAlreadyExist" && a.reply.Status == 409 {
		e.partETag = rep.partETag
	}
	if e.Code == "" && a.op == request.HeadObject && a.reply.Status == 404 {
		e.Code = "NoSuchKey"
	}
	meaning := a.meaning(e, &rep)
	e.Retry, e.Advice = a.retry(meaning), advice(meaning, &rep)
	if a.op == request.Complete && a.reply.Status == 404 && (e.Code == "NoSuchUpload" || e.Code == "") {
		e.Retry, e.Advice = dialect.Ask, adviceMaybeDone
	}
	return e
}

// callbackFailed: the object is there, and the store wants to tell so.
func (a *answer) callbackFailed() bool {
	return a.dialect.CallbackStatus != 0 && a.reply.Status == a.dialect.CallbackStatus &&
		(a.op == request.Complete || a.op == request.PutObject)
}

// meaning finds the row for the code, by the status if there is none.
func (a *answer) meaning(e *Error, rep *report) dialect.Code {
	name := e.Code
	if name == "AccessDenied" {
		switch {
		case rep.place != "":
			name = "PermanentRedirect"
		case strings.Contains(e.Message, "expired"):
			name = "RequestTimeTooSkewed"
		}
	}
	if c, known := a.dialect.Code(name); known {
		return c
	}
	c, _ := a.dialect.Code(codeByStatus(a.reply.Status))
	c.Name = ""
	return c
}

// advice is the code's sentence with what the store says it is about.
func advice(c dialect.Code, rep *report) string {
	if place := cleanName(rep.place); place != "" {
		return c.Advice + "; the store names " + place
	}
	if subject := cleanName(rep.subject); subject != "" && c.Advice != "" {
		return c.Advice + " (" + subject + ")"
	}
	return c.Advice
}

// serverTime reads the store's clock from an error document:
// "2012-02-22T08:32:21.000Z", or a date as in headers.
func serverTime(s string) (unix int64, ok bool) {
	if unix, ok = when.ParseHTTP(s); ok {
		return unix, true
	}
	s = strings.ReplaceAll(strings.ReplaceAll(s, "-", ""), ":", "")
	if day, _, fraction := strings.Cut(s, "."); fraction {
		s = day + "Z"
	}
	return when.ParseISO(s)
}

const (
	adviceNoReply = "nothing came back: the network or the host name failed, or the bucket's CORS rules do not allow this page; " +
		"a page cannot tell these apart"
	adviceNotStore  = "this answer is not the store's but came from something in between, such as a proxy or a login page"
	adviceTruncated = "the answer was cut off on the way"
	adviceMalformed = "the answer is not what the store documents; check that the endpoint speaks this dialect"
	adviceExpose    = "the part is stored, but the page may not read its ETag: add ETag to the exposed headers of the bucket's CORS rule"
	adviceMaybeDone = "an earlier attempt may have completed the upload; look at the object before anything is sent again"
)

// own is an error with one of our own codes.
func (a *answer) own(code string) *Error {
	e := a.base()
	e.Code = code
	row, _ := a.dialect.Code(codeByStatus(a.reply.Status))
	switch code {
	case NoReply:
		e.Advice = adviceNoReply
	case NotFromStore:
		e.Advice = adviceNotStore
	case Truncated:
		e.Advice = adviceTruncated
	case Malformed:
		e.Advice = adviceMalformed
	case ETagNotExposed:
		e.Advice = adviceExpose
		return e // sent again, it would be hidden again
	}
	row.Name = ""
	e.Retry = a.retry(row)
	return e
}

// missing is a document without an element that it must have.
func (a *answer) missing(name string) *Error {
	e := a.own(Malformed)
	e.Message = "no usable " + name + " in the answer"
	return e
}
