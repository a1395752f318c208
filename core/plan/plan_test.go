package plan

import (
	"testing"

	"github.com/partway/partway/core/dialect"
	"github.com/stretchr/testify/require"
)

const (
	kib = int64(1) << 10
	gib = int64(1) << 30
)

// limits are those of the rows, and odd ones that no store has.
var limits = func() map[string]dialect.Limits {
	all := map[string]dialect.Limits{
		"odd": {MinPart: 1000, MaxPart: 9_999_999, MaxParts: 7, MaxObject: 69_999_990, MaxPut: 5000},
	}
	for _, d := range dialect.All() {
		all[d.Name] = d.Limits
	}
	return all
}()

func TestNew(t *testing.T) {
	for _, test := range []struct {
		name            string
		size, preferred int64
		dialect         string
		want            Plan
	}{
		{"empty", 0, 0, "s3", Plan{Parts: 1, Put: true}},
		{"one byte", 1, 0, "oss", Plan{Size: 1, PartSize: 1, Parts: 1, Put: true}},
		{"largest that goes whole", 8 * mib, 0, "cos", Plan{Size: 8 * mib, PartSize: 8 * mib, Parts: 1, Put: true}},
		{"one byte more", 8*mib + 1, 0, "cos", Plan{Size: 8*mib + 1, PartSize: 8 * mib, Parts: 2}},
		{"100 small parts", 800 * mib, 0, "oss", Plan{Size: 800 * mib, PartSize: 8 * mib, Parts: 100}},
		{"larger rather than more", 800*mib + 1, 0, "oss", Plan{Size: 800*mib + 1, PartSize: 9 * mib, Parts: 89}},
		{"100 large parts", 100 * gib, 0, "s3", Plan{Size: 100 * gib, PartSize: gib, Parts: 100}},
		{"more rather than larger", 100*gib + 1, 0, "s3", Plan{Size: 100*gib + 1, PartSize: gib, Parts: 101}},
		{"the number of parts is full", 10_000 * gib, 0, "oss", Plan{Size: 10_000 * gib, PartSize: gib, Parts: 10_000}},
		{"larger again", 10_000*gib + 1, 0, "oss", Plan{Size: 10_000*gib + 1, PartSize: 1025 * mib, Parts: 9991}},
		{"largest of all", 50_000 * gib, 0, "oss", Plan{Size: 50_000 * gib, PartSize: 5 * gib, Parts: 10_000}},
		{"5 TiB, once the largest on s3", 5 * 1024 * gib, 0, "s3", Plan{Size: 5 * 1024 * gib, PartSize: gib, Parts: 5120}},
		{"preferred as it is", mib, 100 * kib, "oss", Plan{Size: mib, PartSize: 100 * kib, Parts: 11}},
		{"preferred and one byte below", 5*mib - 1, 5 * mib, "s3", Plan{Size: 5*mib - 1, PartSize: 5*mib - 1, Parts: 1, Put: true}},
		{"preferred exactly", 5 * mib, 5 * mib, "s3", Plan{Size: 5 * mib, PartSize: 5 * mib, Parts: 1, Put: true}},
		{"preferred and one byte above", 5*mib + 1, 5 * mib, "s3", Plan{Size: 5*mib + 1, PartSize: 5 * mib, Parts: 2}},
		{"odd preferred", 10_000_000, 3_000_001, "cos", Plan{Size: 10_000_000, PartSize: 3_000_001, Parts: 4}},
		{"one part, but too large for a put", 6000, 7000, "odd", Plan{Size: 6000, PartSize: 6000, Parts: 1}},
		{"limits without room for whole MiB", 69_999_990, 0, "odd", Plan{Size: 69_999_990, PartSize: 9_999_999, Parts: 7}},
	} {
		t.Run(test.name, func(t *testing.T) {
			plan, err := New(test.size, test.preferred, limits[test.dialect])
			require.Nil(t, err)
			require.Equal(t, test.want, plan)
		})
	}
}

func TestErrors(t *testing.T) {
	for _, test := range []struct {
		name            string
		size, preferred int64
		want            Error
		message         string
	}{
		{"negative", -1, 0, Error{"size", -1, 0, 50_000 * gib},
			"the object's size is -1 bytes; legal here are 0 to 53687091200000"},
		{"one byte too large", 50_000*gib + 1, 0, Error{"size", 50_000*gib + 1, 0, 50_000 * gib},
			"the object's size is 53687091200001 bytes; legal here are 0 to 53687091200000"},
		{"part too small", mib, 100*kib - 1, Error{"partSize", 100*kib - 1, 100 * kib, 5 * gib},
			"partSize is 102399 bytes; legal here are 102400 to 5368709120"},
		{"part too small even though one part", 5, 10, Error{"partSize", 10, 100 * kib, 5 * gib},
			"partSize is 10 bytes; legal here are 102400 to 5368709120"},
		{"part negative", mib, -5, Error{"partSize", -5, 100 * kib, 5 * gib},
			"partSize is -5 bytes; legal here are 102400 to 5368709120"},
		{"part too large", mib, 5*gib + 1, Error{"partSize", 5*gib + 1, 100 * kib, 5 * gib},
			"partSize is 5368709121 bytes; legal here are 102400 to 5368709120"},
		{"too many parts", 10_001 * mib, mib, Error{"partSize", mib, 1_048_681, 5 * gib},
			"partSize is 1048576 bytes; legal here are 1048681 to 5368709120"},
	} {
		t.Run(test.name, func(t *testing.T) {
			plan, err := New(test.size, test.preferred, limits["oss"])
			require.Equal(t, &test.want, err)
			require.EqualError(t, err, test.message)
			require.Zero(t, plan)
		})
	}
}

