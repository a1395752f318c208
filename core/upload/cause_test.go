package upload

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhatMaySucceedAnotherTime(t *testing.T) {
	for status, want := range map[int]bool{0: false, 200: false, 403: false, 409: false, 429: true, 500: true, 503: true} {
		require.Equal(t, want, causeReply.mayRetry(status), status)
	}
	for c, want := range map[cause]bool{
		causeAbort: false, causeFileChanged: false, causeChecksum: false,
		causeDeadline: true, causeNoConnection: true, causeNoRenewal: true, causeUploadGone: true, causeUnknown: true,
	} {
		require.Equal(t, want, c.mayRetry(0), causeCodes[c])
	}
	require.Len(t, causeCodes, int(causeUnknown)+1)
}
