package wire

import (
	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/request"
)

// codeByStatus is the code whose reaction fits a reply that has none.
func codeByStatus(status int) string {
	switch {
	case status < 300: // nothing, or a success that is none
		return "InternalError"
	case status < 400:
		return "PermanentRedirect"
	}
	switch status {
	case 401, 403:
		return "AccessDenied"
	case 405:
		return "MethodNotAllowed"
	case 408:
		return "RequestTimeout"
	case 411:
		return "MissingContentLength"
	case 412:
		return "PreconditionFailed"
	case 413:
		return "EntityTooLarge"
	case 429, 503:
		return "ServiceUnavailable"
	case 501:
		return "NotImplemented"
	}
	if status >= 500 {
		return "InternalError"
	}
	return ""
}

// retry is the row's answer, but for one operation: a Complete that failed
// behind the store's door may have succeeded, and a second one would then fail
// for a reason of its own. It has not begun if it was refused, by a 4xx or by a
// 503 with the code of a rate limit that we know.
func (a *answer) retry(r dialect.Retry, known bool) dialect.Retry {
	status := a.reply.Status
	refused := status >= 400 && status < 500 || status == 503 && r == dialect.Slower && known
	if a.op == request.Complete && !refused && (r == dialect.Again || r == dialect.Slower) {
		return dialect.Ask
	}
	return r
}
