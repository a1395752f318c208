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

// neverCache keeps go test from answering "(cached)" for vectors outside the
// module, whose changes it does not notice: it notes the folder that a test
// moves to, and that of the test's own program is gone when it looks again.
func neverCache(t *testing.T) {
	program, err := os.Executable()
	require.NoError(t, err)
	t.Chdir(filepath.Dir(program))
}

// TestVectors checks every recorded request of the folder. Those that no store
// would accept are left out; nothing else is.
func TestVectors(t *testing.T) {
	all, err := vectors.Load(vectorFolder())
	require.NoError(t, err)
	if os.Getenv("PARTWAY_VECTORS") != "" {
		neverCache(t)
	}
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
