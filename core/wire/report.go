package wire

import (
	"github.com/partway/partway/core/internal/text"
	"github.com/partway/partway/core/request"
)

// report is what a reply says about a failure, in whatever form it came.
type report struct {
	found                    bool // it is the store's, or a gateway's that knows codes
	code, message, requestID string
	serverTime               string
	place                    string // endpoint or region that would have been right
	subject                  string // header, parameter or condition that is refused
	partETag                 string // OSS, sequential mode: ETag of the part that is there
}

// readReport looks where stores put errors: an XML body, a header when there
// is no body (HEAD), JSON from gateways.
func (a *answer) readReport() report {
	if rep := readErrorDocument(a.reply.Body); rep.found {
		return rep
	}
	if encoded := a.header(a.dialect.Err); encoded != "" {
		if doc, ok := text.Base64Decode(encoded); ok {
			if rep := readErrorDocument(doc); rep.found {
				return rep
			}
		}
	}
	var rep report
	if isJSON(a.reply.Body) {
		jsonFields(a.reply.Body, rep.member)
		rep.found = rep.code != ""
	}
	return rep
}

// readErrorDocument reads as far as the document goes: one that was cut behind
// its code still tells the code.
func readErrorDocument(body []byte) (rep report) {
	root, _ := scan(body, func(e element) {
		if e.parent == "Error" {
			rep.element(e.name, e.text)
		}
	})
	rep.found = isErrorRoot(root)
	return rep
}

// isErrorRoot: some S3-like stores put the error into a frame.
func isErrorRoot(name string) bool { return name == "Error" || name == "ErrorResponse" }

func (r *report) element(name, value string) {
	switch name {
	case "Code":
		r.code = value
	case "Message":
		r.message = value
	case "RequestId", "RequestID":
		r.requestID = value
	case "ServerTime":
		r.serverTime = value
	case "Endpoint", "Region":
		r.place = value
	case "ArgumentName", "Header", "Condition":
		r.subject = value
	case "PartEtag", "PartETag":
		r.partETag = value
	}
}

func (r *report) member(name, value string) {
	switch request.Lower(name) {
	case "code":
		r.code = value
	case "message":
		r.message = value
	case "requestid", "request_id":
		r.requestID = value
	}
}
