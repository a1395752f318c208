package sign_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/core/coretest/vectors"
)

// TestVectors checks every recorded request of the folder in PARTWAY_VECTORS,
// by default the project's copy. Those that no store would accept are left
// out; nothing else is.
func TestVectors(t *testing.T) {
	folder := os.Getenv("PARTWAY_VECTORS")
	if folder == "" {
		folder = "../testdata/vectors"
	}
	all, err := vectors.Load(folder)
	require.NoError(t, err)
	checked, failed := 0, 0
	for i := range all {
		v := &all[i]
		if !v.Target() {
			continue
		}
		checked++
		if differences := v.Check(); len(differences) > 0 {
			failed++
			t.Errorf("%s\n%s", v.ID, strings.Join(differences, "\n"))
		}
	}
	require.NotZero(t, checked, "all vectors of %s are warnings", folder)
	fmt.Printf("vectors: %d checked, %d failed\n", checked, failed)
}
