package upload_test

import (
	"strconv"
	"testing"

	"github.com/partway/partway/core/upload"
)

// BenchmarkUpload is a whole upload of 100 parts in which nothing goes wrong,
// without the requests themselves.
func BenchmarkUpload(b *testing.B) {
	b.ReportAllocs()
	events := 0
	for b.Loop() {
		d := &easy{machine: upload.New(config("oss", 100))}
		d.run(1 << 20)
		events += d.events
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(events), "ns/event")
}

func BenchmarkHandle(b *testing.B) {
	for _, parts := range []int{100, 10_000} {
		b.Run(strconv.Itoa(parts), func(b *testing.B) {
			m := middle(parts)
			b.ReportAllocs()
			for b.Loop() {
				m.Handle(&upload.Event{Kind: upload.EventTime, Now: 1_700_000_100_000})
			}
		})
	}
}

func BenchmarkEncode(b *testing.B) {
	for _, parts := range []int{100, 10_000} {
		b.Run(strconv.Itoa(parts), func(b *testing.B) {
			m := middle(parts)
			b.SetBytes(int64(len(upload.Encode(m))))
			b.ReportAllocs()
			for b.Loop() {
				upload.Encode(m)
			}
		})
	}
}

func BenchmarkDecode(b *testing.B) {
	for _, parts := range []int{100, 10_000} {
		b.Run(strconv.Itoa(parts), func(b *testing.B) {
			encoded := upload.Encode(middle(parts))
			b.SetBytes(int64(len(encoded)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := upload.Decode(encoded); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// middle is a machine that has sent half of its parts.
func middle(parts int) *upload.Machine {
	d := &easy{machine: upload.New(config("oss", parts))}
	d.run(2 * parts)
	return d.machine
}
