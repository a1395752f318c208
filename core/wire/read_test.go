package wire

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/request"
)

func row(t testing.TB, name string) *dialect.Dialect {
	d, found := dialect.ByName(name)
	require.True(t, found)
	return d
}

func ok(body string, headers ...string) *request.Reply {
	return reply(200, body, headers...)
}

func reply(status int, body string, headers ...string) *request.Reply {
	r := &request.Reply{Status: status, Body: []byte(body)}
	for i := 0; i < len(headers); i += 2 {
		r.Headers = append(r.Headers, request.Pair{Name: headers[i], Value: headers[i+1]})
	}
	return r
}

// partsPage is the answer of a store that has parts 1..total, after marker.
func partsPage(marker, total int) string {
	last := min(marker+1000, total)
	var b strings.Builder
	fmt.Fprintf(
		&b,
		"<ListPartsResult><NextPartNumberMarker>%d</NextPartNumberMarker><IsTruncated>%t</IsTruncated>",
		last,
		last < total,
	)
	for n := marker + 1; n <= last; n++ {
		fmt.Fprintf(
			&b,
			"<Part><PartNumber>%d</PartNumber><ETag>&quot;%032x&quot;</ETag><Size>%d</Size></Part>",
			n,
			n,
			1048576+n,
		)
	}
	return b.String() + "</ListPartsResult>"
}

func TestListPartsOverPages(t *testing.T) {
	for _, total := range []int{1, 999, 1000, 1001, 2500, 10000} {
		var all []Part
		for marker, pages := 0, 1; ; pages++ {
			require.LessOrEqual(t, pages, 10)
			page, err := ReadListParts(row(t, "cos"), ok(partsPage(marker, total)))
			require.Nil(t, err)
			all = append(all, page.Parts...)
			if !page.Truncated {
				break
			}
			require.Greater(t, page.NextMarker, marker)
			marker = page.NextMarker
		}
		require.Len(t, all, total)
		for i, p := range all {
			require.Equal(t, Part{Number: i + 1, ETag: fmt.Sprintf("\"%032x\"", i+1), Size: int64(1048576 + i + 1)}, p)
		}
	}
}

func TestLimitsHoldInReaders(t *testing.T) {
	d := row(t, "oss")
	for name, body := range map[string]string{
		"depth":    strings.Repeat("<a>", 100),
		"elements": "<ListPartsResult>" + strings.Repeat("<a/>", 1<<17),
		"bytes":    "<ListPartsResult>" + strings.Repeat(" ", 9<<20) + "</ListPartsResult>",
	} {
		_, err := ReadListParts(d, ok(body, "x-oss-request-id", "R"))
		require.NotNil(t, err, name)
		require.Equal(t, Malformed, err.Code, name)
	}
	// Many pieces of text must not cost their square.
	_, err := ReadInitiate(
		d,
		ok(
			"<InitiateMultipartUploadResult><UploadId>"+strings.Repeat(
				"x<!---->",
				1<<19,
			)+"</UploadId></InitiateMultipartUploadResult>",
		),
	)
	require.Nil(t, err)
}

func TestTextsAreCut(t *testing.T) {
	long := strings.Repeat("名", 10000)
	_, err := ReadUploadPart(row(t, "s3"), 1, reply(
		400,
		"<Error><Code>"+strings.Repeat(
			"C",
			1000,
		)+"</Code><Message>"+long+"</Message><RequestId>"+long+"</RequestId><Region>"+strings.Repeat(
			"r",
			1000,
		)+"</Region></Error>",
	))
	require.Empty(t, err.Code)
	require.LessOrEqual(t, len(err.Message), 300)
	require.True(t, strings.HasSuffix(err.Message, "…"))
	require.True(t, utf8.ValidString(err.Message))
	require.LessOrEqual(t, len(err.RequestID), 128)
	require.Less(t, len(err.Error()), 500)
}

