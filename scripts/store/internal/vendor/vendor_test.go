package vendor

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/scripts/store/internal/fault"
)

func TestRows(t *testing.T) {
	id := regexp.MustCompile(`^[A-Za-z0-9]{16,128}$`) // a file name, see disk
	for _, v := range All() {
		require.NotEmpty(t, v.Server, v.Name)
		require.NotEmpty(t, v.RequestID, v.Name)
		require.NotEmpty(t, v.HostEnds, v.Name)
		require.Regexp(t, id, v.NewUploadID(1585130821), v.Name)
		require.NotEqual(t, v.NewUploadID(1), v.NewUploadID(1), v.Name)
		require.NotEqual(t, v.NewRequestID(1), v.NewRequestID(1), v.Name)
		found, ok := ByName(v.Name)
		require.True(t, ok)
		require.Equal(t, v.Title, found.Title)
		for kind, code := range v.Codes {
			require.NotEmpty(t, code.Name, kind)
			require.NotEqual(t, common[kind], code, "%s repeats the common code of %s", v.Name, kind)
		}
		for _, kind := range []fault.Kind{fault.EntityTooSmall, fault.NoSuchUpload, fault.TokenExpired, fault.InternalError, fault.NotModified} {
			require.GreaterOrEqual(t, v.Code(kind).Status, 300)
			require.Less(t, v.Code(kind).Status, 600)
		}
	}
	_, ok := ByName("gcs")
	require.False(t, ok)
}

// Upload IDs look like the vendors': 32 upper-case hex; the time and 64 lower-case hex.
func TestUploadIDs(t *testing.T) {
	require.Regexp(t, `^[0-9A-F]{32}$`, oss().NewUploadID(1585130821))
	require.Regexp(t, `^1585130821[0-9a-f]{64}$`, cos().NewUploadID(1585130821))
}

func TestETag(t *testing.T) {
	require.Equal(t, `"AB-2"`, oss().ETag("ab-2"))
	require.Equal(t, `"ab-2"`, cos().ETag("ab-2"))
}
