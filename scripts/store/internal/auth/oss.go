package auth

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/partway/partway/scripts/store/internal/fault"
)

const ossV4Algorithm = "OSS4-HMAC-SHA256"

// readOSSV4Header: https://www.alibabacloud.com/help/en/oss/developer-reference/recommend-to-use-signature-version-4 (2026-11-22)
func readOSSV4Header(in *Input, cl *claim) *fault.Fault {
	malformed := func(what string) *fault.Fault {
		return fault.New(fault.InvalidArgument, "Authorization header is invalid: %s.", what)
	}
	rest, ok := strings.CutPrefix(in.header("authorization"), ossV4Algorithm+" ")
	fields := authFields(rest)
	if !ok || fields == nil {
		return malformed("it is not a list of fields")
	}
	if !cl.readCredential(fields["Credential"]) {
		return malformed("Credential")
	}
	additional, listed := fields["AdditionalHeaders"]
	if listed && additional == "" {
		return malformed("AdditionalHeaders is empty")
	}
	if in.header("x-oss-content-sha256") != "UNSIGNED-PAYLOAD" {
		return fault.Argument(
			fault.InvalidArgument,
			"x-oss-content-sha256",
			in.header("x-oss-content-sha256"),
			"x-oss-content-sha256 must be UNSIGNED-PAYLOAD.",
		)
	}
	if !cl.readMoment(in.header("x-oss-date")) {
		return fault.New(fault.AccessDenied, "OSS authentication requires a valid Date.")
	}
	cl.signature, cl.token = fields["Signature"], in.header("x-oss-security-token")
	cl.params.Headers = splitList(additional, ";")
	return nil
}

// readOSSV4Query reads the same claim from the parameters of a presigned URL.
func readOSSV4Query(in *Input, cl *claim) *fault.Fault {
	value := func(name string) string { v, _ := in.param(name); return v }
	malformed := func(name string) *fault.Fault {
		return fault.Argument(fault.BadQueryAuth, name, value(name), "The parameter %s is missing or invalid.", name)
	}
	switch {
	case value("x-oss-signature-version") != ossV4Algorithm:
		return malformed("x-oss-signature-version")
	case !cl.readCredential(value("x-oss-credential")):
		return malformed("x-oss-credential")
	case !cl.readMoment(value("x-oss-date")):
		return malformed("x-oss-date")
	case !cl.readDuration(value("x-oss-expires")):
		return malformed("x-oss-expires")
	}
	cl.signature, cl.token = value("x-oss-signature"), value("x-oss-security-token")
	cl.params.Headers = splitList(value("x-oss-additional-headers"), ";")
	return nil
}

// readOSSV1Header reads "OSS <id>:<signature>"; the date stands in a header of its own.
func readOSSV1Header(in *Input, cl *claim) *fault.Fault {
	id, signature, ok := strings.Cut(strings.TrimPrefix(in.header("authorization"), "OSS "), ":")
	if !ok || id == "" {
		return fault.New(fault.InvalidArgument, "Authorization header is invalid.")
	}
	date := in.header("x-oss-date")
	if date == "" {
		date = in.header("date")
	}
	t, err := http.ParseTime(date)
	if err != nil {
		return fault.New(fault.AccessDenied, "OSS authentication requires a valid Date.")
	}
	cl.id, cl.signature, cl.token = id, signature, in.header("x-oss-security-token")
	cl.start = t.Unix()
	cl.params.Time = cl.start
	return nil
}

// readOSSV1Query reads a presigned URL, whose Expires is a moment and not a duration.
func readOSSV1Query(in *Input, cl *claim) *fault.Fault {
	cl.id, _ = in.param("OSSAccessKeyId")
	cl.signature, _ = in.param("Signature")
	cl.token, _ = in.param("security-token")
	expires, _ := in.param("Expires")
	end, err := strconv.ParseInt(expires, 10, 64)
	if err != nil || end < 1 || cl.id == "" || cl.signature == "" {
		return fault.New(fault.AccessDenied, "A presigned URL needs OSSAccessKeyId, Expires and Signature.")
	}
	cl.end = end
	cl.params.Time, cl.params.Expires = end-1, 1 // only their sum is signed
	return nil
}
