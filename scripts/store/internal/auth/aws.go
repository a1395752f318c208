package auth

import (
	"strings"

	"github.com/partway/partway/scripts/store/internal/fault"
)

const awsAlgorithm = "AWS4-HMAC-SHA256"

// readAWSHeader: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html
func readAWSHeader(in *Input, cl *claim) *fault.Fault {
	rest, ok := strings.CutPrefix(in.header("authorization"), awsAlgorithm+" ")
	fields := authFields(rest)
	if !ok || !cl.readCredential(fields["Credential"]) || fields["Signature"] == "" {
		return fault.New(fault.BadScope, "The authorization header is malformed.")
	}
	if !cl.readMoment(in.header("x-amz-date")) {
		return fault.New(fault.AccessDenied, "AWS authentication requires a valid Date or x-amz-date header")
	}
	cl.signature, cl.token = fields["Signature"], in.header("x-amz-security-token")
	cl.params.Payload = in.header("x-amz-content-sha256")
	if cl.params.Payload == "" {
		return fault.New(fault.MissingPayloadHash, "Missing required header for this request: x-amz-content-sha256")
	}
	cl.params.Headers = splitList(fields["SignedHeaders"], ";")
	return cl.checkSigned(in)
}

// readAWSQuery: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
func readAWSQuery(in *Input, cl *claim) *fault.Fault {
	value := func(name string) string { v, _ := in.param(name); return v }
	malformed := func(name string) *fault.Fault {
		return fault.New(fault.BadQueryAuth, "The parameter %s is missing or invalid.", name)
	}
	switch {
	case value("X-Amz-Algorithm") != awsAlgorithm:
		return malformed("X-Amz-Algorithm")
	case !cl.readCredential(value("X-Amz-Credential")):
		return malformed("X-Amz-Credential")
	case !cl.readMoment(value("X-Amz-Date")):
		return malformed("X-Amz-Date")
	case !cl.readDuration(value("X-Amz-Expires")):
		return malformed("X-Amz-Expires")
	}
	cl.signature, cl.token = value("X-Amz-Signature"), value("X-Amz-Security-Token")
	cl.params.Payload = in.header("x-amz-content-sha256")
	if hash, ok := in.param("X-Amz-Content-Sha256"); ok {
		cl.params.Payload = hash
	}
	cl.params.Headers = splitList(value("X-Amz-SignedHeaders"), ";")
	return cl.checkSigned(in)
}

// checkSigned: Host and whatever begins with x-amz- must be among the signed headers.
func (cl *claim) checkSigned(in *Input) *fault.Fault {
	var missing []string
	if !contains(cl.params.Headers, "host") {
		missing = append(missing, "host")
	}
	for _, h := range in.Headers {
		if strings.HasPrefix(h.Name, "x-amz-") && !contains(cl.params.Headers, h.Name) {
			missing = append(missing, h.Name)
		}
	}
	if missing == nil {
		return nil
	}
	return fault.New(fault.AccessDenied, "There were headers present in the request which were not signed").
		With("HeadersNotSigned", strings.Join(missing, ", "))
}
