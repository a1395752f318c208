package signer

import (
	"net/http"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// What one ticket began several times is completed once, also when all of it is
// completed at the same time: the first wins.
func TestOneTicketForManyUploads(t *testing.T) {
	for _, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			h := newHarness(t, settings())
			ask := func(o object) (a SignAnswer) {
				o["target"] = d.name
				r := h.call("POST", "/s3/sign", o)
				require.Equal(t, 200, r.status, "%s", r.body)
				r.into(&a)
				return a
			}
			for range 5 {
				ticket := ask(object{"method": "POST", "key": "a.bin"})
				contents, completes := [][]byte{}, []string{}
				for range 4 {
					status, doc := visit(t, "POST", ticket.URL, "", "")
					require.Equal(t, 200, status, doc)
					id := xmlText(t, doc, "UploadId")
					content := noise(1000)
					to := ask(object{"method": "PUT", "key": ticket.Key, "uploadId": id, "partNumber": 1})
					status, _ = send(t, to.URL, nil, content)
					require.Equal(t, 200, status)
					contents = append(contents, content)
					completes = append(completes, ask(object{"method": "POST", "key": ticket.Key, "uploadId": id}).URL)
				}
				won := completeTogether(t, completes)
				require.Len(t, won, 1)
				held, _ := get(t, d.name, ticket.Key)
				require.Equal(t, contents[won[0]], held)
				require.Equal(t, won, completeTogether(t, completes), "asked again, the one that won has still won")
			}
		})
	}
}

// completeTogether visits URLs at the same time and returns which of them had a 200.
func completeTogether(t *testing.T, urls []string) (won []int) {
	var group sync.WaitGroup
	status, docs := make([]int, len(urls)), make([]string, len(urls))
	for i, to := range urls {
		group.Go(func() { status[i], docs[i] = visit(t, "POST", to, "", "") })
	}
	group.Wait()
	for i := range urls {
		if status[i] == http.StatusOK {
			won = append(won, i)
			continue
		}
		require.Equal(t, []any{409, "AlreadyStored"}, []any{status[i], xmlText(t, docs[i], "Code")}, docs[i])
	}
	return won
}
