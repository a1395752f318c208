// Package crosscheck compares core/sign with the vendors' own signers, in one
// process, over random requests. It has tests only.
//
//	PARTWAY_SEED=7 PARTWAY_SAMPLES=20000 go test ./crosscheck
package crosscheck

import (
	"crypto/rand"
	"encoding/binary"
	mathrand "math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/partway/partway/core/request"
	"github.com/partway/partway/core/sign"
	"github.com/stretchr/testify/require"
)

// samples is how many random requests each judge gets in each form.
const samples = 20_000

// TestSignatures lets each SDK sign, and core/sign do the same; twice: with
// what the SDK chooses to sign, and with what core/sign chooses.
func TestSignatures(t *testing.T) {
	seed, n := uint64(number(t, "PARTWAY_SEED", random64(t))), number(t, "PARTWAY_SAMPLES", samples)
	t.Logf("PARTWAY_SEED=%d", seed)
	for _, j := range judges {
		t.Run(j.name, func(t *testing.T) {
			scheme, found := sign.ByName(j.scheme)
			require.True(t, found)
			t.Run("header", func(t *testing.T) {
				compare(t, j, seed, n, form{j.header, scheme.Header, signedHeader})
			})
			t.Run("url", func(t *testing.T) {
				compare(t, j, seed, n, form{j.query, scheme.Query, signedQuery})
			})
		})
	}
}

// form is the one or the other way to carry a signature.
type form struct {
	theirs func(sample) (verdict, error)
	ours   func(request.Request, sign.Params) sign.Signed
	signed func(sign.Signed) choice
}

func compare(t *testing.T, j judge, seed uint64, n int64, f form) {
	for i := range n {
		// A stream for each sample, so that one of them can be run alone.
		r := random{mathrand.New(mathrand.NewPCG(seed, uint64(i)))}
		x := r.sample(stores[j.store])
		if j.adapt != nil {
			j.adapt(&x)
		}
		agree(t, "the SDK's choice", i, x, x, f)

		own := f.ours(x.req, x.params)
		agree(t, "core/sign's choice", i, x, x.as(own, f.signed(own)), f)
	}
	t.Logf("%d requests, signed twice each: all signatures are equal (PARTWAY_SEED=%d)", n, seed)
}

// agree compares the signature of `theirs`, made by the SDK, with ours of `x`.
func agree(t *testing.T, whose string, i int64, x, theirs sample, f form) {
	v, err := f.theirs(theirs)
	require.NoError(t, err, "sample %d, %s: the SDK does not sign\n%s", i, whose, x)
	p := x.params
	p.Time, p.Headers, p.Query = v.time, v.headers, v.query
	req := x.req
	req.Headers = append(append([]request.Pair{}, req.Headers...), v.added...)
	ours := f.ours(req, p)
	if ours.Signature != v.signature {
		require.Equal(
			t,
			v.signature,
			ours.Signature,
			"sample %d, %s\n%s\n\nours:\n%s\n\n%s",
			i,
			whose,
			x,
			ours.Canonical,
			ours.StringToSign,
		)
	}
}

// choice is what a signed request says it signed; nil lists: by rule.
type choice struct{ headers, query []string }

func signedHeader(s sign.Signed) choice {
	auth, _ := s.Request.Header("Authorization")
	if strings.HasPrefix(auth, "q-sign-algorithm=") {
		return choice{names(field(auth, "q-header-list", "&")), names(field(auth, "q-url-param-list", "&"))}
	}
	_, list, _ := strings.Cut(auth, " ")
	if strings.HasPrefix(auth, "AWS4-") {
		return choice{headers: names(field(list, "SignedHeaders", ","))}
	}
	return choice{}
}

func signedQuery(s sign.Signed) choice {
	value := func(name string) string { v, _ := request.Find(s.Request.Query, name); return v }
	switch {
	case value("q-signature") != "":
		return choice{names(value("q-header-list")), names(value("q-url-param-list"))}
	case value("X-Amz-Signature") != "":
		return choice{headers: names(value("X-Amz-SignedHeaders"))}
	}
	return choice{}
}

// as is the sample as core/sign signed it, for an SDK that signs all it sees:
// without the headers outside the choice. Where a rule chooses, nothing is
// added to it but the date that stands in for the one a browser cannot send.
func (x sample) as(own sign.Signed, c choice) sample {
	x.additional = nil
	var headers []request.Pair
	for _, h := range x.req.Headers {
		if c.headers == nil ||
			slices.ContainsFunc(c.headers, func(name string) bool { return request.EqualFold(h.Name, name) }) {
			headers = append(headers, h)
		}
	}
	if date, found := own.Request.Header("x-oss-date"); found {
		headers = append(headers, request.Pair{Name: "x-oss-date", Value: date})
	}
	x.req.Headers = headers
	return x
}

func number(t *testing.T, name string, otherwise int64) int64 {
	s := os.Getenv(name)
	if s == "" {
		return otherwise
	}
	n, err := strconv.ParseInt(s, 10, 64)
	require.NoError(t, err, name)
	return n
}

func random64(t *testing.T) int64 {
	var b [8]byte
	_, err := rand.Read(b[:])
	require.NoError(t, err)
	return int64(binary.LittleEndian.Uint64(b[:]) >> 1)
}
