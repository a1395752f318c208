package signer

import (
	"net/http"
	"strconv"

	"github.com/partway/partway/core"
	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/grant"
)

// failure is an answer that is no success.
type failure struct {
	ErrorAnswer
	status     int
	retryAfter int64    // seconds; 0: not said
	allow      []string // methods, for a 405
}

func refuse(status int, code, message string) *failure {
	return &failure{status: status, ErrorAnswer: ErrorAnswer{Code: code, Message: message, Retry: dialect.Never.String()}}
}

// because turns an error of the core into an answer: a store's failure keeps
// its code and what to do about it, a refusal its status.
func because(err error) *failure {
	switch e := err.(type) {
	case *core.Error:
		return storeFailure(e)
	case *core.OptionError:
		return refuse(http.StatusBadRequest, "OptionInvalid", e.Message)
	case *grant.Error:
		f := refuse(e.Status, e.Code, e.Message)
		if e.Code == grant.SealExpired {
			f.Retry = dialect.Restart.String()
		}
		return f
	}
	return refuse(http.StatusInternalServerError, "InternalError", "the signer failed")
}

func storeFailure(e *core.Error) *failure {
	f := refuse(e.Status, e.Code, e.Advice)
	if f.Message == "" {
		f.Message = e.Message
	}
	if f.Code == "" {
		f.Code = "StoreFailed"
	}
	f.Retry, f.RequestID, f.Stored, f.retryAfter = e.Retry.String(), e.RequestID, e.Stored, e.RetryAfter
	switch {
	case e.Status == 0: // the core's text speaks to a page
		f.status, f.Message = http.StatusBadGateway, "the signer cannot reach the store"
	case e.Status == http.StatusUnauthorized || e.Status == http.StatusForbidden:
		f.status = http.StatusBadGateway // it is the signer that the store refuses, not the client
	case e.Status >= 400 && e.Status < 500:
	case e.Retry == dialect.Slower:
		f.status = http.StatusServiceUnavailable
	default:
		f.status = http.StatusBadGateway
	}
	return f
}

// writeHead sets what a failure says in headers.
func (f *failure) writeHead(h http.Header) {
	if f.retryAfter > 0 {
		h.Set("Retry-After", strconv.FormatInt(f.retryAfter, 10))
	}
	for _, method := range f.allow {
		h.Add("Allow", method)
	}
	if f.status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", "Bearer")
	}
}
