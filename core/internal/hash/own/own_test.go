package own

import (
	"bytes"
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"testing"

	"github.com/stretchr/testify/require"
)

// lengths are on both sides of where the padding needs another block.
var lengths = []int{0, 1, 3, 54, 55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 129, 1000, 4096, 70001}

func message(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i*7 + i>>8)
	}
	return b
}

func stdHMAC1(key, msg []byte) []byte {
	h := hmac.New(sha1.New, key)
	h.Write(msg)
	return h.Sum(nil)
}

func stdHMAC256(key, msg []byte) []byte {
	h := hmac.New(sha256.New, key)
	h.Write(msg)
	return h.Sum(nil)
}

func TestAgainstStandardLibrary(t *testing.T) {
	for _, n := range lengths {
		b := message(n)
		require.Equal(t, md5.Sum(b), MD5(b), "MD5 of %d bytes", n)
		require.Equal(t, sha1.Sum(b), SHA1(b), "SHA-1 of %d bytes", n)
		require.Equal(t, sha256.Sum256(b), SHA256(b), "SHA-256 of %d bytes", n)
		for _, k := range []int{0, 1, 20, 63, 64, 65, 200} {
			key, one, two := message(k), HMACSHA1(message(k), b), HMACSHA256(message(k), b)
			require.Equal(t, stdHMAC1(key, b), one[:], "HMAC-SHA1, key %d, message %d", k, n)
			require.Equal(t, stdHMAC256(key, b), two[:], "HMAC-SHA256, key %d, message %d", k, n)
		}
	}
}

func TestMD5SumLeavesTheStreamOpen(t *testing.T) {
	b := message(1000)
	s := NewMD5()
	for i := range b {
		require.Equal(t, md5.Sum(b[:i]), s.Sum(), "after %d single bytes", i)
		s.Write(b[i : i+1])
	}
	require.Equal(t, md5.Sum(b), s.Sum())
}

func seedMessages(f *testing.F) {
	for _, n := range lengths {
		f.Add(message(n))
	}
}

func FuzzMD5(f *testing.F) {
	for _, n := range lengths {
		f.Add(message(n), uint16(n/2), uint16(n/3))
	}
	f.Fuzz(func(t *testing.T, b []byte, first, second uint16) {
		want := md5.Sum(b)
		require.Equal(t, want, MD5(b))
		i := int(first) % (len(b) + 1)
		j := i + int(second)%(len(b)-i+1)
		s := NewMD5()
		s.Write(b[:i])
		s.Write(b[i:j])
		s.Write(b[j:])
		require.Equal(t, want, s.Sum(), "split at %d and %d", i, j)
	})
}

func FuzzSHA1(f *testing.F) {
	seedMessages(f)
	f.Fuzz(func(t *testing.T, b []byte) { require.Equal(t, sha1.Sum(b), SHA1(b)) })
}

func FuzzSHA256(f *testing.F) {
	seedMessages(f)
	f.Fuzz(func(t *testing.T, b []byte) { require.Equal(t, sha256.Sum256(b), SHA256(b)) })
}

func FuzzHMAC(f *testing.F) {
	for _, n := range lengths {
		f.Add(message(n%100), message(n))
	}
	f.Fuzz(func(t *testing.T, key, msg []byte) {
		one, two := HMACSHA1(key, msg), HMACSHA256(key, msg)
		require.True(t, bytes.Equal(stdHMAC1(key, msg), one[:]), "SHA-1")
		require.True(t, bytes.Equal(stdHMAC256(key, msg), two[:]), "SHA-256")
	})
}

func BenchmarkMD5(b *testing.B)    { benchmark(b, func(p []byte) { MD5(p) }) }
func BenchmarkSHA1(b *testing.B)   { benchmark(b, func(p []byte) { SHA1(p) }) }
func BenchmarkSHA256(b *testing.B) { benchmark(b, func(p []byte) { SHA256(p) }) }

func benchmark(b *testing.B, hash func([]byte)) {
	p := message(1 << 20)
	b.SetBytes(int64(len(p)))
	for b.Loop() {
		hash(p)
	}
}
