package server

import (
	"bytes"
	"crypto/md5"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/partway/partway/scripts/store/internal/awschunk"
	"github.com/partway/partway/scripts/store/internal/fault"
	"github.com/partway/partway/scripts/store/internal/sums"
)

// body is a request body on its way to the disk, with what was promised about it.
// Errors of Read are faults.
type body struct {
	c        *call
	in       io.Reader
	chunks   *awschunk.Reader // nil: not aws-chunked
	want     int64            // bytes that are announced; -1: unknown
	max, got int64
	hasher   *sums.Hasher
	md5      []byte // announced; nil: nothing
	checksum string // algorithm of an announced checksum, "" if there is none
}

// openBody prepares the body for reading. Beside MD5 and CRC-64 it is summed by algorithm, if one is named.
func (c *call) openBody(max int64, algorithm string) (*body, error) {
	b := &body{c: c, want: c.r.ContentLength, max: max}
	if c.header("content-length") == "" && b.want <= 0 {
		b.want = -1
	}
	b.in = c.patient()
	if err := b.readMD5(); err != nil {
		return nil, err
	}
	algorithms := []string{algorithm}
	if c.v.SHA1Header != "" && c.header(c.v.SHA1Header) != "" {
		algorithms = append(algorithms, sums.SHA1)
	}
	if c.v.Checksums {
		more, err := b.openChecksums()
		if err != nil {
			return nil, err
		}
		algorithms = append(algorithms, more...)
	}
	if b.want < 0 && (!c.v.Chunked || len(c.r.TransferEncoding) == 0) {
		return nil, fault.New(fault.MissingContentLength, "You must provide the Content-Length HTTP header.")
	}
	if b.want > max {
		return nil, b.tooLarge()
	}
	b.hasher = sums.NewHasher(algorithms...)
	return b, nil
}

func (b *body) readMD5() (err error) {
	text := b.c.header("content-md5")
	if text == "" {
		return nil
	}
	if b.md5, err = base64.StdEncoding.DecodeString(text); err != nil || len(b.md5) != md5.Size {
		return fault.New(fault.InvalidDigest, "The Content-MD5 you specified is invalid.").With("Content-MD5", text)
	}
	return nil
}

// The words that may stand for the payload's hash.
const (
	payloadUnsigned      = "UNSIGNED-PAYLOAD"
	payloadTrailer       = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
	payloadSigned        = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
	payloadSignedTrailer = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"
)

// openChecksums reads what S3 signs about the payload and which checksums come with it.
func (b *body) openChecksums() (algorithms []string, err error) {
	c := b.c
	switch payload := c.grant.Payload; payload {
	case "", payloadUnsigned:
	case payloadTrailer, payloadSigned, payloadSignedTrailer:
		if err := b.openChunks(payload != payloadTrailer); err != nil {
			return nil, err
		}
	default:
		if raw, err := hex.DecodeString(payload); err != nil || len(raw) != 32 {
			return nil, fault.Argument(
				fault.InvalidArgument,
				"x-amz-content-sha256",
				payload,
				"x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-…, or a valid sha256 value.",
			)
		}
		algorithms = append(algorithms, sums.SHA256)
	}
	b.checksum = announced(c)
	return append(algorithms, b.checksum), nil
}

// announced is the algorithm of the checksum that comes as a header or as a trailer.
func announced(c *call) string {
	for _, h := range c.in.Headers {
		if name, ok := strings.CutPrefix(h.Name, checksumPrefix); ok && sums.Known(name) {
			return name
		}
	}
	if name, ok := strings.CutPrefix(strings.ToLower(c.header("x-amz-trailer")), checksumPrefix); ok &&
		sums.Known(name) {
		return name
	}
	return ""
}

const checksumPrefix = "x-amz-checksum-"

func (b *body) openChunks(signed bool) error {
	size, err := strconv.ParseInt(b.c.header("x-amz-decoded-content-length"), 10, 64)
	if err != nil || size < 0 {
		return fault.New(fault.MissingContentLength, "You must provide the x-amz-decoded-content-length HTTP header.")
	}
	b.want = size
	var verify awschunk.Verifier
	if signed {
		if b.c.grant.Chunks == nil {
			return fault.New(fault.NotImplemented, "Signed chunks need an Authorization header.")
		}
		verify = b.c.grant.Chunks
	}
	b.chunks = awschunk.New(b.in, verify)
	b.in = b.chunks
	return nil
}

