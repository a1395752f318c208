package checksum

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestStream(t *testing.T) {
	for _, test := range []struct{ name, check, empty string }{
		{"crc64xz", "11051210869376104954", "0"},
		{"crc64nvme", "12577168950296156296", "0"},
		{"crc32c", "3808858755", "0"},
		{"md5", "25f9e794323b453885f5181f1b624d0b", "d41d8cd98f00b204e9800998ecf8427e"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, ok := NewStream(test.name)
			require.True(t, ok)
			require.Equal(t, test.empty, s.Sum())
			for range 2 {
				s.Add([]byte("1234"))
				s.Sum() // looking does not change the stream
				s.Add([]byte("56789"))
				require.Equal(t, test.check, s.Sum())
				s.Reset()
				require.Equal(t, test.empty, s.Sum())
			}
		})
	}
}

func TestUnknownNames(t *testing.T) {
	for _, name := range []string{"", "crc64", "MD5", "sha256"} {
		_, ok := NewStream(name)
		require.False(t, ok, name)
	}
	_, ok := ByName("md5")
	require.False(t, ok, "MD5 is no CRC and cannot be combined")
}