func TestNoSecretInMessages(t *testing.T) {
	for _, secret := range []string{
		"StringToSign: GET\n\nabc", "CanonicalRequest=GET abc", "the SignatureProvided was abc", "AccessKeyId abc", "X-Amz-Signature=abc",
		"https://h/k?x-oss-signature=abc", "Credential=abc/2026", "q-sign-algorithm=sha1&q-signature=abc", "/k?abc", "OSSAccessKeyId:abc",
		"x-amz-security-token: abc q-signature=abc x-oss-signature=abc", "x-oss-signature=abc", "q-signature=abc", "signature: abc", "q-ak=abc",
		"X-COS-SECURITY-TOKEN abc", "SessionToken=abc", "stringToSign abc", "Authorization: OSS abc:abc", "authorization=q-sign-algorithm=sha1&q-ak=abc",
	} {
		_, err := ReadUploadPart(
			row(t, "oss"),
			1,
			reply(403, "<Error><Code>AccessDenied</Code><Message>No: "+secret+"</Message></Error>"),
		)
		require.NotContains(t, err.Message, "abc", secret)
		require.Contains(t, err.Message, "No:")
		require.NotContains(t, err.Error(), "abc", secret)
	}
	for _, harmless := range []string{
		"Really? Yes?", "The request signature we calculated does not match the signature you provided.", "The security token you provided has expired.",
		"The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'us-west-2'", "The OSS Access Key Id you provided does not exist.",
	} {
		require.Equal(t, harmless, cleanMessage(harmless))
	}
}

func TestErrorText(t *testing.T) {
	for want, e := range map[string]Error{
		"initiate: NoReply: try":                              {Op: request.Initiate, Code: NoReply, Advice: "try"},
		"uploadPart 3: SlowDown (503, request R): wait":       {Op: request.UploadPart, Part: 3, Status: 503, Code: "SlowDown", RequestID: "R", Advice: "wait", Message: "m"},
		"complete: failed (418): teapot":                      {Op: request.Complete, Status: 418, Message: "teapot"},
		"headObject: NoSuchKey (404)":                         {Op: request.HeadObject, Status: 404, Code: "NoSuchKey"},
		"abort: Malformed (200, request R): no X in the text": {Op: request.Abort, Status: 200, Code: Malformed, RequestID: "R", Message: "no X in the text"},
	} {
		require.Equal(t, want, e.Error())
	}
}

func TestServerTime(t *testing.T) {
	for s, want := range map[string]int64{
		"2012-02-22T08:32:21.000Z": 1329899541, "2012-02-22T08:32:21Z": 1329899541, "Wed, 22 Feb 2012 08:32:21 GMT": 1329899541,
		"": 0, "2012-02-30T08:32:21Z": 0, "yesterday": 0, "1329899541": 0,
	} {
		got, found := serverTime(s)
		require.Equal(t, want, got, s)
		require.Equal(t, want != 0, found, s)
	}
}

func TestEncryptionIsEchoed(t *testing.T) {
	headers := []string{
		"X-Cos-Server-Side-Encryption",
		"cos/kms",
		"x-cos-server-side-encryption-cos-kms-key-id",
		"48ba38aa",
		"x-cos-request-id",
		"R",
		"etag",
		"e",
		"content-length",
		"1",
	}
	want := []request.Pair{{Name: headers[0], Value: headers[1]}, {Name: headers[2], Value: headers[3]}}
	d := row(t, "cos")
	require.Equal(t, want, Encryption(d, ok("", headers...)))
	require.Empty(t, Encryption(row(t, "s3"), ok("", headers...)))
}

func TestCallbackAnswerIsHandedOn(t *testing.T) {
	done, err := ReadComplete(row(t, "oss"), ok(` {"a":1}`, "etag", "e"))
	require.Nil(t, err)
	require.JSONEq(t, `{"a":1}`, string(done.Callback))
	stored, err := ReadPutObject(row(t, "oss"), ok(`{"a":1}`, "etag", "e"))
	require.Nil(t, err)
	require.JSONEq(t, `{"a":1}`, string(stored.Callback))
}

// CORS rules may hide the ETag, which alone would tell a callback's answer from
// a login page's.
func TestCallbackAnswerWithoutETag(t *testing.T) {
	_, err := ReadComplete(row(t, "oss"), ok(`{"Status":"OK"}`, "x-oss-request-id", "5F1A"))
	require.Equal(
		t,
		[]any{ETagNotExposed, true, dialect.Never, "5F1A"},
		[]any{err.Code, err.Stored, err.Retry, err.RequestID},
	)
	_, err = ReadComplete(row(t, "oss"), ok(`{"Status":"OK"}`))
	require.Equal(t, []any{ETagNotExposed, false, dialect.Ask}, []any{err.Code, err.Stored, err.Retry})
	require.Contains(t, err.Advice, "exposed headers")
	_, err = ReadComplete(row(t, "s3"), ok(`{"Status":"OK"}`))
	require.Equal(t, NotFromStore, err.Code, "this store never answers in JSON")
	_, err = ReadComplete(row(t, "oss"), ok(`<html>`))
	require.Equal(t, NotFromStore, err.Code)
}