// Read implements io.Reader and counts.
func (b *body) Read(p []byte) (int, error) {
	n, err := b.in.Read(p)
	b.got += int64(n)
	b.c.entry.received += int64(n)
	if b.got > b.max {
		return n, b.tooLarge()
	}
	var known *fault.Fault
	switch {
	case err == nil || err == io.EOF:
		return n, err
	case errors.As(err, &known):
		return n, known
	case errors.Is(err, awschunk.ErrSignature):
		return n, fault.New(fault.SignatureDoesNotMatch, "The signature of a chunk does not match.")
	case errors.Is(err, awschunk.ErrMalformed):
		return n, fault.New(fault.InvalidArgument, "The body is not aws-chunked as announced.")
	case errors.Is(err, os.ErrDeadlineExceeded):
		return n, fault.New(
			fault.RequestTimeout,
			"Your socket connection to the server was not read from or written to within the timeout period.",
		)
	}
	return n, b.incomplete()
}

func (b *body) incomplete() *fault.Fault {
	return fault.New(fault.IncompleteBody, "The body is not of the announced length, %d bytes; %d came.", b.want, b.got)
}

func (b *body) tooLarge() *fault.Fault {
	kind := fault.EntityTooLarge
	if b.max == maxDocument {
		kind = fault.XMLTooLarge
	}
	return fault.New(kind, "Your proposed upload exceeds the maximum allowed size.").
		With("MaxSizeAllowed", decimal(b.max)).With("ProposedSize", decimal(max(b.want, b.got)))
}

// check compares the sums with what was announced.
func (b *body) check(s sums.Sums) error {
	if b.want >= 0 && s.Size != b.want {
		return b.incomplete()
	}
	if b.md5 != nil && !bytes.Equal(b.md5, s.MD5) {
		return fault.New(fault.BadDigest, "The Content-MD5 you specified did not match what we received.").
			With("ExpectedDigest", base64.StdEncoding.EncodeToString(b.md5)).
			With("CalculatedDigest", base64.StdEncoding.EncodeToString(s.MD5))
	}
	if want := b.c.header(b.c.v.SHA1Header); b.c.v.SHA1Header != "" && want != "" &&
		!strings.EqualFold(want, hex.EncodeToString(s.More[sums.SHA1])) {
		return fault.New(fault.BadSHA1, "The SHA-1 you specified did not match what we received.")
	}
	if !b.c.v.Checksums {
		return nil
	}
	if sha := b.c.grant.Payload; len(sha) == 64 && !strings.EqualFold(sha, hex.EncodeToString(s.More[sums.SHA256])) {
		return fault.New(fault.BadPayloadHash, "The provided 'x-amz-content-sha256' header does not match what was computed.").
			With("ClientComputedContentSHA256", sha).
			With("S3ComputedContentSHA256", hex.EncodeToString(s.More[sums.SHA256]))
	}
	return b.checkChecksum(s)
}

// checkChecksum compares the announced x-amz-checksum-….
func (b *body) checkChecksum(s sums.Sums) error {
	if b.checksum == "" {
		return nil
	}
	want := b.c.header(checksumPrefix + b.checksum)
	if want == "" && b.chunks != nil {
		want = b.chunks.Trailer(checksumPrefix + b.checksum)
	}
	if want != base64.StdEncoding.EncodeToString(s.More[b.checksum]) {
		return fault.New(
			fault.BadChecksum,
			"The %s you specified did not match the calculated checksum.",
			strings.ToUpper(b.checksum),
		)
	}
	return nil
}

// checksums are those that are kept and reported: the one asked for and the announced one.
func (b *body) checksums(s sums.Sums, algorithm string) map[string]string {
	m := map[string]string{}
	for _, name := range []string{algorithm, b.checksum} {
		if sum, ok := s.More[name]; ok {
			m[name] = base64.StdEncoding.EncodeToString(sum)
		}
	}
	return m
}

// readDocument reads a whole XML body, checked like any other, except that a
// checksum in the headers of Complete is the object's (checkWhole).
func (c *call) readDocument() ([]byte, error) {
	if c.r.ContentLength == 0 {
		return nil, nil
	}
	b, err := c.openBody(maxDocument, "")
	if err != nil {
		return nil, err
	}
	b.checksum = ""
	text, err := io.ReadAll(io.TeeReader(b, b.hasher))
	if err != nil {
		return nil, err
	}
	return text, b.check(b.hasher.Sums())
}
