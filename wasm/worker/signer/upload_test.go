package signer

import (
	"context"
	"crypto/md5"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/core"
	"github.com/partway/partway/core/checksum"
	"github.com/partway/partway/core/grant"
	"github.com/partway/partway/core/request"
)

func TestUpload(t *testing.T) {
	for _, d := range dialects {
		for _, size := range []int{0, 1, 100_000, 8 << 20, 8<<20 + 1, 20 << 20} {
			t.Run(fmt.Sprint(d.name, " ", size), func(t *testing.T) {
				h := newHarness(t, settings())
				content := noise(size)
				a := h.begin(
					object{
						"filename": "目录 a+b.bin",
						"type":     "image/png",
						"size":     size,
						"target":   d.name,
						"metadata": object{"author": "a b"},
					},
				)
				require.Equal(t, d.bucket, a.Bucket)
				require.Equal(t, size <= 8<<20, a.Put)
				require.Regexp(t, `^uploads/anonymous/[0-9a-f-]{36}/目录 a\+b\.bin$`, a.Key)
				require.NotContains(t, a.URL, "?")
				h.sendAll(a, content)
				var done CompleteAnswer
				for range 2 { // the second is a repeat whose first answer was lost
					r := h.call("POST", at(a, "/complete"), object{})
					require.Equal(t, 200, r.status, "%s", r.body)
					r.into(&done)
					require.Equal(
						t,
						[]any{a.Key, a.URL, a.Bucket, int64(size)},
						[]any{done.Key, done.Location, done.Bucket, done.Size},
					)
				}
				held, header := get(t, d.name, a.Key)
				require.Equal(t, content, append([]byte{}, held...))
				require.Equal(t, "image/png", header.Get("Content-Type"))
				require.Equal(t, d.name != "s3", done.CRC64 != "")
				for name, values := range header {
					if strings.HasSuffix(name, "-Meta-Author") {
						require.Equal(t, []string{"a b"}, values)
						return
					}
				}
				require.Fail(t, "no metadata", "%v", header)
			})
		}
	}
}

// A PUT of a whole object takes headers that a part does not.
func TestPartsOnly(t *testing.T) {
	for _, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			o := settings()
			o["targets"].(object)[d.name].(object)["partsOnly"] = true
			h := newHarness(t, o)
			for size, put := range map[int]bool{0: true, 1: false, 100_000: false} {
				a, content := h.sent(d.name, size)
				require.Equal(t, put, a.Put, size)
				r := h.call("POST", at(a, "/complete"), object{})
				require.Equal(t, 200, r.status, "%s", r.body)
				held, _ := get(t, d.name, a.Key)
				require.Equal(t, content, append([]byte{}, held...))
			}
			for _, r := range []reply{
				h.call("GET", "/s3/params?filename=a.png&target="+d.name, nil),
				h.call("POST", "/s3/sign", SignRequest{Method: "PUT", Key: "a.png", Target: d.name}),
			} {
				require.Equal(t, []any{403, "PartsOnly"}, []any{r.status, r.failure().Code})
			}
		})
	}
}

// What a client may choose comes as its options are written elsewhere.
func TestChosenOptions(t *testing.T) {
	o := settings()
	o["targets"].(object)["s3"].(object)["allow"] = []any{"tags", "cacheControl", "storageClass"}
	h := newHarness(t, o)
	a := h.begin(
		object{
			"filename": "a",
			"size":     1,
			"options":  object{"tags": object{"a": "b", "n": 5}, "cacheControl": "no-store"},
		},
	)
	require.Equal(t, []string{"a=b&n=5", "no-store"}, []string{a.Headers["x-amz-tagging"], a.Headers["cache-control"]})
	same := h.begin(
		object{"filename": "a", "size": 1, "options": object{"tags.a": "b", "tags.n": 5, "cacheControl": "no-store"}},
	)
	require.Equal(t, a.Headers, same.Headers)
	r := h.call(
		"POST",
		"/s3/multipart",
		object{"filename": "a", "size": 1, "options": object{"storageclass": "STANDARD_IA"}},
	)
	require.Equal(t, "OptionNotAllowed", r.failure().Code)
	require.Contains(t, r.failure().Message, `Did you mean "storageClass"?`)
	require.Contains(
		t,
		h.call("POST", "/s3/multipart", object{"filename": "a", "size": "1MB"}).failure().Message,
		"size must be another type than string",
	)
}

