package upload

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var draw = flag.Bool("draw", false, "write the diagram of the states into core/README.md")

const (
	page      = "../README.md"
	beginMark = "<!-- upload states: drawn by go test ./core/upload -draw -->\n"
	endMark   = "<!-- end of upload states -->\n"
)

func TestEveryStateIsReachedAndLeft(t *testing.T) {
	reached := map[State]bool{Idle: true}
	for range states {
		for _, arrow := range Transitions {
			if reached[arrow.From] {
				reached[arrow.To] = true
			}
		}
	}
	for s := range states {
		require.True(t, reached[s], s.String())
		leaves := 0
		for _, arrow := range Transitions {
			if arrow.From == s {
				leaves++
			}
		}
		require.Equal(t, s.Final(), leaves == 0, "%s has %d ways out", s, leaves)
	}
}

func TestTriggersAreUnambiguousAndUsed(t *testing.T) {
	used := map[Trigger]bool{}
	seen := map[Transition]bool{}
	for _, arrow := range Transitions {
		used[arrow.On] = true
		key := Transition{arrow.From, arrow.On, 0}
		require.False(t, seen[key], "%s: %s leads to two states", arrow.From, arrow.On)
		seen[key] = true
	}
	for on := range triggers {
		require.True(t, used[on], on.String())
		require.NotEmpty(t, on.String())
	}
}

// Wherever there is an upload that can fail, its user can abort it.
func TestEveryUnfinishedStateCanBeAborted(t *testing.T) {
	for s := range states {
		_, remove := next(s, onAbort)
		_, free := next(s, onAbortNothing)
		require.Equal(t, !s.Final() && s != Aborting, remove || free, s.String())
	}
}

// TestDocsShowTheStates draws the table as the diagram of core/README.md.
func TestDocsShowTheStates(t *testing.T) {
	text, err := os.ReadFile(page)
	require.NoError(t, err)
	before, rest, found := strings.Cut(string(text), beginMark)
	require.True(t, found, "the page has no place for the diagram")
	shown, after, found := strings.Cut(rest, endMark)
	require.True(t, found, "the diagram does not end")
	if *draw {
		require.NoError(t, os.WriteFile(page, []byte(before+beginMark+diagram()+endMark+after), 0o644))
		return
	}
	require.Equal(t, diagram(), shown, "go test ./core/upload -draw draws it again")
}

// diagram is the table without what is the same everywhere: failures and
// orders to abort.
func diagram() string {
	var b strings.Builder
	b.WriteString("```mermaid\nstateDiagram-v2\n    [*] --> idle\n")
	for _, arrow := range Transitions {
		switch arrow.On {
		case onFailed, onAbort, onAbortNothing:
			continue
		}
		b.WriteString("    " + arrow.From.String() + " --> " + arrow.To.String() + ": " + arrow.On.String() + "\n")
	}
	b.WriteString("    done --> [*]\n    aborted --> [*]\n    failed --> [*]\n```\n\n")
	b.WriteString("Left out: every state but the last three can fail, and `abort` leads from each to aborting,\n" +
		"or straight to aborted where there is nothing to remove.\n")
	return b.String()
}
