package awschunk

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
)

func TestRead(t *testing.T) {
	tests := []struct {
		name, body, want string
		err              error
	}{
		{"two chunks", "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", "abcde", nil},
		{"empty", "0\r\n\r\n", "", nil},
		{"no last line", "0\r\n", "", nil},
		{"hex size", "A\r\n0123456789\r\n0\r\n\r\n", "0123456789", nil},
		{"nothing", "", "", io.ErrUnexpectedEOF},
		{"cut in a size", "3", "", io.ErrUnexpectedEOF},
		{"cut in a chunk", "3\r\nab", "ab", io.ErrUnexpectedEOF},
		{"cut behind a chunk", "3\r\nabc\r\n", "abc", io.ErrUnexpectedEOF},
		{"longer chunk", "3\r\nabcd\r\n0\r\n\r\n", "abc", ErrMalformed},
		{"negative", "-3\r\nabc\r\n", "", ErrMalformed},
		{"no number", "xyz\r\nabc\r\n", "", ErrMalformed},
		{"huge", "ffffffffffffffffff\r\nabc\r\n", "", ErrMalformed},
		{"endless line", strings.Repeat("1", 1<<20), "", ErrMalformed},
		{"trailer without colon", "0\r\nabc\r\n\r\n", "", ErrMalformed},
		{"many trailers", "0\r\n" + strings.Repeat("a:b\r\n", 10000) + "\r\n", "", ErrMalformed},
	}
	for _, test := range tests {
		for _, in := range []io.Reader{strings.NewReader(test.body), iotest.OneByteReader(strings.NewReader(test.body))} {
			got, err := io.ReadAll(New(in, nil))
			require.Equal(t, test.want, string(got), test.name)
			require.ErrorIs(t, err, test.err, test.name)
		}
	}
}

func TestTrailer(t *testing.T) {
	r := New(strings.NewReader("0\r\nX-Amz-Checksum-CRC32: abc= \r\n\r\n"), nil)
	_, err := io.ReadAll(r)
	require.NoError(t, err)
	require.Equal(t, "abc=", r.Trailer("x-amz-checksum-crc32"))
}

// only accepts chunks in this order.
type only struct{ signatures []string }

func (o *only) next(s string) bool {
	if len(o.signatures) == 0 || o.signatures[0] != s {
		return false
	}
	o.signatures = o.signatures[1:]
	return true
}

func (o *only) Data(_ []byte, s string) bool          { return o.next(s) }
func (o *only) Trailer(headers string, s string) bool { return o.next(headers + s) }

func TestSignatures(t *testing.T) {
	const body = "3;chunk-signature=one\r\nabc\r\n0;chunk-signature=two\r\na:b\r\nx-amz-trailer-signature:three\r\n\r\n"
	got, err := io.ReadAll(New(strings.NewReader(body), &only{[]string{"one", "two", "a:b\nthree"}}))
	require.NoError(t, err)
	require.Equal(t, "abc", string(got))
	apart := strings.Replace(body, "a:b\r\n", "a:b\n\r\n", 1) // as minio-go writes it
	_, err = io.ReadAll(New(strings.NewReader(apart), &only{[]string{"one", "two", "a:b\nthree"}}))
	require.NoError(t, err)
	for _, bad := range []string{strings.Replace(body, "one", "two", 1), strings.Replace(body, "=two", "", 1), strings.Replace(body, "three", "", 1)} {
		_, err := io.ReadAll(New(strings.NewReader(bad), &only{[]string{"one", "two", "a:b\nthree"}}))
		require.ErrorIs(t, err, ErrSignature)
	}
}

// FuzzRead: whatever comes, reading ends, and what is read was there.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"3\r\nabc\r\n0\r\n\r\n", "0\r\na:b\r\n\r\n", "3;chunk-signature=x\r\nabc\r\n0;chunk-signature=y\r\n\r\n", "f\r\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		got, err := io.ReadAll(New(strings.NewReader(body), nil))
		require.LessOrEqual(t, len(got), len(body))
		if err != nil {
			require.True(t, errors.Is(err, ErrMalformed) || errors.Is(err, io.ErrUnexpectedEOF), err)
		}
	})
}