// HEAD has no body to name the right region; a header does.
func TestBucketRegion(t *testing.T) {
	for _, c := range []struct {
		dialect, header  string
		status           int
		body, code, want string
	}{
		{"s3", "x-amz-bucket-region", 301, "", "", "the bucket belongs to another endpoint or region; set both to the bucket's own; the bucket is in eu-west-1"},
		{"s3", "X-Amz-Bucket-Region", 400, "", "", "the bucket belongs to another endpoint or region; set both to the bucket's own; the bucket is in eu-west-1"},
		{"cos", "x-cos-bucket-region", 301, "", "", "the bucket belongs to another endpoint or region; set both to the bucket's own; the bucket is in eu-west-1"},
		{"s3", "x-amz-bucket-region", 403, "", "", "the credentials lack the permission for this operation, or a policy of the bucket forbids it; the bucket is in eu-west-1"},
		{"s3", "x-amz-bucket-region", 301, "<Error><Code>PermanentRedirect</Code><Endpoint>b.s3.amazonaws.com</Endpoint></Error>", "PermanentRedirect",
			"the bucket belongs to another endpoint or region; set both to the bucket's own; the store names b.s3.amazonaws.com"},
		{"s3", "x-amz-bucket-region", 404, "", "NoSuchKey", ""},
	} {
		_, err := ReadHeadObject(row(t, c.dialect), reply(c.status, c.body, c.header, "eu-west-1"))
		require.Equal(t, []string{c.code, c.want}, []string{err.Code, err.Advice}, "%d %s", c.status, c.body)
	}
	_, err := ReadHeadObject(row(t, "s3"), reply(301, "", "x-amz-bucket-region", "<script>"))
	require.NotContains(t, err.Advice, "script")
}

// Whatever a status alone says, a Complete is never simply repeated when the
// store may have done it.
func TestCompleteIsNotRepeatedBlindly(t *testing.T) {
	for _, d := range dialect.All() {
		for status := range 600 {
			if status >= 400 && status < 500 {
				continue
			}
			_, err := ReadComplete(d, reply(status, ""))
			require.NotNil(t, err, status)
			require.NotContains(t, []dialect.Retry{dialect.Again, dialect.Slower}, err.Retry, "%s %d", d.Name, status)
		}
	}
}

