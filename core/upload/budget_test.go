package upload_test

import (
	"testing"

	"github.com/partway/partway/core/upload"
	"github.com/stretchr/testify/require"
)

func grants(b *upload.Budget, now int64) (ids []int) {
	for id, ok := b.Next(now); ok; id, ok = b.Next(now) {
		ids = append(ids, id)
	}
	return ids
}

// One large file and many small ones: everybody gets a turn.
func TestBudgetIsFair(t *testing.T) {
	b := &upload.Budget{}
	b.Want(1, 6)
	b.Want(2, 1)
	b.Want(3, 1)
	require.Equal(t, []int{1, 2, 3}, grants(b, 0))
	b.Want(4, 1)
	b.Release(1, upload.VerdictGood, 1000, 10)
	require.Equal(t, []int{4}, grants(b, 10), "who has none comes first")
	b.Want(2, 0)
	b.Release(2, upload.VerdictGood, 1000, 20)
	require.Equal(t, []int{1}, grants(b, 20))
	b.Drop(1)
	require.Empty(t, grants(b, 30), "the others want no more")
}

// throughput lets requests of 100,000 bytes run for some seconds at a rate that
// depends on how many there are.
func throughput(b *upload.Budget, from, seconds int64, rate func(limit int) int64) int64 {
	now := from
	b.Want(1, 6)
	for now < from+seconds*1000 {
		grants(b, now)
		now += max(100_000_000/max(rate(b.Limit()), 1), 1)
		b.Release(1, upload.VerdictGood, 100_000, now)
	}
	return now
}

func TestBudgetGrowsWhileItHelps(t *testing.T) {
	b := &upload.Budget{}
	throughput(b, 0, 60, func(limit int) int64 { return int64(limit) * 1_000_000 })
	require.Equal(t, 6, b.Limit())

	b = &upload.Budget{}
	throughput(b, 0, 20, func(limit int) int64 { return int64(min(limit, 4)) * 1_000_000 })
	require.LessOrEqual(t, b.Limit(), 5, "a fifth did not help")
	require.GreaterOrEqual(t, b.Limit(), 4)
}

func TestBudgetShrinksOncePerTrouble(t *testing.T) {
	b := &upload.Budget{}
	now := throughput(b, 0, 60, func(limit int) int64 { return int64(limit) * 1_000_000 })
	grants(b, now)
	for range 3 { // requests that fail together
		b.Release(1, upload.VerdictSlow, 0, now)
	}
	require.Equal(t, 3, b.Limit())
	now += 2000
	grants(b, now)
	b.Release(1, upload.VerdictLost, 0, now)
	require.Equal(t, 2, b.Limit())
	for range 9 {
		now += 2000
		grants(b, now)
		b.Release(1, upload.VerdictLost, 0, now)
	}
	require.Equal(t, 1, b.Limit(), "one is always allowed")
	throughput(b, now, 60, func(limit int) int64 { return int64(limit) * 1_000_000 })
	require.Equal(t, 6, b.Limit(), "and it recovers")
}

func TestBudgetComesBack(t *testing.T) {
	b := &upload.Budget{}
	b.Want(7, 4)
	b.Want(9, 2)
	grants(b, 5)
	encoded := upload.EncodeBudget(b)
	back, err := upload.DecodeBudget(encoded)
	require.NoError(t, err)
	require.Equal(t, encoded, upload.EncodeBudget(back))
	for n := range encoded {
		_, err := upload.DecodeBudget(encoded[:n])
		require.Error(t, err)
	}
}

// Thousands of small files: the queue stays cheap and nobody starves.
func TestBudgetWithManyFiles(t *testing.T) {
	b := &upload.Budget{}
	for id := range 2000 {
		b.Want(id, 1)
	}
	served := map[int]bool{}
	for now := int64(0); len(served) < 2000; now += 10 {
		for _, id := range grants(b, now) {
			served[id] = true
			b.Want(id, 0)
			b.Release(id, upload.VerdictGood, 1024, now+5)
		}
		require.Less(t, now, int64(60_000))
	}
}
