package options_test

import (
	"fmt"

	"github.com/partway/partway/core/options"
	"github.com/partway/partway/core/request"
)

func ExampleParse() {
	o, err := options.Parse([]request.Pair{
		{Name: "dialect", Value: "oss"},
		{Name: "region", Value: "cn-hangzhou"},
		{Name: "bucket", Value: "my-bucket"},
		{Name: "key", Value: "reports/2026.pdf"},
		{Name: "contentDisposition", Value: "报告.pdf"},
		{Name: "storageClass", Value: "IA"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(o.Target.Host)
	for _, h := range o.Headers(request.Initiate) {
		fmt.Println(h.Name+":", h.Value)
	}
	// Output:
	// my-bucket.oss-cn-hangzhou.aliyuncs.com
	// content-disposition: attachment; filename="__.pdf"; filename*=UTF-8''%E6%8A%A5%E5%91%8A.pdf
	// x-oss-storage-class: IA
}

func ExampleError() {
	_, err := options.Parse([]request.Pair{
		{Name: "dialect", Value: "cos"},
		{Name: "region", Value: "ap-beijing"},
		{Name: "bucket", Value: "examplebucket-1250000000"},
		{Name: "key", Value: "report.pdf"},
		{Name: "encryption", Value: "KMS"},
	})
	fmt.Println(err.Message)
	fmt.Println(err.Nearest)
	// Output:
	// encryption "KMS" is not one that Tencent Cloud COS has. Did you mean "cos/kms"? Legal: AES256, cos/kms, SM4.
	// cos/kms
}
