package server

import (
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/scripts/store/internal/sums"
)

// The last PUT of a part that ends is the part; nothing is lost or mixed.
func TestConcurrentParts(t *testing.T) {
	h := newHarness(t)
	id := h.initiate("oss", "k")
	var wait sync.WaitGroup
	for i := range 40 {
		wait.Add(1)
		go func() {
			defer wait.Done()
			body := strings.Repeat(string(rune('a'+i%10)), 102400+i)
			r := h.send(
				req{
					method:  "PUT",
					dialect: "oss",
					key:     "k",
					query:   pairs("partNumber", strconv.Itoa(1+i%4), "uploadId", id),
					body:    body,
				},
			)
			require.Equal(t, 200, r.StatusCode)
		}()
	}
	wait.Wait()
	require.Equal(t, 200, h.complete("oss", "k", id, "", "x-oss-complete-all", "yes").StatusCode)
	r := h.send(req{method: "GET", dialect: "oss", key: "k"})
	hash := sums.NewHasher()
	hash.Write([]byte(r.body))
	require.Equal(t, strconv.FormatUint(hash.Sums().CRC64, 10), r.Header.Get("x-oss-hash-crc64ecma"))
	runs := 1
	for i := 1; i < len(r.body); i++ {
		if r.body[i] != r.body[i-1] {
			runs++
		}
	}
	require.LessOrEqual(t, runs, 4, "each part is from one request")
}

// Complete, abort and parts against each other: one of the two ends the upload.
func TestRaces(t *testing.T) {
	h := newHarness(t)
	for range 20 {
		id := h.initiate("oss", "race")
		tag := h.part("oss", "race", id, "1", "x")
		var wait sync.WaitGroup
		results := make([]int, 3)
		for i, run := range []func() reply{
			func() reply { return h.complete("oss", "race", id, list("1", tag)) },
			func() reply {
				return h.send(req{method: "DELETE", dialect: "oss", key: "race", query: pairs("uploadId", id)})
			},
			func() reply {
				return h.send(req{method: "PUT", dialect: "oss", key: "race", query: pairs("uploadId", id, "partNumber", "2"), body: "y"})
			},
		} {
			wait.Add(1)
			go func() { defer wait.Done(); results[i] = run().StatusCode }()
		}
		wait.Wait()
		exists := h.send(req{method: "HEAD", dialect: "oss", key: "race"}).StatusCode == 200
		require.Contains(t, []int{200, 404}, results[0])
		require.Equal(t, results[0] == 200, exists, results)
		require.Equal(t, results[0] == 200, results[1] == 404, results)
		require.Contains(t, []int{200, 404}, results[2])
		require.Equal(
			t,
			404,
			h.send(req{method: "GET", dialect: "oss", key: "race", query: pairs("uploadId", id)}).StatusCode,
		)
		h.send(req{method: "DELETE", dialect: "oss", key: "race"})
	}
}