// Companion's clients know neither plan nor window.
func TestAsCompanionServes(t *testing.T) {
	for _, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			h := newHarness(t, settings())
			content := noise(11 << 20)
			a := h.begin(
				object{
					"filename": "a.bin",
					"type":     "",
					"target":   d.name,
					"metadata": object{"name": "目录", "relativePath": nil, "n": 5},
				},
			)
			require.Zero(t, a.Parts)
			var parts []CompletePart
			for i := 0; i < 3; i++ {
				var one PartURLAnswer
				r := h.call("GET", at(a, fmt.Sprint("/", i+1)), nil)
				require.Equal(t, 200, r.status, "%s", r.body)
				r.into(&one)
				status, header := send(t, one.URL, nil, content[i*(5<<20):min((i+1)*(5<<20), len(content))])
				require.Equal(t, 200, status)
				parts = append(parts, CompletePart{i + 1, strings.Trim(header.Get("ETag"), `"`)})
			}
			var listed []ListedPart
			h.call("GET", at(a, ""), nil).into(&listed)
			require.Len(t, listed, 3)
			require.Equal(t, int64(1<<20), listed[2].Size)

			wrong := append([]CompletePart{}, parts...)
			wrong[1].ETag = "0"
			require.Equal(
				t,
				"InvalidPart",
				h.call("POST", at(a, "/complete"), CompleteRequest{Parts: wrong}).failure().Code,
			)
			require.Equal(t, 409, h.call("POST", at(a, "/complete"), CompleteRequest{Parts: parts[:2]}).status)
			r := h.call("POST", at(a, "/complete"), CompleteRequest{Parts: parts})
			require.Equal(t, 200, r.status, "%s", r.body)
			held, _ := get(t, d.name, a.Key)
			require.Equal(t, content, held)
		})
	}
}

func TestWindows(t *testing.T) {
	h := newHarness(t, settings())
	a := h.begin(object{"filename": "a.bin", "size": 95 << 20, "partSize": 5 << 20})
	require.Equal(t, []int{19, 19}, []int{a.Parts, len(a.URLs)})
	var w WindowAnswer
	h.call("GET", at(a, "/batch?partNumbers=19,3"), nil).into(&w)
	require.Len(t, w.PresignedURLs, 2)
	require.Contains(t, w.PresignedURLs["19"], "partNumber=19&")
	status, _ := send(t, w.PresignedURLs["3"], w.Headers, noise(5<<20))
	require.Equal(t, 200, status)
	var listed []ListedPart
	h.call("GET", at(a, ""), nil).into(&listed)
	require.Equal(t, 3, listed[0].PartNumber)

	r := h.call("POST", at(a, "/complete"), nil)
	require.Equal(t, []any{409, "InvalidPart", "ask"}, []any{r.status, r.failure().Code, r.failure().Retry})
	require.Equal(t, 200, h.call("DELETE", at(a, ""), nil).status)
	require.Equal(t, 200, h.call("DELETE", at(a, ""), nil).status, "gone already")
	r = h.call("GET", at(a, ""), nil)
	require.Equal(t, []any{404, "NoSuchUpload", "restart"}, []any{r.status, r.failure().Code, r.failure().Retry})
	r = h.call("POST", at(a, "/complete"), nil)
	require.Equal(t, []any{404, "NoSuchUpload", "restart"}, []any{r.status, r.failure().Code, r.failure().Retry})
}

// The store's list comes in pages of 1,000.
func TestListOfManyPages(t *testing.T) {
	o := settings()
	o["targets"].(object)["oss"].(object)["maxSize"] = float64(1 << 40)
	h := newHarness(t, o)
	a := h.begin(object{"filename": "a.bin", "size": 1100 * 102400, "partSize": 102400, "target": "oss"})
	require.Equal(t, 1100, a.Parts)
	part := noise(102400)
	for from := 1; from <= 1100; from += 100 {
		numbers := make([]string, 100)
		for i := range numbers {
			numbers[i] = fmt.Sprint(from + i)
		}
		var w WindowAnswer
		h.call("GET", at(a, "/batch?partNumbers="+strings.Join(numbers, ",")), nil).into(&w)
		for _, to := range w.PresignedURLs {
			status, _ := send(t, to, w.Headers, part)
			require.Equal(t, 200, status)
		}
	}
	var listed []ListedPart
	h.call("GET", at(a, ""), nil).into(&listed)
	require.Len(t, listed, 1100)
	require.Equal(t, 200, h.call("POST", at(a, "/complete"), nil).status)
}

