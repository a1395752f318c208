package options

import (
	"strings"
	"testing"

	"github.com/partway/partway/core/request"
	"github.com/stretchr/testify/require"
)

// key256 is base64 of 32 bytes.
var key256 = strings.Repeat("A", 43) + "="

func TestVerify(t *testing.T) {
	for _, test := range []struct {
		dialect, option, value string
		algorithm, header      string
	}{
		{"oss", "", "", "crc64xz", "x-oss-hash-crc64ecma"},
		{"oss", "encryption", "KMS", "crc64xz", "x-oss-hash-crc64ecma"},
		{"cos", "customerKey", key256, "crc64xz", "x-cos-hash-crc64ecma"},
		{"s3", "", "", "md5", "ETag"},
		{"s3", "encryption", "AES256", "md5", "ETag"},
		{"s3", "encryption", "aws:kms", "", ""},
		{"s3", "encryption", "aws:kms:dsse", "", ""},
		{"s3", "customerKey", key256, "", ""},
	} {
		t.Run(test.dialect+" "+test.option+" "+test.value, func(t *testing.T) {
			given := []request.Pair{{Name: "dialect", Value: test.dialect}, {Name: "bucket", Value: "bucket-1250000000"},
				{Name: "key", Value: "k"}, {Name: "region", Value: "us-east-1"}}
			if test.option != "" {
				given = append(given, request.Pair{Name: test.option, Value: test.value})
			}
			o, err := Parse(given)
			require.Nil(t, err)
			algorithm, header := o.Verify()
			require.Equal(t, test.algorithm, algorithm)
			require.Equal(t, test.header, header)
		})
	}
}
