package upload

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSlotsAreTakenAsTheyAreGranted(t *testing.T) {
	var s slots
	require.False(t, s.take(), "none was granted")
	s.grant()
	s.grant()
	require.True(t, s.take())
	require.True(t, s.take())
	require.False(t, s.take())
	require.Equal(t, slots{used: 2}, s)
	s.release()
	require.False(t, s.take(), "a released slot goes back to the budget")
	require.Equal(t, slots{used: 1}, s)
}

func TestWantIsToldWhenItChanges(t *testing.T) {
	var s slots
	require.False(t, s.setWant(0), "nothing is wanted, as before")
	require.True(t, s.setWant(3))
	require.False(t, s.setWant(3))
	s.grant()
	require.True(t, s.take())
	require.False(t, s.setWant(2), "one is in use, two more are wanted")
	s.release()
	require.True(t, s.setWant(2))
	require.True(t, s.setWant(0))
	require.Zero(t, s.want)
}
