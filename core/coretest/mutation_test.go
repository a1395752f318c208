package coretest

import (
	"testing"

	"github.com/partway/partway/core/upload"
	"github.com/stretchr/testify/require"
)

// mutationSeeds is how many schedules a missing defence may get past.
const mutationSeeds = 60_000

// TestSimulationNoticesMissingDefences takes each of the machine's defences
// away in turn. What the simulation did not notice, it would not notice either
// if somebody broke it.
func TestSimulationNoticesMissingDefences(t *testing.T) {
	require.GreaterOrEqual(t, len(upload.Defences()), 15)
	for _, name := range upload.Defences() {
		t.Run(name, func(t *testing.T) {
			seed, broken := search(1, mutationSeeds, name)
			require.NotEmpty(t, broken, "nothing breaks without it")
			t.Logf("seed %d: %s", seed, broken)
		})
	}
}
