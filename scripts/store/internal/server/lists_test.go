package server

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestListParts(t *testing.T) {
	h := newHarness(t)
	for _, dialect := range []string{"oss", "cos", "s3"} {
		id := h.initiate(dialect, "a b\x01")
		for n := 5; n > 0; n-- {
			h.part(dialect, "a b\x01", id, strconv.Itoa(2*n), strings.Repeat("x", n))
		}
		var seen []string
		marker := "0"
		for pages := 1; ; pages++ {
			r := h.send(
				req{
					method:  "GET",
					dialect: dialect,
					key:     "a b\x01",
					query: pairs(
						"uploadId",
						id,
						"max-parts",
						"2",
						"part-number-marker",
						marker,
						"encoding-type",
						"url",
					),
				},
			)
			require.Equal(t, 200, r.StatusCode, r.body)
			require.Equal(t, "a%20b%01", r.text("Key"))
			require.Equal(t, id, r.text("UploadId"))
			for _, piece := range strings.Split(r.body, "<Part>")[1:] {
				piece = "<Part>" + piece[:strings.Index(piece, "</Part>")+7]
				seen = append(seen, xmlText(piece, "PartNumber")+":"+xmlText(piece, "Size"))
				require.Equal(t, dialect == "oss", xmlText(piece, "HashCrc64ecma") != "")
			}
			if r.text("IsTruncated") == "false" {
				require.Equal(t, 3, pages)
				break
			}
			marker = r.text("NextPartNumberMarker")
		}
		require.Equal(t, []string{"2:1", "4:2", "6:3", "8:4", "10:5"}, seen)
	}
}

func TestListUploads(t *testing.T) {
	h := newHarness(t)
	for _, dialect := range []string{"oss", "cos", "s3"} {
		for _, key := range []string{"a", "d/1", "d/2", "e/1/x", "e/2", "z", "z"} {
			h.initiate(dialect, key)
		}
		count := func(query ...string) (keys []string) {
			marker, idMarker := "", ""
			for {
				r := h.send(
					req{
						method:  "GET",
						dialect: dialect,
						query: append(
							pairs(
								"uploads",
								"",
								"max-uploads",
								"2",
								"key-marker",
								marker,
								"upload-id-marker",
								idMarker,
							),
							pairs(query...)...),
					},
				)
				require.Equal(t, 200, r.StatusCode, r.body)
				for _, piece := range strings.Split(r.body, "<Upload>")[1:] {
					keys = append(keys, xmlText("<Upload>"+piece[:strings.Index(piece, "</Upload>")+9], "Key"))
				}
				for _, piece := range strings.Split(r.body, "<CommonPrefixes>")[1:] {
					keys = append(keys, xmlText(piece[:strings.Index(piece, "</CommonPrefixes>")], "Prefix"))
				}
				if r.text("IsTruncated") == "false" {
					return keys
				}
				marker, idMarker = r.text("NextKeyMarker"), r.text("NextUploadIdMarker")
			}
		}
		require.Equal(t, []string{"a", "d/1", "d/2", "e/1/x", "e/2", "z", "z"}, count())
		require.ElementsMatch(t, []string{"a", "d/", "e/", "z", "z"}, count("delimiter", "/"))
		require.ElementsMatch(t, []string{"e/1/", "e/2"}, count("delimiter", "/", "prefix", "e/"))
		require.Equal(t, []string{"d/1", "d/2"}, count("prefix", "d"))
	}
}
