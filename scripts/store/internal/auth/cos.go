package auth

import (
	"strconv"
	"strings"

	"github.com/partway/partway/scripts/store/internal/fault"
)

const cosToken = "x-cos-security-token"

// readCOSHeader: https://cloud.tencent.com/document/product/436/7778 (2026-11-22)
func readCOSHeader(in *Input, cl *claim) *fault.Fault {
	cl.token = in.header(cosToken)
	return cl.readCOS(in.header("authorization"))
}

// readCOSQuery reads the seven parameters, or the one that holds them all.
func readCOSQuery(in *Input, cl *claim) *fault.Fault {
	cl.token, _ = in.param(cosToken)
	if whole, ok := in.param("sign"); ok {
		return cl.readCOS(whole)
	}
	fields := make([]string, 0, 7)
	for _, p := range in.Query {
		if strings.HasPrefix(p.Name, "q-") {
			fields = append(fields, p.Name+"="+p.Value)
		}
	}
	return cl.readCOS(strings.Join(fields, "&"))
}

func (cl *claim) readCOS(s string) *fault.Fault {
	fields := map[string]string{}
	for _, item := range strings.Split(s, "&") {
		name, value, _ := strings.Cut(item, "=")
		if _, twice := fields[name]; twice {
			return fault.New(fault.InvalidArgument, "The signature names %s twice.", name)
		}
		fields[name] = value
	}
	if fields["q-sign-algorithm"] != "sha1" || fields["q-ak"] == "" {
		return fault.New(fault.InvalidArgument, "The signature needs q-sign-algorithm=sha1 and q-ak.")
	}
	start, end, ok := window(fields["q-sign-time"])
	if !ok || fields["q-key-time"] != fields["q-sign-time"] {
		return fault.New(fault.InvalidArgument, "q-sign-time and q-key-time must be the same start;end.")
	}
	cl.id, cl.signature, cl.start, cl.end = fields["q-ak"], fields["q-signature"], start, end
	cl.params.Time, cl.params.Expires = start, end-start
	cl.params.Headers = splitList(fields["q-header-list"], ";")
	cl.params.Query = splitList(fields["q-url-param-list"], ";")
	if !contains(cl.params.Headers, "host") {
		// The service lets it pass, and with it a replay on another bucket.
		return fault.New(fault.AccessDenied, "Host must be signed.")
	}
	return nil
}

// window reads "start;end" in Unix seconds.
func window(s string) (start, end int64, ok bool) {
	from, to, _ := strings.Cut(s, ";")
	start, err1 := strconv.ParseInt(from, 10, 64)
	end, err2 := strconv.ParseInt(to, 10, 64)
	return start, end, err1 == nil && err2 == nil && 0 < start && start < end
}
