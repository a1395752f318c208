package wire

import (
	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/internal/text"
	"github.com/partway/partway/core/internal/when"
	"github.com/partway/partway/core/request"
)

// maxRetryAfter bounds what a reply can make us wait, in seconds.
const maxRetryAfter = 24 * 60 * 60

const (
	adviceNoReply = "nothing came back: the network or the host name failed, or the bucket's CORS rules do not allow this page; " +
		"a page cannot tell these apart"
	adviceNotStore     = "this answer is not the store's but came from something in between, such as a proxy or a login page"
	adviceTruncated    = "the answer was cut off on the way"
	adviceMalformed    = "the answer is not what the store documents; check that the endpoint speaks this dialect"
	adviceExpose       = "the part is stored, but the page may not read its ETag: add ETag to the exposed headers of the bucket's CORS rule"
	adviceExposeObject = "this reads like the answer of the application that was called back, but the page may not read the object's ETag; " +
		"look at the object before anything is sent again, and add ETag to the exposed headers of the bucket's CORS rule"
	adviceMaybeDone = "an earlier attempt may have completed the upload; look at the object before anything is sent again"
)

// own is an error with a code and advice of our own, and the reaction that
// fits the status.
func (a *answer) own(code, advice string) *Error {
	e := &Error{
		Op: a.op, Part: a.part, Status: a.reply.Status, Code: code, RequestID: a.requestID(), Advice: advice,
		RetryAfter: max(0, bounded(a.header("retry-after"), maxRetryAfter)),
	}
	e.ServerTime, _ = when.ParseHTTP(a.header("date"))
	e.Retry = a.retry(dialect.RetryByStatus(a.reply.Status), false)
	return e
}

// failure turns a reply that is no success into an error.
func (a *answer) failure() *Error {
	if a.reply.Status == 0 {
		return a.own(NoReply, adviceNoReply)
	}
	rep := a.readReport()
	stored := a.callbackFailed()
	switch {
	case stored:
		rep.values[reportCode] = "CallbackFailed"
	case rep.found:
	case len(a.reply.Body) > 0 && a.header(a.dialect.RequestID) == "":
		return a.own(NotFromStore, adviceNotStore)
	case a.reply.Status < 300:
		return a.own(Malformed, adviceMalformed)
	}
	e := a.own(cleanName(rep.values[reportCode]), "")
	e.Message = cleanMessage(rep.values[reportMessage])
	e.Stored = stored
	if e.RequestID == "" {
		e.RequestID = clean(rep.values[reportRequestID], maxName)
	}
	if t, ok := serverTime(trim(rep.values[reportServerTime])); ok {
		e.ServerTime = t
	}
	if e.Code != "" && e.Code == a.dialect.PartExists && e.Status == 409 {
		e.partETag = trim(rep.values[reportPartETag])
	}
	a.react(e, &rep)
	return e
}

// callbackFailed: the object is there, and the store wants to tell so.
func (a *answer) callbackFailed() bool {
	return a.reply.Status == a.dialect.CallbackStatus && (a.op == request.Complete || a.op == request.PutObject)
}

// react finds out what the code means here.
func (a *answer) react(e *Error, rep *report) {
	right, subject := rep.first(reportEndpoint, reportArgument), rep.first(reportArgument, reportLength)
	beside := ""
	if right != "" {
		beside = dialect.Elsewhere
	} else if text.Index(e.Message, dialect.Expired) >= 0 {
		beside = dialect.Expired
	}
	row, known := a.dialect.CodeSaying(e.Code, beside)
	if !known {
		row, _ = a.dialect.Code(codeByStatus(e.Status))
	}
	e.Retry, e.Advice = a.retry(row.Retry, known), row.Advice
	switch {
	case e.Status != 404 || e.Code != "" && e.Code != "NoSuchUpload":
	case a.op == request.Complete:
		e.Retry, e.Advice = dialect.Ask, adviceMaybeDone
	case a.op == request.HeadObject:
		e.Code = "NoSuchKey"
	}
	if right != "" {
		e.Advice += "; the store names " + right
	} else if subject != "" && e.Advice != "" {
		e.Advice += " (" + subject + ")"
	}
}

// serverTime reads the store's clock from an error document:
// "2012-02-22T08:32:21.000Z", or a date as in headers.
func serverTime(s string) (unix int64, ok bool) {
	if unix, ok = when.ParseHTTP(s); ok {
		return unix, true
	}
	const layout = "2012-02-22T08:32:21"
	if len(s) <= len(layout) {
		return 0, false
	}
	return when.ParseISO(s[:4] + s[5:7] + s[8:13] + s[14:16] + s[17:19] + "Z")
}
