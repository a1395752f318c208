package upload

import (
	"testing"

	"github.com/partway/partway/core/plan"
	"github.com/partway/partway/core/wire"
	"github.com/stretchr/testify/require"
)

func TestSettle(t *testing.T) {
	agree := part{state: taken, form: lowerHex, flags: hasSum | reported, sum: [16]byte{7, 8: 7}}
	hidden := part{state: taken, flags: hasSum | reported, sum: agree.sum}
	for _, c := range []struct {
		name   string
		signer bool
		sum    Sum
		p      part
		want   partState
	}{
		{"its checksums agree", false, CRC64XZ, agree, confirmed},
		{"the store reports none", false, CRC64XZ, part{state: taken, form: lowerHex, flags: hasSum}, confirmed},
		{"its ETag is not known", false, CRC64XZ, hidden, taken},
		{"the signer knows its ETag", true, CRC64XZ, hidden, confirmed},
		{"nothing of it was shown", true, CRC64XZ, part{state: taken, flags: hasSum}, taken},
		{"nothing of it is ever shown", true, NoSum, part{state: taken, flags: hasSum}, confirmed},
		{"the file's checksum is not known", false, NoSum, part{state: taken, form: lowerHex}, taken},
		{"it is not in the store", false, NoSum, part{state: active, form: lowerHex, flags: hasSum}, active},
	} {
		l := ledger{parts: parts{c.p}}
		l.sum = c.sum
		if c.signer {
			l.window = 100
		}
		require.True(t, l.settle(1), c.name)
		require.Equal(t, c.want, l.parts[0].state, c.name)
		require.Equal(t, c.want == confirmed, l.unsaved, c.name)
	}
}

// Other bytes than the file's are sent once more, and hashed once more.
func TestAPartThatDisagreesTwice(t *testing.T) {
	l := ledger{parts: parts{{state: taken, form: lowerHex, flags: hasSum | reported, sum: [16]byte{7}}}}
	l.sum = CRC64XZ
	require.True(t, l.settle(1))
	require.Equal(t, part{state: todo, flags: suspect, sum: [16]byte{7}}, l.parts[0])
	l.parts[0].state = taken
	l.parts[0].set(hasSum | reported)
	require.False(t, l.settle(1))
}

func TestAdoptTakesOnlyWhatAgrees(t *testing.T) {
	var l ledger
	l.sum = MD5
	same := part{state: found, form: lowerHex, flags: hasSum}
	other := part{state: found, form: lowerHex, flags: hasSum, etag: [16]byte{1}}
	opaque := part{state: found, form: otherETag, flags: hasSum}
	for _, p := range []*part{&same, &other, &opaque} {
		l.adopt(p)
	}
	require.Equal(t, []partState{confirmed, todo, todo}, []partState{same.state, other.state, opaque.state})
	require.True(t, l.unsaved)
}

func TestOpaqueETagsCompareNothing(t *testing.T) {
	l := ledger{parts: parts{{flags: compared | hasSum}}}
	for _, sum := range []Sum{NoSum, CRC64XZ} {
		l.sum = sum
		l.noteOpaque(true)
		require.Equal(t, sum, l.sum, "it is no MD5 that is compared")
	}
	l.sum = MD5
	l.noteOpaque(false)
	require.True(t, l.compares())
	l.noteOpaque(true)
	require.False(t, l.compares())
	require.Equal(t, hasSum, l.parts[0].flags)
}

func TestThePlanOfASigner(t *testing.T) {
	var l ledger
	l.plan.Size = 10
	require.False(t, l.takePlan(&wire.Outcome{PartSize: 0}))
	require.Empty(t, l.parts)
	require.True(t, l.takePlan(&wire.Outcome{PartSize: 4, Verify: "md5"}))
	require.Equal(t, plan.Plan{Size: 10, PartSize: 4, Parts: 3}, l.plan)
	require.Equal(t, MD5, l.sum)
	l.parts[1].state = confirmed
	require.True(t, l.takePlan(&wire.Outcome{PartSize: 4, Verify: "md5"}))
	require.Equal(t, confirmed, l.parts[1].state, "the same plan again changes no part")
	require.True(t, l.takePlan(&wire.Outcome{Put: true}))
	require.Equal(t, parts{{}}, l.parts)
}

func TestForgettingAnUpload(t *testing.T) {
	full := func() *ledger {
		return &ledger{
			persistent: persistent{uncertain: true, noUpload: true, maybeEarlier: true, strays: 2},
			file:       "f", uploadID: "u",
			parts:     parts{{state: confirmed, form: otherETag, flags: hasSum | compared, sum: [16]byte{7}}},
			longETags: longETags{{1, "x"}},
		}
	}
	l := full()
	l.forgetUpload(true)
	want := ledger{persistent: persistent{maybeEarlier: true, strays: 2}, file: "f",
		parts: parts{{flags: hasSum, sum: [16]byte{7}}}}
	require.Equal(t, want, *l)
	l = full()
	l.forgetUpload(false)
	require.Equal(t, parts{{}}, l.parts)
}

// A PutObject has one checksum, parts have one for all of them.
func TestTheWholeObjectsChecksum(t *testing.T) {
	one := ledger{parts: parts{{sum: [16]byte{0x90, 0x01}}}}
	one.plan, one.sum = plan.Plan{Size: 3, PartSize: 3, Parts: 1, Put: true}, MD5
	require.Equal(t, "90010000000000000000000000000000", one.wholeSum())
	require.Equal(t, equal, one.compareWhole("", `"90010000000000000000000000000000"`, -1))
	require.Equal(t, unequal, one.compareWhole("", `"90020000000000000000000000000000"`, 3))
	require.Equal(t, unequal, one.compareWhole("", `"90010000000000000000000000000000"`, 4), "of another size")
	require.Equal(t, incomparable, one.compareWhole("", "", 3))
	one.plan.Put = false
	require.Regexp(t, "^[0-9a-f]{32}-1$", one.wholeSum())
	require.Equal(t, incomparable, one.compareWhole("", `"90020000000000000000000000000000"`, 3), "S3 likes vary")
	one.sum = CRC64XZ
	require.Equal(t, one.wholeSum(), "400")
	require.Equal(t, equal, one.compareWhole("400", "", 3))
	require.Equal(t, unequal, one.compareWhole("401", "", 3))
	require.Equal(t, incomparable, one.compareWhole("x", "", 3))
	one.sum = NoSum
	require.Empty(t, one.wholeSum())
}