// What the store does wrong while completing.
func TestCompleteThatGoesWrong(t *testing.T) {
	for _, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			h := newHarness(t, settings())
			a, _ := h.sent(d.name, 9<<20)
			faults(t, object{"op": "complete", "do": "lose", "count": 1})
			require.Equal(t, 200, h.call("POST", at(a, "/complete"), nil).status, "done, though the answer was lost")

			a, _ = h.sent(d.name, 9<<20)
			faults(t, object{"op": "complete", "do": "refuse", "code": "InternalError", "status": 200, "count": 1})
			r := h.call("POST", at(a, "/complete"), nil)
			require.Equal(t, []any{502, "ask"}, []any{r.status, r.failure().Retry}, "an error inside a 200")
			held, _ := get(t, d.name, a.Key)
			require.Nil(t, held)
			require.Equal(t, 200, h.call("POST", at(a, "/complete"), nil).status)

			a, _ = h.sent(d.name, 9<<20)
			faults(t, object{"op": "complete", "do": "refuse", "code": "SlowDown", "retryAfter": "7", "count": 1})
			r = h.call("POST", at(a, "/complete"), nil)
			require.Equal(t, []any{503, "slower", "7"}, []any{r.status, r.failure().Retry, r.header.Get("Retry-After")})
			require.NotEmpty(t, r.failure().RequestID)
		})
	}
}

func TestChecksumOfTheWhole(t *testing.T) {
	h := newHarness(t, settings())
	a, _ := h.sent("oss", 9<<20)
	faults(t, object{"op": "complete", "do": "lie"})
	r := h.call("POST", at(a, "/complete"), nil)
	require.Equal(t, []any{422, "ChecksumMismatch", true}, []any{r.status, r.failure().Code, r.failure().Stored})
}

func TestForm(t *testing.T) {
	for _, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			o := settings()
			o["targets"].(object)[d.name].(object)["maxSize"] = float64(1000)
			h := newHarness(t, o)
			ask := func(more string) (f FormAnswer) {
				h.call("GET", "/s3/params?filename=a.txt&type=text/plain&metadata[name]=x&target="+d.name+more, nil).
					into(&f)
				return f
			}
			f := ask("")
			require.Equal(t, "POST", f.Method)
			content := noise(1000)
			status, _ := post(t, f, content)
			require.Equal(t, 201, status)
			held, header := get(t, d.name, f.Fields["key"])
			require.Equal(t, content, held)
			require.Equal(t, "text/plain", header.Get("Content-Type"))

			f = ask("")
			status, _ = post(t, f, noise(1001))
			require.Equal(t, 400, status, "larger than granted")
			for field, value := range map[string]string{"key": "elsewhere", "Content-Type": "text/html"} {
				f = ask("")
				f.Fields[field] = value
				status, body := post(t, f, content)
				require.Equal(t, 403, status, "%s %s", field, body)
			}
		})
	}
}

func TestHealth(t *testing.T) {
	h := newHarness(t, settings())
	r := h.call("GET", "/any/healthz", nil)
	require.JSONEq(
		t,
		`{"ok":true,"targets":[{"name":"s3","dialect":"s3"},{"name":"cos","dialect":"cos"},{"name":"oss","dialect":"oss"}]}`,
		string(r.body),
	)
	require.Equal(t, "no-store", r.header.Get("Cache-Control"))
}

// A completion that is asked for again recognizes the object by the checksum that
// the client expects: under a key that is not its own alone, it may be another's.
func TestCompleteRecognizesTheObject(t *testing.T) {
	for _, d := range dialects {
		for _, size := range []int{100, 9 << 20} {
			t.Run(fmt.Sprint(d.name, " ", size), func(t *testing.T) {
				h := newHarness(t, settings())
				a, _ := h.sent(d.name, size)
				var done CompleteAnswer
				h.call("POST", at(a, "/complete"), object{}).into(&done)
				sum := done.CRC64
				if sum == "" {
					sum = strings.Trim(done.ETag, `"`)
				}
				require.Equal(t, 200, h.call("POST", at(a, "/complete"), object{"sum": sum}).status)
				other := "1"
				if d.name == "s3" {
					other = strings.Repeat("0", 32)
				}
				r := h.call("POST", at(a, "/complete"), object{"sum": other})
				want := map[bool]int{true: 409, false: 404}[a.Put]
				require.Equal(t, want, r.status, "%s", r.body)
			})
		}
	}
}

