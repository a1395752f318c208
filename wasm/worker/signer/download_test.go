package signer

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
)

// A target that says "download" hands out a URL to read the object by once it is
// complete, to the client alone.
func TestDownload(t *testing.T) {
	for _, d := range dialects {
		for _, size := range []int{0, 100_000, 8<<20 + 1} {
			t.Run(fmt.Sprint(d.name, " ", size), func(t *testing.T) {
				o := settings()
				target := o["targets"].(object)[d.name].(object)
				target["download"] = 60
				if d.name != "cos" {
					target["force"] = object{"requestPayer": "requester"} // which is a header elsewhere
				}
				h := newHarness(t, o)
				a, content := h.sent(d.name, size)
				for range 2 { // the second is a repeat
					r := h.call("POST", at(a, "/complete"), object{})
					require.Equal(t, 200, r.status, "%s", r.body)
					var done CompleteAnswer
					r.into(&done)
					answer, err := http.Get(done.Download)
					require.NoError(t, err)
					held, err := io.ReadAll(answer.Body)
					answer.Body.Close()
					require.NoError(t, err)
					require.Equal(t, 200, answer.StatusCode, "%s", held)
					require.Equal(t, content, append([]byte{}, held...))
					require.Equal(t, "60", seconds(t, done.Download))
				}
			})
		}
	}
}

// seconds is how long a URL lives, by the parameters of any store.
func seconds(t *testing.T, text string) string {
	u, err := url.Parse(text)
	require.NoError(t, err)
	q := u.Query()
	if span := q.Get("q-sign-time"); span != "" {
		var from, to int
		_, err := fmt.Sscanf(span, "%d;%d", &from, &to)
		require.NoError(t, err)
		return fmt.Sprint(to - from - 1) // COS: it begins a second ago
	}
	return q.Get("X-Amz-Expires") + q.Get("x-oss-expires")
}

func TestNoDownloadUnlessTheTargetSaysSo(t *testing.T) {
	h := newHarness(t, settings())
	a, _ := h.sent("s3", 1)
	require.NotContains(t, string(h.call("POST", at(a, "/complete"), object{}).body), "download")
}
