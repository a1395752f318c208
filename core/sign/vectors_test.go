package sign_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/core/coretest/vectors"
)

// root is the module's folder, from here.
const root = "../.."

// vectorFolder is PARTWAY_VECTORS, or the project's copy. A relative path
// counts from the module's folder, where go test is called.
func vectorFolder() string {
	folder := os.Getenv("PARTWAY_VECTORS")
	switch {
	case folder == "":
		return filepath.Join(root, "core/testdata/vectors")
	case filepath.IsAbs(folder):
		return folder
	}
	return filepath.Join(root, folder)
}

// TestVectors checks every recorded request of the folder. Those that no store
// would accept are left out; nothing else is.
func TestVectors(t *testing.T) {
	all, err := vectors.Load(vectorFolder())
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
	require.NotZero(t, checked, "all vectors are warnings")
	fmt.Printf("vectors: %d checked, %d failed\n", checked, failed)
}
