package upload

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestARenewalThatIsAnswered(t *testing.T) {
	var k keys
	require.True(t, k.ask(3, 50))
	require.Equal(t, keys{renewing: true, part: 3, askedAt: 50, tries: 1}, k)
	k.take(4)
	require.True(t, k.renewing, "those of another part are not what was asked for")
	require.Zero(t, k.generation)
	k.refused, k.notBefore = true, 900
	k.take(3)
	require.Equal(t, keys{part: 3, askedAt: 50, tries: 1, generation: 1}, k)
	k.take(9)
	require.Equal(t, 2, k.generation, "what comes unasked is taken, too")
}

func TestRenewalsAreBounded(t *testing.T) {
	var k keys
	for range maxRenewals {
		require.True(t, k.ask(0, 0))
		k.take(0)
	}
	require.False(t, k.ask(0, 0))
	require.False(t, k.renewing)
}

func TestRefusalsAreBoundedUntilOneIsAccepted(t *testing.T) {
	k := keys{windows: windows{{from: 1, count: 2}}}
	require.True(t, k.refuse(false))
	require.True(t, k.refused)
	require.True(t, k.windows.usable(1, 0), "no URL was refused")
	require.True(t, k.refuse(true))
	require.False(t, k.windows.usable(1, 0))
	require.True(t, k.refuse(true))
	require.False(t, k.refuse(true))
	k.accepted()
	require.True(t, k.refuse(true))
}

func TestClockIsSetTwiceAndOnlyIfItIsWrong(t *testing.T) {
	var k keys
	for _, ahead := range []int64{0, clockMs - 1, 1 - clockMs} {
		require.False(t, k.setClock(ahead), "%d ms may be the network's", ahead)
	}
	require.True(t, k.setClock(clockMs))
	require.False(t, k.setClock(clockMs+5), "it is right now")
	require.True(t, k.setClock(-clockMs))
	require.False(t, k.setClock(0), "twice was too little: the clock is not what is wrong")
	require.Equal(t, int64(-clockMs), k.storeAhead)
	require.Equal(t, 2, k.generation, "what was signed before counts no more")
	k.accepted()
	require.True(t, k.setClock(0))
}

func TestWakingRenewsAtOnce(t *testing.T) {
	k := keys{notBefore: 900, askedAt: 10, renewing: true}
	k.wake(500)
	require.Equal(t, keys{notBefore: 500, askedAt: 500, renewing: true}, k)
}
