// Package awschunk takes apart bodies in the aws-chunked encoding, which AWS
// SDKs send: chunks with a size line each, optionally signed, and trailing
// headers with a checksum.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
package awschunk

import (
	"bufio"
	"crypto/sha256"
	"errors"
	"hash"
	"io"
	"strconv"
	"strings"
)

// Errors of a body. Others are those of the reader below.
var (
	ErrMalformed = errors.New("the body is not aws-chunked")
	ErrSignature = errors.New("the signature of a chunk does not match")
)

// Limits of what is held in memory, in bytes.
const (
	maxLine     = 4 << 10
	maxTrailers = 16 << 10
)

// Verifier checks the signatures of chunks, in their order.
type Verifier interface {
	Data(sha256 []byte, signature string) bool
	Trailer(headers, signature string) bool
}

// Reader gives the decoded bytes. Bytes of a chunk are returned before its
// signature was seen: they are good only if io.EOF follows in the end.
type Reader struct {
	in       *bufio.Reader
	verify   Verifier // nil: unsigned
	left     int64    // of the current chunk
	sum      hash.Hash
	sig      string // of the current chunk
	started  bool
	done     bool
	trailers map[string]string
}

// New decodes in. verify is nil for the unsigned form.
func New(in io.Reader, verify Verifier) *Reader {
	return &Reader{in: bufio.NewReaderSize(in, 64<<10), verify: verify, sum: sha256.New(), trailers: map[string]string{}}
}

// Trailer is the value of a trailing header (lower-case name), after io.EOF.
func (r *Reader) Trailer(name string) string { return r.trailers[name] }

// Read implements io.Reader.
func (r *Reader) Read(b []byte) (int, error) {
	for r.left == 0 && !r.done {
		if err := r.nextChunk(); err != nil {
			return 0, short(err)
		}
	}
	if r.done {
		return 0, io.EOF
	}
	if int64(len(b)) > r.left {
		b = b[:r.left]
	}
	n, err := r.in.Read(b)
	if r.verify != nil {
		r.sum.Write(b[:n])
	}
	r.left -= int64(n)
	return n, short(err)
}

// short: the body may not end where this reader does not.
func short(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// nextChunk ends the current chunk and begins the next one.
func (r *Reader) nextChunk() error {
	if r.started {
		if line, err := r.line(); err != nil {
			return err
		} else if line != "" {
			return ErrMalformed
		}
		if err := r.endChunk(); err != nil {
			return err
		}
	}
	r.started = true
	line, err := r.line()
	if err != nil {
		return err
	}
	size, extension, _ := strings.Cut(line, ";")
	if r.left, err = strconv.ParseInt(size, 16, 64); err != nil || r.left < 0 || strings.HasPrefix(size, "+") {
		return ErrMalformed
	}
	r.sig = strings.TrimPrefix(extension, "chunk-signature=")
	if r.left > 0 {
		return nil
	}
	if err := r.endChunk(); err != nil {
		return err
	}
	r.done = true
	return r.readTrailers()
}

func (r *Reader) endChunk() error {
	if r.verify != nil && !r.verify.Data(r.sum.Sum(nil), r.sig) {
		return ErrSignature
	}
	r.sum.Reset()
	return nil
}

// readTrailers reads headers up to an empty line or the end of the body. Signed
// ones have an empty line in front of their signature too: "name:value\n\r\n".
func (r *Reader) readTrailers() error {
	var signed strings.Builder
	signature, size := "", 0
	for {
		line, err := r.line()
		ends := r.verify == nil || signed.Len() == 0 || signature != ""
		if err == io.EOF || err == nil && line == "" && ends {
			break
		} else if err != nil {
			return err
		}
		if size += len(line) + 1; size > maxTrailers {
			return ErrMalformed
		}
		if line == "" {
			continue
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok {
			return ErrMalformed
		}
		name, value = strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(value)
		if name == "x-amz-trailer-signature" {
			signature = value
			continue
		}
		r.trailers[name] = value
		signed.WriteString(name + ":" + value + "\n")
	}
	if r.verify != nil && signed.Len() > 0 && !r.verify.Trailer(signed.String(), signature) {
		return ErrSignature
	}
	return nil
}

// line reads up to CRLF; a bare LF is taken as well, as some SDKs end trailers with it.
func (r *Reader) line() (string, error) {
	var line []byte
	for {
		piece, err := r.in.ReadSlice('\n')
		line = append(line, piece...)
		if len(line) > maxLine {
			return "", ErrMalformed
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		if err == io.EOF && len(line) > 0 {
			return "", io.ErrUnexpectedEOF
		}
		if err != nil {
			return "", err
		}
		return strings.TrimSuffix(strings.TrimSuffix(string(line), "\n"), "\r"), nil
	}
}
