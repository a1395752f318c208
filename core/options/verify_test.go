package options

import (
	"testing"

	"github.com/partway/partway/core/dialect"
	"github.com/partway/partway/core/request"
	"github.com/stretchr/testify/require"
)

func TestVerify(t *testing.T) {
	for _, test := range []struct {
		dialect, option, value string
		algorithm, header      string
	}{
		{"oss", "", "", "crc64xz", "x-oss-hash-crc64ecma"},
		{"oss", "encryption", "KMS", "crc64xz", "x-oss-hash-crc64ecma"},
		{"cos", "customerKey", "k", "crc64xz", "x-cos-hash-crc64ecma"},
		{"s3", "", "", "md5", "ETag"},
		{"s3", "encryption", "AES256", "md5", "ETag"},
		{"s3", "encryption", "aws:kms", "", ""},
		{"s3", "encryption", "aws:kms:dsse", "", ""},
		{"s3", "customerKey", "k", "", ""},
	} {
		t.Run(test.dialect+" "+test.option+" "+test.value, func(t *testing.T) {
			d, ok := dialect.ByName(test.dialect)
			require.True(t, ok)
			o := &Options{Dialect: d, given: []request.Pair{{Name: test.option, Value: test.value}}}
			algorithm, header := o.Verify()
			require.Equal(t, test.algorithm, algorithm)
			require.Equal(t, test.header, header)
		})
	}
}
