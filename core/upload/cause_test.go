package upload

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhatMaySucceedAnotherTime(t *testing.T) {
	for _, status := range []int{429, 500, 503} {
		require.True(t, causeReply.mayRetry(status), status)
	}
	for _, status := range []int{0, 200, 403, 409} {
		require.False(t, causeReply.mayRetry(status), status)
	}
	for c, want := range map[cause]bool{
		causeAbort: false, causeFileChanged: false, causeChecksum: false,
		causeDeadline: true, causeNoConnection: true, causeNoRenewal: true, causeUploadGone: true, causeUnknown: true,
	} {
		require.Equal(t, want, c.mayRetry(0), causeCodes[c])
	}
	require.Len(t, causeCodes, int(causeUnknown)+1)
}
