package clients

import (
	"crypto/sha256"
	"encoding/hex"
	"hash/crc64"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// check is a thing that every SDK does.
type check struct {
	name string
	run  func(t *testing.T, s *session)
}

// The names are the columns of the table that `npm run peers` prints; the
// JavaScript SDKs go through checks of the same names.
var checks = []check{
	{"put, head", putAndHead},
	{"odd keys", oddKeys},
	{"multipart", multipart},
	{"manager", manage},
	{"paged list", pagedList},
	{"resume", resume},
	{"abort", abort},
	{"metadata", metadata},
	{"class", storageClass},
	{"encryption", encryption},
	{"sts token", stsToken},
	{"crc", corruption},
	{"wrong secret", wrongSecret},
	{"stale clock", staleClock},
	{"expired url", expiredURL},
	{"altered header", alteredHeader},
}

func TestClients(t *testing.T) {
	here := startStore(t)
	ahead, behind := startStore(t, "-clock", "20m"), startStore(t, "-clock", "-20m")
	for _, s := range sdks {
		t.Run(s.name, func(t *testing.T) {
			for _, c := range checks {
				t.Run(c.name, func(t *testing.T) {
					c.run(
						t,
						&session{sdk: s, here: here, ahead: ahead, behind: behind, prefix: s.name + "/" + c.name + "/"},
					)
				})
			}
		})
	}
}

// session is what a check works with.
type session struct {
	sdk
	here   *store // whose clock is right
	ahead  *store // whose clock is 20 minutes ahead, so that ours is stale
	behind *store // and 20 minutes behind
	prefix string // of all keys
}

func (s *session) client() client { return s.dial(s.here.access()) }

func content(size int, seed uint64) []byte {
	b := make([]byte, size)
	chacha := rand.NewChaCha8(sha256.Sum256([]byte(strconv.FormatUint(seed, 10))))
	chacha.Read(b)
	return b
}

// same compares bytes without printing megabytes.
func same(t *testing.T, want, got []byte) {
	t.Helper()
	require.Equal(t, len(want), len(got), "size")
	sum := func(b []byte) string { s := sha256.Sum256(b); return hex.EncodeToString(s[:]) }
	require.Equal(t, sum(want), sum(got), "SHA-256")
}

// stored reads an object back and compares everything there is to compare.
func stored(t *testing.T, c client, key string, want []byte, a attributes) {
	t.Helper()
	i, err := c.Head(key, a)
	require.NoError(t, err)
	require.Equal(t, int64(len(want)), i.size)
	if i.crc != "" {
		require.Equal(t, strconv.FormatUint(crc64.Checksum(want, crc64.MakeTable(crc64.ECMA)), 10), i.crc)
	}
	got, err := c.Get(key, a)
	require.NoError(t, err)
	same(t, want, got)
}

func putAndHead(t *testing.T, s *session) {
	c := s.client()
	for _, size := range []int{0, 1, 300_000} {
		key, body := s.prefix+strconv.Itoa(size), content(size, 1)
		require.NoError(t, c.Put(key, body, attributes{}))
		stored(t, c, key, body, attributes{})
	}
	_, err := c.Get(s.prefix+"nothing", attributes{})
	require.Equal(t, "NoSuchKey", c.Code(err), "%v", err)
}

// keys that are easily damaged by escaping once too often or once too little.
var keys = []string{
	"a b  c.txt", "1+1=2.txt", "100%", "100%25%2F%20.txt", "#hash", "what?yes", "a&b=c;d,e", `"quoted" 'too'`,
	"back\\slash", "(round)[square]{curly}<angle>", "!*~@$^`|", "中文/文件 名.txt", "emoji 🙂👩‍🚀.bin", "ümläut é", "dir//double", "folder/", "a.b/..c/d..",
}

func oddKeys(t *testing.T, s *session) {
	c := s.client()
	for i, k := range keys {
		key, body := s.prefix+k, content(100+i, uint64(i))
		require.NoError(t, c.Put(key, body, attributes{}), "put %q", key)
		stored(t, c, key, body, attributes{})
		upload(t, c, key, content(1000+i, uint64(i)), 1000+i, attributes{})
	}
	for i, k := range keys { // no key has overwritten another
		stored(t, c, s.prefix+k, content(1000+i, uint64(i)), attributes{})
	}
}

// upload sends body in parts of one size, the last part first.
func upload(t *testing.T, c client, key string, body []byte, size int, a attributes) {
	t.Helper()
	id, err := c.Initiate(key, a)
	require.NoError(t, err, "initiate %q", key)
	pieces := split(body, size)
	parts := make([]part, len(pieces))
	for i := len(pieces) - 1; i >= 0; i-- {
		parts[i], err = c.UploadPart(key, id, i+1, pieces[i], a)
		require.NoError(t, err, "part %d of %q", i+1, key)
	}
	require.NoError(t, c.Complete(key, id, parts, a), "complete %q", key)
	stored(t, c, key, body, a)
}

func split(body []byte, size int) (pieces [][]byte) {
	for len(body) > size {
		pieces, body = append(pieces, body[:size]), body[size:]
	}
	return append(pieces, body)
}

func multipart(t *testing.T, s *session) {
	upload(t, s.client(), s.prefix+"three parts", content(2*s.minPart+12_345, 2), s.minPart, attributes{})
	upload(t, s.client(), s.prefix+"one part", content(777, 3), s.minPart, attributes{})

	// A part that is sent twice counts as it was sent last.
	c, key := s.client(), s.prefix+"twice"
	id, err := c.Initiate(key, attributes{})
	require.NoError(t, err)
	_, err = c.UploadPart(key, id, 1, []byte("first"), attributes{})
	require.NoError(t, err)
	p, err := c.UploadPart(key, id, 1, []byte("second"), attributes{})
	require.NoError(t, err)
	require.NoError(t, c.Complete(key, id, []part{p}, attributes{}))
	stored(t, c, key, []byte("second"), attributes{})
}

// manage goes through the SDK's own manager of parts.
func manage(t *testing.T, s *session) {
	c, key, body := s.client(), s.prefix+"managed 中.bin", content(2*s.minPart+54_321, 4)
	require.NoError(
		t,
		c.Manage(key, body, attributes{contentType: "video/mp4", metadata: map[string]string{"who": "manager"}}),
	)
	stored(t, c, key, body, attributes{})
	i, err := c.Head(key, attributes{})
	require.NoError(t, err)
	require.Equal(t, "video/mp4", i.contentType)
	require.Equal(t, "manager", i.metadata["who"])
}

func pagedList(t *testing.T, s *session) {
	c, key := s.client(), s.prefix+"five & more+.bin"
	id, err := c.Initiate(key, attributes{})
	require.NoError(t, err)
	var sent []part
	for _, n := range []int{1, 2, 3, 7, 10_000} {
		p, err := c.UploadPart(key, id, n, content(n%100+1, uint64(n)), attributes{})
		require.NoError(t, err)
		sent = append(sent, p)
	}
	listed, pages, err := c.ListParts(key, id, 2)
	require.NoError(t, err)
	require.Equal(t, 3, pages)
	require.Len(t, listed, len(sent))
	for i := range sent {
		require.Equal(t, sent[i].number, listed[i].number)
		require.Equal(t, sent[i].size, listed[i].size)
		require.Equal(t, strings.Trim(sent[i].etag, `"`), strings.Trim(listed[i].etag, `"`))
	}
	require.NoError(t, c.Abort(key, id))
}

// resume starts with one client and ends with another that knows only the upload ID.
func resume(t *testing.T, s *session) {
	key, body := s.prefix+"resumed", content(3*s.minPart+99, 5)
	pieces := split(body, s.minPart)
	first := s.client()
	id, err := first.Initiate(key, attributes{})
	require.NoError(t, err)
	for _, n := range []int{1, 3} {
		_, err = first.UploadPart(key, id, n, pieces[n-1], attributes{})
		require.NoError(t, err)
	}

	second := s.client()
	ids, err := second.Uploads(s.prefix)
	require.NoError(t, err)
	require.Contains(t, ids, id)
	found, _, err := second.ListParts(key, id, 1000)
	require.NoError(t, err)
	parts := make([]part, len(pieces))
	for _, p := range found {
		parts[p.number-1] = p
	}
	for i := range parts {
		if parts[i].number == 0 {
			parts[i], err = second.UploadPart(key, id, i+1, pieces[i], attributes{})
			require.NoError(t, err)
		}
	}
	require.Len(t, found, 2)
	require.NoError(t, second.Complete(key, id, parts, attributes{}))
	stored(t, second, key, body, attributes{})
}

func abort(t *testing.T, s *session) {
	c, key := s.client(), s.prefix+"aborted"
	var ids []string
	for range 3 {
		id, err := c.Initiate(key, attributes{})
		require.NoError(t, err)
		ids = append(ids, id)
	}
	listed, err := c.Uploads(s.prefix)
	require.NoError(t, err)
	require.ElementsMatch(t, ids, listed)
	p, err := c.UploadPart(key, ids[0], 1, []byte("x"), attributes{})
	require.NoError(t, err)
	for _, id := range ids {
		require.NoError(t, c.Abort(key, id))
	}
	listed, err = c.Uploads(s.prefix)
	require.NoError(t, err)
	require.Empty(t, listed)
	_, _, err = c.ListParts(key, ids[0], 10)
	require.Equal(t, "NoSuchUpload", c.Code(err), "%v", err)
	err = c.Complete(key, ids[0], []part{p}, attributes{})
	require.Equal(t, "NoSuchUpload", c.Code(err), "%v", err)
	_, err = c.Head(key, attributes{})
	require.Error(t, err)
}

func metadata(t *testing.T, s *session) {
	a := attributes{
		metadata:    map[string]string{"author": "A. N. Other", "trace-id": "+%7e & =", "empty-not": "0"},
		contentType: "text/plain; charset=utf-8",
		cache:       "max-age=3600, no-transform",
		disposition: `attachment; filename="a b.txt"; filename*=UTF-8''%E4%B8%AD.txt`,
	}
	c := s.client()
	require.NoError(t, c.Put(s.prefix+"put", []byte("x"), a))
	upload(t, c, s.prefix+"parts", []byte("y"), 10, a)
	for _, key := range []string{"put", "parts"} {
		i, err := c.Head(s.prefix+key, attributes{})
		require.NoError(t, err)
		require.Equal(t, a.metadata, i.metadata)
		require.Equal(t, a.contentType, i.contentType)
		require.Equal(t, a.cache, i.cache)
		require.Equal(t, a.disposition, i.disposition)
	}
}

func storageClass(t *testing.T, s *session) {
	c, a := s.client(), attributes{class: s.class}
	require.NoError(t, c.Put(s.prefix+"put", []byte("x"), a))
	upload(t, c, s.prefix+"parts", []byte("y"), 10, a)
	for _, key := range []string{"put", "parts"} {
		i, err := c.Head(s.prefix+key, attributes{})
		require.NoError(t, err)
		require.Equal(t, s.class, i.class)
	}
	require.NotEmpty(t, c.Code(c.Put(s.prefix+"wrong", []byte("x"), attributes{class: "NO_SUCH_CLASS"})))
}

func encryption(t *testing.T, s *session) {
	c := s.client()
	for _, value := range s.managed {
		a := attributes{encryption: value}
		key := s.prefix + strings.ReplaceAll(value, "/", "-")
		require.NoError(t, c.Put(key+" put", []byte("x"), a), value)
		upload(t, c, key+" parts", content(2*s.minPart+1, 6), s.minPart, a)
		for _, key := range []string{key + " put", key + " parts"} {
			i, err := c.Head(key, attributes{})
			require.NoError(t, err)
			require.Equal(t, value, i.encryption)
		}
	}
	if s.sseC {
		customerKey(t, s)
	}
}

// customerKey is SSE-C: without the key, and with another one, nothing is given away.
func customerKey(t *testing.T, s *session) {
	c, a, other := s.client(), attributes{customerKey: content(32, 7)}, attributes{customerKey: content(32, 8)}
	key, body := s.prefix+"customer", content(2*s.minPart+1, 9)
	require.NoError(t, c.Put(key+" put", []byte("x"), a))
	stored(t, c, key+" put", []byte("x"), a)
	upload(t, c, key, body, s.minPart, a)
	for _, wrong := range []attributes{{}, other} {
		_, err := c.Get(key, wrong)
		require.NotEmpty(t, c.Code(err), "%v", err)
	}
	id, err := c.Initiate(key, a)
	require.NoError(t, err)
	_, err = c.UploadPart(key, id, 1, []byte("x"), other)
	require.NotEmpty(t, c.Code(err), "%v", err)
	require.NoError(t, c.Abort(key, id))
}

func stsToken(t *testing.T, s *session) {
	a := s.here.access()
	a.id, a.secret, a.token = stsID, stsSecret, stsSessionToken
	c := s.dial(a)
	upload(t, c, s.prefix+"temporary", content(s.minPart+1, 10), s.minPart, attributes{})
	u, err := c.Presign(s.prefix+"temporary", time.Minute)
	require.NoError(t, err)
	status, body := s.here.get(t, u)
	require.Equal(t, http.StatusOK, status, "%s", body)
	same(t, content(s.minPart+1, 10), body)

	a.token = "another" + stsSessionToken
	err = s.dial(a).Put(s.prefix+"refused", []byte("x"), attributes{})
	require.Equal(
		t,
		map[string]string{"oss": "InvalidSecurityToken", "cos": "InvalidAccessKeyId", "s3": "InvalidToken"}[s.dialect],
		c.Code(err),
		"%v",
		err,
	)
}

// corruption alters one byte on the way: the SDK's checks are on, and they see it.
func corruption(t *testing.T, s *session) {
	a := s.here.access()
	body := content(s.minPart, 11)
	a.transport = alterBody(a.transport, body[:64])
	c, key := s.dial(a), s.prefix+"corrupt"
	id, err := c.Initiate(key, attributes{})
	require.NoError(t, err)
	_, partErr := c.UploadPart(key, id, 1, body, attributes{})
	for _, err := range []error{partErr, c.Put(key, body, attributes{})} {
		if c.Code(err) != s.corrupt {
			require.ErrorContains(t, err, s.corrupt)
		}
	}
	require.NoError(t, s.client().Abort(key, id))
}

func wrongSecret(t *testing.T, s *session) {
	a := s.here.access()
	a.secret += "x"
	c := s.dial(a)
	require.Equal(t, "SignatureDoesNotMatch", c.Code(c.Put(s.prefix+"a", []byte("x"), attributes{})))
	_, err := c.Initiate(s.prefix+"a", attributes{})
	require.Equal(t, "SignatureDoesNotMatch", c.Code(err), "%v", err)
	u, err := c.Presign(s.prefix+"a", time.Minute)
	require.NoError(t, err)
	s.refused(t, s.here, u, "SignatureDoesNotMatch")

	a.id = "nobody"
	require.Equal(t, "InvalidAccessKeyId", s.dial(a).Code(s.dial(a).Put(s.prefix+"a", []byte("x"), attributes{})))
}

// refused asks for a presigned URL and has the SDK's type read the answer.
func (s *session) refused(t *testing.T, at *store, u, code string) {
	t.Helper()
	status, body := at.get(t, u)
	require.Equal(t, http.StatusForbidden, status, "%s", body)
	got, err := s.client().Document(body)
	require.NoError(t, err)
	require.Equal(t, code, got)
}

// staleClock speaks to stores whose clocks are 20 minutes off. The SDK of OSS,
// given a second try, corrects its own.
func staleClock(t *testing.T, s *session) {
	for _, at := range []*store{s.ahead, s.behind} {
		c, key := s.dial(at.access()), s.prefix+"stale"
		err := c.Put(key, []byte("x"), attributes{})
		if s.dialect == "cos" && at == s.ahead {
			require.NoError(t, err) // cos-go signs for an hour, and COS takes its word for it
			continue
		}
		require.Equal(t, "RequestTimeTooSkewed", c.Code(err), "%v", err)
		if s.dialect == "oss" {
			a := at.access()
			a.attempts = 2
			require.NoError(t, s.dial(a).Put(key, []byte("x"), attributes{}))
		}
	}
}

func expiredURL(t *testing.T, s *session) {
	c, key, body := s.client(), s.prefix+"expires", []byte("presigned")
	require.NoError(t, c.Put(key, body, attributes{}))
	u, err := c.Presign(key, 5*time.Minute)
	require.NoError(t, err)
	status, got := s.here.get(t, u)
	require.Equal(t, http.StatusOK, status, "%s", got)
	same(t, body, got)

	u, err = s.dial(s.ahead.access()).Presign(key, 5*time.Minute)
	require.NoError(t, err)
	s.refused(t, s.ahead, u, "AccessDenied")
}

// alteredHeader changes a signed header behind the SDK's back.
func alteredHeader(t *testing.T, s *session) {
	a := s.here.access()
	prefix := map[string]string{"oss": "x-oss-", "cos": "x-cos-", "s3": "x-amz-"}[s.dialect]
	a.transport = setHeader(a.transport, prefix+"meta-who", "mallory")
	c := s.dial(a)
	alice := attributes{metadata: map[string]string{"who": "alice"}}
	require.Equal(t, "SignatureDoesNotMatch", c.Code(c.Put(s.prefix+"a", []byte("x"), alice)))
	_, err := c.Initiate(s.prefix+"a", alice)
	require.Equal(t, "SignatureDoesNotMatch", c.Code(err), "%v", err)
}