// What the client knows of the whole is compared, where the list of parts allows
// it before the object is made.
func TestCompleteComparesTheChecksum(t *testing.T) {
	for _, d := range dialects {
		h := newHarness(t, settings())
		a, content := h.sent(d.name, 9<<20)
		sums := map[string]string{"crc64xz": "1", "md5": strings.Repeat("0", 32) + "-2"}
		r := h.call("POST", at(a, "/complete"), object{"sum": sums[a.Verify]})
		if d.name == "cos" { // whose list has no checksums: it tells that of the object only
			require.Equal(
				t,
				[]any{422, "ChecksumMismatch", true},
				[]any{r.status, r.failure().Code, r.failure().Stored},
			)
			continue
		}
		require.Equal(t, []any{409, "InvalidPart", "ask"}, []any{r.status, r.failure().Code, r.failure().Retry}, d.name)
		held, _ := get(t, d.name, a.Key)
		require.Nil(t, held)
		sum := checksum.NewStream(checksum.XZ)
		if a.Verify == "md5" {
			sum = checksum.NewStream(checksum.MD5)
			for _, part := range [][]byte{content[:a.PartSize], content[a.PartSize:]} {
				digest := md5.Sum(part)
				sum.Add(digest[:])
			}
		} else {
			sum.Add(content)
		}
		right := sum.Sum()
		if a.Verify == "md5" {
			right += "-2"
		}
		require.Equal(t, 200, h.call("POST", at(a, "/complete"), object{"sum": right}).status, d.name)
	}
}

// Every URL of the largest window is good, whatever signing it did to memory.
func TestFullWindow(t *testing.T) {
	for _, d := range dialects {
		o := settings()
		o["targets"].(object)[d.name].(object)["maxSize"] = float64(1 << 30)
		h := newHarness(t, o)
		a := h.begin(object{"filename": "a.bin", "target": d.name})
		numbers := make([]string, maxWindow)
		for i := range numbers {
			numbers[i] = fmt.Sprint(i + 1)
		}
		var w WindowAnswer
		h.call("GET", at(a, "/batch?partNumbers="+strings.Join(numbers, ",")), nil).into(&w)
		require.Len(t, w.PresignedURLs, maxWindow)
		for n, to := range w.PresignedURLs {
			require.Contains(t, to, "partNumber="+n+"&")
			status, _ := send(t, to, w.Headers, []byte("x"))
			require.Equal(t, 200, status, "%s %s", d.name, n)
		}
		require.Equal(t, 200, h.call("DELETE", at(a, ""), nil).status)
	}
}

// Uppy sends the name of every file as metadata, whoever sets it.
func TestMetadataThatIsForced(t *testing.T) {
	o := settings()
	o["targets"].(object)["s3"].(object)["force"] = object{"metadata": object{"name": "x"}}
	h := newHarness(t, o)
	r := h.call("POST", "/s3/multipart", object{"filename": "a", "metadata": object{"name": "a", "other": "b"}})
	require.Equal(t, 200, r.status, "%s", r.body)
}

// A base URL may name the target, for Uppy, which does not.
func TestTargetInTheBase(t *testing.T) {
	h := newHarness(t, settings())
	for path, want := range map[string]string{"/s3/multipart": "partway-dev", "/a/to/cos/s3/multipart": "partway-1250000000", "/to/cos//s3/multipart": "partway-1250000000"} {
		var a BeginAnswer
		h.call("POST", path, object{"filename": "a"}).into(&a)
		require.Equal(t, want, a.Bucket)
	}
	require.Equal(t, "NoSuchTarget", h.call("POST", "/to/other/s3/multipart", object{"filename": "a"}).failure().Code)
}

// An older object under the same key and of the same size is not what a
// completion that went nowhere made.
func TestOlderObjectIsNotTheUpload(t *testing.T) {
	for _, d := range dialects {
		o := settings()
		o["targets"].(object)[d.name].(object)["key"] = "older/{user}/{name}"
		o["targets"].(object)[d.name].(object)["overwrite"] = true
		h := newHarness(t, o)
		ask := object{"filename": "a.bin", "size": 9 << 20, "target": d.name}
		first := h.begin(ask)
		h.sendAll(first, noise(9<<20))
		require.Equal(t, 200, h.call("POST", at(first, "/complete"), nil).status)
		time.Sleep(3100 * time.Millisecond) // the slack, and the store's dates are whole seconds
		second := h.begin(ask)
		require.Equal(t, first.Key, second.Key)
		require.Equal(t, 200, h.call("DELETE", at(second, ""), nil).status)
		r := h.call("POST", at(second, "/complete"), nil)
		require.Equal(t, []any{404, "NoSuchUpload"}, []any{r.status, r.failure().Code})
		require.Equal(t, 200, h.call("POST", at(first, "/complete"), nil).status)

		var begin SignAnswer
		h.call("POST", "/s3/sign", object{"method": "POST", "key": "a.bin", "target": d.name}).into(&begin)
		require.Equal(t, first.Key, begin.Key)
		status, doc := visit(t, "POST", begin.URL, "", "")
		require.Equal(t, 200, status, "a ticket made after the object is not used up: %s", doc)
	}
}

