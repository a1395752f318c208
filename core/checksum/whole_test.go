package checksum

import (
	"crypto/md5"
	"encoding/hex"
	"hash/crc64"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWholeOfParts(t *testing.T) {
	data := make([]byte, 1000)
	for i := range data {
		data[i] = byte(i * 7)
	}
	table := crc64.MakeTable(crc64.ECMA)
	for _, sizes := range [][]int{{}, {0}, {1000}, {400, 400, 200}, {500, 500}, {1, 999}, {300, 0, 700}, {0, 1000}} {
		var crcs []uint64
		var digests []byte
		at := 0
		for _, size := range sizes {
			part := data[at : at+size]
			crcs = append(crcs, crc64.Checksum(part, table))
			sum := md5.Sum(part)
			digests = append(digests, sum[:]...)
			at += size
		}
		whole := WholeXZ(len(sizes), func(i int) (uint64, int64) { return crcs[i], int64(sizes[i]) })
		require.Equal(t, crc64.Checksum(data[:at], table), whole, sizes)
		sum := md5.Sum(digests)
		require.Equal(t, hex.EncodeToString(sum[:])+"-"+strconv.Itoa(len(sizes)), ETagOfParts(digests))
	}
}
