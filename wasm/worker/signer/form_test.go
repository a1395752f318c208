package signer

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

// post sends a form as a browser does, the file last.
func post(t testing.TB, f FormAnswer, content []byte) (int, string) {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, value := range f.Fields {
		require.NoError(t, w.WriteField(name, value))
	}
	file, err := w.CreateFormFile("file", "a.bin")
	require.NoError(t, err)
	file.Write(content)
	w.Close()
	answer, err := http.Post(f.URL, w.FormDataContentType(), &body)
	require.NoError(t, err)
	defer answer.Body.Close()
	text, _ := io.ReadAll(answer.Body)
	return answer.StatusCode, string(text)
}