// S3 dates an object by when its upload was asked for, Begun is from the answer.
func TestDateOfTheUploadsOwnObject(t *testing.T) {
	h := newHarness(t, settings())
	client, err := h.signer.target("s3").client("k", nil)
	require.Nil(t, err)
	u := &upload{
		Grant:  grant.Grant{UploadID: "id", Begun: 1795000003},
		target: h.signer.target("s3"),
		key:    "k",
		client: client,
	}
	for modified, own := range map[int64]bool{1795000004: true, 1795000001: true, 1795000000: false} {
		h.signer.env.Fetch = func(context.Context, *Call) request.Reply {
			date := time.Unix(modified, 0).UTC().Format(http.TimeFormat)
			return request.Reply{
				Status: 200,
				Headers: []request.Pair{
					{Name: "Last-Modified", Value: date},
					{Name: "Content-Length", Value: "1"},
					{Name: "ETag", Value: `"x"`},
				},
			}
		}
		object, f := (&call{Signer: h.signer, now: time.Now()}).head(u)
		require.Nil(t, f)
		require.Equal(t, own, object != nil, modified)
	}
}

// A bucket of S3 may encrypt by a key service by default: the ETags that it then
// makes are not compared, whether or not the page may see that.
func TestEncryptedByDefault(t *testing.T) {
	for _, size := range []int{1, 9 << 20} {
		for kms, verify := range map[string]string{"aws:kms": "", "aws:kms:dsse": "", "AES256": "md5"} {
			h := newHarness(t, settings())
			fetch := h.signer.env.Fetch
			h.signer.env.Fetch = func(ctx context.Context, c *Call) request.Reply {
				r := fetch(ctx, c)
				r.Headers = append(r.Headers, request.Pair{Name: "X-Amz-Server-Side-Encryption", Value: kms})
				return r
			}
			a, _ := h.sent("s3", size)
			if size > 1 {
				require.Equal(t, verify, a.Verify, kms)
				require.Equal(t, verify != "", a.VerifyHeader != "", kms)
			}
			status := h.call("POST", at(a, "/complete"), object{"sum": strings.Repeat("0", 32)}).status
			require.Equal(t, map[bool]int{true: 200, false: 409}[verify == ""], status, "%d bytes, %s", size, kms)
		}
	}
}

// What a store says to the signer's own keys is not said to the client.
func TestStoreRefusesTheSigner(t *testing.T) {
	h := newHarness(t, settings())
	for status, code := range map[int]string{401: "Unauthorized", 403: "SignatureDoesNotMatch", 0: "NoReply"} {
		h.signer.env.Fetch = func(context.Context, *Call) request.Reply {
			return request.Reply{Status: status, Body: []byte("<Error><Code>" + code + "</Code></Error>")}
		}
		r := h.call("POST", "/s3/multipart", object{"filename": "a", "size": 9 << 20})
		require.Equal(t, []any{502, code}, []any{r.status, r.failure().Code})
		require.Empty(t, r.header.Get("WWW-Authenticate"))
		require.NotContains(t, r.failure().Message, "page")
	}
}

// Signed lengths keep such parts from coming about; if one does, it counts.
func TestPlanIsHeldAgainstTheList(t *testing.T) {
	u := &upload{Grant: grant.Grant{Size: 20, PartSize: 10, Parts: 2}}
	for want, sizes := range map[string][]int64{
		"":                              {10, 10},
		"part 2 has 9 bytes and not 10": {10, 9},
		"part 1 has 0 bytes and not 10": {0, 10},
		"part 2 is missing":             {10},
		"part 3 has 1 bytes and not 0":  {10, 10, 1},
	} {
		var parts []core.Part
		for i, size := range sizes {
			parts = append(parts, core.Part{Number: i + 1, Size: size})
		}
		f := u.checkPlan(parts)
		require.Equal(t, want == "", f == nil, want)
		if f != nil {
			require.Equal(t, []any{409, want, "ask"}, []any{f.status, f.Message, f.Retry})
		}
	}
}
