package checksum

import (
	"hash/crc32"
	"hash/crc64"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// kind is a CRC beside what the standard library makes of the same bytes.
type kind struct {
	name     string
	crc      *CRC
	standard func(b []byte) uint64
}

func kinds() []kind {
	ecma := crc64.MakeTable(crc64.ECMA)
	nvme := crc64.MakeTable(polyNVME)
	castagnoli := crc32.MakeTable(crc32.Castagnoli)
	return []kind{
		{"xz", NewXZ(), func(b []byte) uint64 { return crc64.Checksum(b, ecma) }},
		{"nvme", NewNVME(), func(b []byte) uint64 { return crc64.Checksum(b, nvme) }},
		{"32c", New32C(), func(b []byte) uint64 { return uint64(crc32.Checksum(b, castagnoli)) }},
	}
}

// TestKnownAnswers: check values of the CRC catalogue (see the package comment),
// and the sums that Tencent prints for the bodies of its examples:
// https://cloud.tencent.com/document/product/436/7750, read 2026-11-22.
func TestKnownAnswers(t *testing.T) {
	for _, test := range []struct {
		name string
		crc  *CRC
		text string
		want uint64
	}{
		{"xz check", NewXZ(), "123456789", 0x995DC9BBDF1939FA},
		{"nvme check", NewNVME(), "123456789", 0xAE8B14860A799888},
		{"32c check", New32C(), "123456789", 0xE3069283},
		{"xz 1234", NewXZ(), "1234", 14865968487149912872},
		{"xz 56789", NewXZ(), "56789", 7598038797645275211},
		{"xz decimal", NewXZ(), "123456789", 11051210869376104954},
		{"xz a", NewXZ(), "a", 3675645893302102789},
		{"xz hello world", NewXZ(), "hello world", 5981764153023615706},
		{"xz zero byte", NewXZ(), "\x00", 2282658103124508505},
		{"xz cos part", NewXZ(), "[Object Part]", 4510578591875220731},
		{"xz cos content", NewXZ(), "[Object Content]", 16749565679157681890},
		{"xz cos chunks", NewXZ(), "[Chunked Content][2nd chunk][3rd chunk][4th chunk]", 7188322482464764960},
	} {
		t.Run(test.name, func(t *testing.T) {
			require.Equal(t, test.want, test.crc.Update(0, []byte(test.text)))
			require.Zero(t, test.crc.Update(0, nil))
			require.Equal(t, test.want, test.crc.Update(test.want, nil))
		})
	}
}

func TestCombineKnownAnswer(t *testing.T) {
	xz := NewXZ()
	require.Equal(t, uint64(11051210869376104954), xz.Combine(14865968487149912872, 7598038797645275211, 5))
	require.Equal(t, uint64(17460158015335080256), xz.Combine(3961137788409295120, 5852939181003901628, 15))
}

func TestAgainstStandardLibraryAtEveryLengthAroundTheLanes(t *testing.T) {
	b := random(1, 8*laneSize+9)
	for _, k := range kinds() {
		for n := 0; n <= 64; n++ {
			require.Equal(t, k.standard(b[:n]), k.crc.Update(0, b[:n]), "%s, %d bytes", k.name, n)
		}
		for _, whole := range []int{4 * laneSize, 8 * laneSize} {
			for n := whole - 9; n <= whole+9; n++ {
				require.Equal(t, k.standard(b[:n]), k.crc.Update(0, b[:n]), "%s, %d bytes", k.name, n)
			}
		}
	}
}

// TestCombineAtAnyLength: lengths that no test can read. Together with the
// tests at small ones it says that moving on by n+m bytes is by n, then by m.
func TestCombineAtAnyLength(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 0))
	for _, k := range kinds() {
		for range 500 {
			a, m, z := r.Uint64()&k.crc.ones, r.Uint64()&k.crc.ones, r.Uint64()&k.crc.ones
			lm, lz := r.Int64N(1<<53)>>r.IntN(53), r.Int64N(1<<53)>>r.IntN(53)
			left := k.crc.Combine(k.crc.Combine(a, m, lm), z, lz)
			require.Equal(t, left, k.crc.Combine(a, k.crc.Combine(m, z, lz), lm+lz), "%s, %d and %d bytes", k.name, lm, lz)
		}
		require.Equal(t, uint64(7^5), k.crc.Combine(7, 5, 0))
	}
}

func TestCombineIsAssociative(t *testing.T) {
	const n = 40_000
	b := random(2, n)
	r := rand.New(rand.NewPCG(3, 0))
	for _, k := range kinds() {
		for range 50 {
			i := r.IntN(n + 1)
			j := i + r.IntN(n+1-i)
			a, m, z := k.crc.Update(0, b[:i]), k.crc.Update(0, b[i:j]), k.crc.Update(0, b[j:])
			left := k.crc.Combine(k.crc.Combine(a, m, int64(j-i)), z, int64(n-j))
			right := k.crc.Combine(a, k.crc.Combine(m, z, int64(n-j)), int64(n-i))
			require.Equal(t, left, right, "%s, cut at %d and %d", k.name, i, j)
			require.Equal(t, k.standard(b), left, "%s, cut at %d and %d", k.name, i, j)
		}
	}
}

// FuzzAgainstStandardLibrary grows the bytes to several lanes and cuts them
// where it likes: streaming and combining must both give the library's answer.
func FuzzAgainstStandardLibrary(f *testing.F) {
	f.Add([]byte("123456789"), uint32(0), uint8(0))
	f.Add([]byte{0}, uint32(16385), uint8(3))
	f.Add([]byte("partway"), uint32(0xffffffff), uint8(255))
	all := kinds()
	f.Fuzz(func(t *testing.T, seed []byte, cut uint32, times uint8) {
		b := seed
		for len(seed) > 0 && len(b) < int(times)*512 {
			b = append(b, seed...)
			b = append(b, byte(len(b)))
		}
		i := int(cut) % (len(b) + 1)
		for _, k := range all {
			want := k.standard(b)
			require.Equal(t, want, k.crc.Update(k.crc.Update(0, b[:i]), b[i:]), k.name)
			a, z := k.crc.Update(0, b[:i]), k.crc.Update(0, b[i:])
			require.Equal(t, want, k.crc.Combine(a, z, int64(len(b)-i)), k.name)
		}
	})
}

func random(seed uint64, n int) []byte {
	r := rand.New(rand.NewPCG(seed, 0))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

func BenchmarkUpdate(b *testing.B) {
	for _, size := range []struct {
		name  string
		bytes int
	}{{"1KiB", 1 << 10}, {"64KiB", 64 << 10}, {"16MiB", 16 << 20}} {
		data := random(4, size.bytes)
		for _, k := range kinds() {
			b.Run(k.name+"/"+size.name, func(b *testing.B) {
				b.SetBytes(int64(size.bytes))
				b.ReportAllocs()
				for b.Loop() {
					k.crc.Update(0, data)
				}
			})
		}
	}
}

func BenchmarkCombine(b *testing.B) {
	c := NewXZ()
	b.ReportAllocs()
	for b.Loop() {
		c.Combine(1, 2, 5<<30)
	}
}

func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		NewXZ()
	}
}
