package checksum

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestStream(t *testing.T) {
	for _, test := range []struct {
		algorithm    Algorithm
		check, empty string
	}{
		{XZ, "11051210869376104954", "0"},
		{NVME, "12577168950296156296", "0"},
		{C32, "3808858755", "0"},
		{MD5, "25f9e794323b453885f5181f1b624d0b", "d41d8cd98f00b204e9800998ecf8427e"},
	} {
		t.Run(test.check, func(t *testing.T) {
			s := NewStream(test.algorithm)
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

func TestUnknownAlgorithms(t *testing.T) {
	require.Nil(t, NewStream(0))
	require.Nil(t, NewStream(MD5+1))
}