// From 0 bytes to the largest legal object, each row has a legal plan around
// every size at which the plan changes its mind.
func TestEveryRowPlansWhatItsStoreTakes(t *testing.T) {
	for _, d := range dialect.All() {
		t.Run(d.Name, func(t *testing.T) {
			l := d.Limits
			for _, edge := range []int64{
				1, l.MinPart, SmallPart, fewParts * SmallPart, l.MaxPut, fewParts * largePart, int64(l.MaxParts) * largePart, l.MaxObject,
			} {
				for size := edge - 1; size <= min(edge+1, l.MaxObject); size++ {
					for _, preferred := range []int64{0, l.MaxPart, max(l.MinPart, ceil(size, int64(l.MaxParts)))} {
						p, err := New(size, preferred, l)
						require.Nil(t, err, "%d by %d", size, preferred)
						require.Equal(t, size, p.Size)
						requireLegal(t, p, l)
					}
				}
			}
			_, err := New(l.MaxObject+1, 0, l)
			require.Equal(t, &Error{Option: "size", Value: l.MaxObject + 1, Max: l.MaxObject}, err)
		})
	}
}

func TestPartNumbersOutside(t *testing.T) {
	plan, err := New(20*mib, 0, limits["oss"])
	require.Nil(t, err)
	for _, number := range []int{-1, 0, 4} {
		offset, size := plan.Part(number)
		require.Zero(t, offset, number)
		require.Zero(t, size, number)
	}
}

// requireLegal: the parts cover [0, size) without gap or overlap, are legal by
// the limits, and equal but for the last.
func requireLegal(t *testing.T, p Plan, l dialect.Limits) {
	require.GreaterOrEqual(t, p.Parts, 1)
	require.LessOrEqual(t, p.Parts, l.MaxParts)
	end := int64(0)
	for number := 1; number <= p.Parts; number++ {
		offset, size := p.Part(number)
		last := number == p.Parts
		legal := offset == end && size <= l.MaxPart &&
			(last && (size > 0 || p.Size == 0) || size == p.PartSize && size >= l.MinPart)
		if !legal { // a call of require for each of 10,000 parts takes seconds
			require.Fail(t, "illegal part", "part %d of %+v: %d bytes at %d", number, p, size, offset)
		}
		end += size
	}
	require.Equal(t, p.Size, end)
	if p.Put {
		require.Equal(t, 1, p.Parts)
		require.LessOrEqual(t, p.Size, l.MaxPut)
	}
}

func FuzzNew(f *testing.F) {
	for _, size := range []int64{-1, 0, 1, 8*mib - 1, 8 * mib, 8*mib + 1, 800*mib + 1, 100*gib + 1, 50_000 * gib, 50_000*gib + 1, 1<<63 - 1} {
		for _, preferred := range []int64{0, 1, 100 * kib, 5*mib + 1, 5 * gib, -1 << 63, 1<<63 - 1} {
			f.Add(size, preferred)
		}
	}
	f.Fuzz(func(t *testing.T, size, preferred int64) {
		for name, l := range limits {
			plan, err := New(size, preferred, l)
			most := min(l.MaxObject, l.MaxPart*int64(l.MaxParts))
			if size < 0 || size > most {
				require.NotNil(t, err, name)
				continue
			}
			enough := preferred >= l.MinPart && preferred <= l.MaxPart && preferred >= ceil(size, int64(l.MaxParts))
			require.Equal(t, preferred == 0 || enough, err == nil, name)
			if err != nil {
				continue
			}
			require.Equal(t, size, plan.Size)
			requireLegal(t, plan, l)
			if preferred == 0 && plan.PartSize < largePart && name != "odd" {
				require.LessOrEqual(t, plan.Parts, fewParts, name)
			}
			if preferred != 0 && plan.Parts > 1 {
				require.Equal(t, preferred, plan.PartSize, name)
			}
		}
	})
}

func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := New(50_000*gib, 0, limits["oss"]); err != nil {
			b.Fatal(err)
		}
	}
}

func TestCut(t *testing.T) {
	for _, test := range []struct {
		size, partSize int64
		put            bool
		want           Plan
		ok             bool
	}{
		{0, 0, false, Plan{0, 0, 1, false}, true},
		{0, 5, false, Plan{0, 5, 1, false}, true},
		{0, 0, true, Plan{0, 0, 1, true}, true},
		{10, 5, false, Plan{10, 5, 2, false}, true},
		{11, 5, false, Plan{11, 5, 3, false}, true},
		{3, 5, false, Plan{3, 5, 1, false}, true},
		{10, 3, true, Plan{10, 10, 1, true}, true},
		{10_000, 1, false, Plan{10_000, 1, 10_000, false}, true},
		{10_001, 1, false, Plan{10_001, 1, 10_000, false}, false},
		{1 << 62, 1, false, Plan{1 << 62, 1, 10_000, false}, false},
		{10, 0, false, Plan{10, 0, 1, false}, false},
		{10, -1, false, Plan{10, -1, 1, false}, false},
		{-1, 5, false, Plan{-1, 5, 1, false}, false},
	} {
		p, ok := Cut(test.size, test.partSize, test.put)
		require.Equal(t, test.ok, ok, test)
		require.Equal(t, test.want, p, test)
	}
}

func TestNoStoreTakesMoreParts(t *testing.T) {
	for _, d := range dialect.All() {
		require.LessOrEqual(t, d.Limits.MaxParts, MostParts)
	}
}