func TestJSONFields(t *testing.T) {
	for body, want := range map[string]string{
		`{"code":"x","message":"a\"b\\c\/d","n":-12}`:    `code=x message=a"b\c/d n=-12 `,
		`{"Error":{"Code":"c"},"list":["x",1],"t":true}`: `Code=c `,
		`{"a" : "b" , "c":"d`:                            `a=b `,
		`{"a":"b","a":1}`:                                `a=b a=1 `,
		`{"a":null,"b":"c"}`:                             `b=c `,
		`{"a":["b"],"c":{"d":"e"}}`:                      `d=e `,
		`{"a":"`:                                         ``,
		`{"a`:                                            ``,
		`{"a":"x\`:                                       ``,
		`{"a":1`:                                         ``,
		`"a"`:                                            ``,
		``:                                               ``,
		`{"a":}`:                                         ``,
	} {
		got := ""
		jsonFields([]byte(body), func(name, value string) { got += name + "=" + value + " " })
		require.Equal(t, want, got, body)
	}
}

func FuzzJSONFields(f *testing.F) {
	f.Add([]byte(`{"code":"a\"b","n":[1,{"x":"y"}]}`))
	f.Add([]byte(`{"a":"\`))
	f.Fuzz(func(t *testing.T, body []byte) {
		total := 0
		jsonFields(body, func(name, value string) { total += len(name) + len(value) })
		require.LessOrEqual(t, total, 2*len(body))
	})
}

// fuzzReader feeds any reply to a reader and holds it to what every result and
// every error must be.
func fuzzReader(
	f *testing.F,
	root string,
	op request.Op,
	read func(*testing.T, *dialect.Dialect, *request.Reply) *Error,
) {
	f.Add(uint8(0), 200, []byte("<"+root+"><ETag>e</ETag><UploadId>u</UploadId></"+root+">"), "etag", "x")
	f.Add(
		uint8(1),
		403,
		[]byte("<Error><Code>AccessDenied</Code><Message>x?y=z</Message><Endpoint>h</Endpoint></Error>"),
		"x-cos-request-id",
		"R",
	)
	f.Add(uint8(2), 0, []byte(nil), "", "")
	f.Add(uint8(0), 203, []byte(`{"code":1}`), "x-oss-err", "PEVycm9yLz4=")
	f.Add(
		uint8(0),
		404,
		[]byte("<Error><Code>NoSuchUpload</Code><ServerTime>2012-02-22T08:32:21.000Z</ServerTime></Error>"),
		"date",
		"Wed, 22 Feb 2012 08:32:21 GMT",
	)
	f.Fuzz(func(t *testing.T, which uint8, status int, body []byte, name, value string) {
		d := dialect.All()[int(which)%3]
		r := &request.Reply{Status: status, Headers: []request.Pair{{Name: name, Value: value}}, Body: body}
		err := read(t, d, r)
		if err == nil {
			if op == request.Complete {
				require.Equal(t, 200, status)
			}
			return
		}
		require.Equal(t, op, err.Op)
		require.Equal(t, status, err.Status)
		require.LessOrEqual(t, len(err.Message), maxMessage)
		require.LessOrEqual(t, len(err.Code), maxName)
		require.LessOrEqual(t, len(err.RequestID), maxName)
		require.GreaterOrEqual(t, err.RetryAfter, int64(0))
		require.NotContains(t, err.Error(), "\n")
		require.True(t, utf8.ValidString(err.Message))
		if status == 0 {
			require.Equal(t, NoReply, err.Code)
		}
		if err.Stored {
			require.Equal(t, dialect.Never, err.Retry)
		}
	})
}

func FuzzReadInitiate(f *testing.F) {
	fuzzReader(
		f,
		"InitiateMultipartUploadResult",
		request.Initiate,
		func(t *testing.T, d *dialect.Dialect, r *request.Reply) *Error {
			out, err := ReadInitiate(d, r)
			require.Equal(t, err == nil, out.UploadID != "")
			return err
		},
	)
}

func FuzzReadUploadPart(f *testing.F) {
	fuzzReader(f, "x", request.UploadPart, func(t *testing.T, d *dialect.Dialect, r *request.Reply) *Error {
		out, err := ReadUploadPart(d, 1, r)
		require.Equal(t, err == nil, out.ETag != "")
		return err
	})
}

func FuzzReadListParts(f *testing.F) {
	fuzzReader(
		f,
		"ListPartsResult",
		request.ListParts,
		func(t *testing.T, d *dialect.Dialect, r *request.Reply) *Error {
			page, err := ReadListParts(d, r)
			last := 0
			for _, p := range page.Parts {
				require.Greater(t, p.Number, last)
				require.NotEmpty(t, p.ETag)
				require.GreaterOrEqual(t, p.Size, int64(0))
				last = p.Number
			}
			if page.Truncated {
				require.GreaterOrEqual(t, page.NextMarker, last)
				require.Positive(t, page.NextMarker)
			}
			return err
		},
	)
}

func FuzzReadComplete(f *testing.F) {
	fuzzReader(
		f,
		"CompleteMultipartUploadResult",
		request.Complete,
		func(t *testing.T, d *dialect.Dialect, r *request.Reply) *Error {
			out, err := ReadComplete(d, r)
			require.Equal(t, err == nil, out.ETag != "")
			if out.CRC64 != "" {
				_, bad := strconv.ParseUint(out.CRC64, 10, 64)
				require.NoError(t, bad)
			}
			return err
		},
	)
}

func FuzzReadAbort(f *testing.F) {
	fuzzReader(f, "x", request.Abort, func(t *testing.T, d *dialect.Dialect, r *request.Reply) *Error {
		_, err := ReadAbort(d, r)
		return err
	})
}

func FuzzReadListUploads(f *testing.F) {
	fuzzReader(
		f,
		"ListMultipartUploadsResult",
		request.ListUploads,
		func(t *testing.T, d *dialect.Dialect, r *request.Reply) *Error {
			page, err := ReadListUploads(d, r)
			for _, u := range page.Uploads {
				require.NotEmpty(t, u.Key)
				require.NotEmpty(t, u.UploadID)
			}
			require.Equal(t, page.Truncated, page.NextKeyMarker != "")
			return err
		},
	)
}

func FuzzReadPutObject(f *testing.F) {
	fuzzReader(f, "x", request.PutObject, func(t *testing.T, d *dialect.Dialect, r *request.Reply) *Error {
		_, err := ReadPutObject(d, r)
		return err
	})
}

func FuzzReadHeadObject(f *testing.F) {
	fuzzReader(f, "x", request.HeadObject, func(t *testing.T, d *dialect.Dialect, r *request.Reply) *Error {
		out, err := ReadHeadObject(d, r)
		require.GreaterOrEqual(t, out.Size, int64(-1))
		return err
	})
}
