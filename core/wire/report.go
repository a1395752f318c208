package wire

import "github.com/partway/partway/core/internal/text"

// report is what a reply says about a failure, in whatever form it came: the
// values of these elements, by place.
type report struct {
	found  bool // it is the store's, or a gateway's that knows codes
	values []string
}

const reported = "Code Message RequestId ServerTime PartEtag Endpoint Region ArgumentName Header Condition"

const (
	reportCode = iota
	reportMessage
	reportRequestID
	reportServerTime
	reportPartETag
	reportEndpoint // what would have been right
	reportRegion
	reportArgument // what is refused
	reportHeader
	reportCondition
	reportLength
)

// readReport looks where stores put errors: an XML body, a header when there
// is no body (HEAD), JSON from gateways.
func (a *answer) readReport() report {
	rep := readErrorDocument(a.reply.Body)
	if encoded := a.header(a.dialect.Err); !rep.found && encoded != "" {
		doc, _ := text.Base64Decode(encoded)
		rep = readErrorDocument(doc)
	}
	if !rep.found && isJSON(a.reply.Body) {
		jsonFields(a.reply.Body, func(name, value string) {
			if name == "request_id" {
				name = "RequestId"
			}
			put(rep.values, reported, name, value)
		})
		rep.found = rep.values[reportCode] != ""
	}
	return rep
}

// readErrorDocument reads as far as the document goes: one that was cut behind
// its code still tells the code.
func readErrorDocument(body []byte) report {
	h := gather(body, "Error", reported, "", "")
	return report{found: isErrorRoot(h.root), values: h.values}
}

// isErrorRoot: some S3-like stores put the error into a frame.
func isErrorRoot(name string) bool { return name == "Error" || name == "ErrorResponse" }

// first is the first of some values that is fit to stand in a sentence.
func (r *report) first(from, to int) string {
	for _, v := range r.values[from:to] {
		if name := cleanName(v); name != "" {
			return name
		}
	}
	return ""
}
