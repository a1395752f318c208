package server

import (
	"bytes"
	"encoding/base64"
	"mime/multipart"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/partway/partway/core/sign"
	"github.com/partway/partway/scripts/store/internal/vendor"
)

func TestForm(t *testing.T) {
	h := newHarness(t)
	post := func(dialect, scheme string, conditions [][]string, change func(fields map[string]string), file string) reply {
		v, _ := vendor.ByName(dialect)
		s, _ := sign.ByName(scheme)
		p := sign.Params{
			Credentials: sign.Credentials{ID: "key", Secret: "secret"},
			Time:        testTime.Unix(),
			Expires:     600,
		}
		fields := map[string]string{"key": "form/${filename}", "success_action_status": "201"}
		policy := sign.Policy{
			Bucket: testBuckets[dialect][0],
			Region: "cn-hangzhou",
			Conditions: append(
				[][]string{{"starts-with", "$key", "form/"}, {"eq", "$success_action_status", "201"}},
				conditions...),
		}
		for _, f := range s.Form(policy, p) {
			fields[f.Name] = f.Value
		}
		if change != nil {
			change(fields)
		}
		var b bytes.Buffer
		w := multipart.NewWriter(&b)
		for name, value := range fields {
			require.NoError(t, w.WriteField(name, value))
		}
		part, err := w.CreateFormFile("file", "ä.bin")
		require.NoError(t, err)
		part.Write([]byte(file))
		w.Close()
		return h.send(
			req{
				method:   "POST",
				dialect:  v.Name,
				unsigned: true,
				body:     b.String(),
				headers:  pairs("content-type", w.FormDataContentType()),
			},
		)
	}
	for _, s := range []struct{ dialect, scheme, id string }{{"oss", "oss-v4", ""}, {"oss", "oss-v1", "OSSAccessKeyId"}, {"cos", "cos", "q-ak"}, {"s3", "aws-v4", ""}} {
		sized := [][]string{{"content-length-range", "1", "10"}}
		r := post(s.dialect, s.scheme, sized, nil, "hello")
		require.Equal(t, 201, r.StatusCode, s.scheme+r.body)
		require.Equal(t, "form/ä.bin", r.text("Key"))
		require.Equal(t, "hello", h.send(req{method: "GET", dialect: s.dialect, key: "form/ä.bin"}).body)

		require.Equal(t, "EntityTooLarge", post(s.dialect, s.scheme, sized, nil, "hello hello").text("Code"))
		require.Equal(t, "EntityTooSmall", post(s.dialect, s.scheme, sized, nil, "").text("Code"))
		require.Equal(
			t,
			"AccessDenied",
			post(s.dialect, s.scheme, nil, func(f map[string]string) { f["key"] = "elsewhere" }, "x").text("Code"),
		)
		require.Equal(t, "SignatureDoesNotMatch", post(s.dialect, s.scheme, nil, func(f map[string]string) {
			raw, _ := base64.StdEncoding.DecodeString(f["policy"])
			f["policy"] = base64.StdEncoding.EncodeToString(append(raw, ' '))
		}, "x").text("Code"))
		require.Equal(t, "AccessDenied", post(s.dialect, s.scheme, nil, func(f map[string]string) {
			for name := range f {
				if name != "key" {
					delete(f, name)
				}
			}
		}, "x").text("Code"))
		now := h.now
		h.now = now.Add(time.Hour)
		require.Equal(t, "AccessDenied", post(s.dialect, s.scheme, nil, nil, "x").text("Code"), "expired")
		h.now = now
	}
}
