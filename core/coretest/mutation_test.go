package coretest

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

// mutationSchedules is how many schedules may miss a mutation.
const mutationSchedules = 20_000

// mutation breaks one of the machine's defences.
type mutation struct {
	name  string
	edits []edit
}

// edit replaces a text of a file of core/upload. The text must be there exactly once, so a mutation cannot silently
// stop mutating.
type edit struct{ file, text, replacement string }

// TestSimulationNoticesMutations builds the simulation with each mutation in turn. What goes unnoticed here would go
// unnoticed if somebody broke it by mistake.
func TestSimulationNoticesMutations(t *testing.T) {
	var noticed atomic.Int32
	t.Run("mutations", func(t *testing.T) {
		for _, m := range mutations {
			t.Run(m.name, func(t *testing.T) {
				t.Parallel()
				broken := m.run(t)
				require.NotEmpty(t, broken, "%d schedules do not notice it", mutationSchedules)
				noticed.Add(1)
				t.Log(broken)
			})
		}
	})
	t.Logf("%d of %d mutations noticed", noticed.Load(), len(mutations))
}

func TestMutationsAreMany(t *testing.T) {
	require.GreaterOrEqual(t, len(mutations), 33)
	names := map[string]bool{}
	for _, m := range mutations {
		require.False(t, names[m.name], "two mutations are called %q", m.name)
		names[m.name] = true
	}
}

// run returns the first rule that the mutated machine broke; empty: none.
func (m *mutation) run(t *testing.T) string {
	folder := t.TempDir()
	program := filepath.Join(folder, "mutant")
	build := exec.Command("go", "build", "-overlay", m.overlay(t, folder), "-ldflags=-s -w", "-o", program, "./mutant")
	output, err := build.CombinedOutput()
	require.NoError(t, err, "%s", output)
	mutant := exec.Command(program, strconv.Itoa(mutationSchedules))
	mutant.Env = append(os.Environ(), "GOMAXPROCS=1") // mutations run side by side
	output, err = mutant.CombinedOutput()
	require.NoError(t, err, "%s", output)
	return strings.TrimSpace(string(output))
}

// overlay writes the mutated sources and returns the file that tells go build of them.
func (m *mutation) overlay(t *testing.T, folder string) string {
	sources := map[string]string{}
	for _, e := range m.edits {
		path, err := filepath.Abs(filepath.Join("..", "upload", e.file))
		require.NoError(t, err)
		source, edited := sources[path]
		if !edited {
			b, err := os.ReadFile(path)
			require.NoError(t, err)
			source = string(b)
		}
		require.Equal(t, 1, strings.Count(source, e.text), "how often %s has this text: %s", e.file, e.text)
		sources[path] = strings.Replace(source, e.text, e.replacement, 1)
	}
	replace := map[string]string{}
	for path, source := range sources {
		replace[path] = filepath.Join(folder, filepath.Base(path))
		require.NoError(t, os.WriteFile(replace[path], []byte(source), 0o600))
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	require.NoError(t, err)
	file := filepath.Join(folder, "overlay.json")
	require.NoError(t, os.WriteFile(file, overlay, 0o600))
	return file
}
