package server

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/scripts/store/internal/sums"
)

func TestChunkedBodies(t *testing.T) {
	h := newHarness(t)
	body := "5\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n"
	send := func(body, length string) reply {
		return h.send(req{method: "PUT", dialect: "s3", key: "k", body: body, payload: payloadTrailer,
			headers: pairs(
				"content-encoding",
				"aws-chunked",
				"x-amz-decoded-content-length",
				length,
				"x-amz-trailer",
				"x-amz-checksum-crc32",
			)})
	}
	r := send(body, "11")
	require.Equal(t, 200, r.StatusCode, r.body)
	require.Equal(t, "DUoRhQ==", r.Header.Get("x-amz-checksum-crc32"))
	got := h.send(req{method: "GET", dialect: "s3", key: "k", headers: pairs("x-amz-checksum-mode", "ENABLED")})
	require.Equal(t, "hello world", got.body)
	require.Equal(t, "DUoRhQ==", got.Header.Get("x-amz-checksum-crc32"))
	require.Empty(t, got.Header.Get("Content-Encoding"))
	require.Equal(t, "BadDigest", send(strings.Replace(body, "DU", "dU", 1), "11").text("Code"))
	require.Equal(t, "IncompleteBody", send(body, "12").text("Code"))
	require.Equal(t, "InvalidArgument", send("hello\r\nworld", "11").text("Code"))
	require.Equal(t, "IncompleteBody", send("b\r\nhello", "11").text("Code"))
	require.Equal(t, "MissingContentLength", send(body, "").text("Code"))
}

func TestPayloadHash(t *testing.T) {
	h := newHarness(t)
	put := func(hash, checksum string) reply {
		q := req{method: "PUT", dialect: "s3", key: "k", body: "hello world", payload: hash}
		if checksum != "" {
			q.headers = pairs("x-amz-checksum-sha256", checksum)
		}
		return h.send(q)
	}
	const right = "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9"
	raw, _ := hex.DecodeString(right)
	require.Equal(t, 200, put(right, "").StatusCode)
	require.Equal(t, 200, put(right, base64.StdEncoding.EncodeToString(raw)).StatusCode)
	require.Equal(t, "BadDigest", put(right, base64.StdEncoding.EncodeToString(raw[1:])).text("Code"))
	require.Equal(t, "XAmzContentSHA256Mismatch", put(strings.Replace(right, "b9", "b8", 1), "").text("Code"))
	require.Equal(t, "InvalidArgument", put("abc", "").text("Code"))
}

// A composite checksum is one of checksums, a full one that of all bytes.
func TestObjectChecksums(t *testing.T) {
	h := newHarness(t)
	first := strings.Repeat("a", 5<<20)
	for _, test := range []struct{ algorithm, kind, element string }{
		{sums.CRC32, fullObject, "ChecksumCRC32"}, {sums.CRC32C, composite, "ChecksumCRC32C"},
		{sums.CRC64NVME, fullObject, "ChecksumCRC64NVME"}, {sums.SHA256, composite, "ChecksumSHA256"},
	} {
		id := h.initiate(
			"s3",
			"k",
			"x-amz-checksum-algorithm",
			strings.ToUpper(test.algorithm),
			"x-amz-checksum-type",
			test.kind,
		)
		body, joined := "<CompleteMultipartUpload>", []byte{}
		for i, text := range []string{first, "b"} {
			s := sums.New(test.algorithm)
			s.Write([]byte(text))
			sum := base64.StdEncoding.EncodeToString(s.Sum(nil))
			joined = s.Sum(joined)
			tag := h.part("s3", "k", id, strconv.Itoa(i+1), text, "x-amz-checksum-"+test.algorithm, sum)
			body += fmt.Sprintf(
				"<Part><PartNumber>%d</PartNumber><ETag>%s</ETag><%s>%s</%s></Part>",
				i+1,
				tag,
				test.element,
				sum,
				test.element,
			)
		}
		whole := sums.New(test.algorithm)
		whole.Write([]byte(first + "b"))
		expected := base64.StdEncoding.EncodeToString(whole.Sum(nil))
		if test.kind == composite {
			whole.Reset()
			whole.Write(joined)
			expected = base64.StdEncoding.EncodeToString(whole.Sum(nil)) + "-2"
		}
		body += "</CompleteMultipartUpload>"
		bad := h.complete("s3", "k", id, strings.Replace(body, "<"+test.element+">", "<"+test.element+">A", 1))
		require.Equal(t, "InvalidPart", bad.text("Code"))
		other := h.complete("s3", "k", id, body, "x-amz-checksum-"+test.algorithm, "A"+expected)
		require.Equal(t, "BadDigest", other.text("Code"))
		done := h.complete("s3", "k", id, body, "x-amz-checksum-"+test.algorithm, strings.TrimSuffix(expected, "-2"))
		require.Equal(t, expected, done.text(test.element), done.body)
		require.Equal(t, test.kind, done.text("ChecksumType"))
	}
}
