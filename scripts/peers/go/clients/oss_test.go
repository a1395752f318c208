package clients

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss/credentials"
)

type ossClient struct{ *oss.Client }

func dialOSSV4(a access) client { return dialOSS(a, oss.SignatureVersionV4) }
func dialOSSV1(a access) client { return dialOSS(a, oss.SignatureVersionV1) }

func dialOSS(a access, version oss.SignatureVersionType) client {
	c := oss.LoadDefaultConfig().
		WithRegion(region).
		WithEndpoint("http://oss.localhost:" + a.port).
		WithSignatureVersion(version).
		WithCredentialsProvider(credentials.NewStaticCredentialsProvider(a.id, a.secret, a.token)).
		WithRetryMaxAttempts(a.attempts).
		WithHttpClient(&http.Client{Transport: a.transport})
	return ossClient{oss.NewClient(c)}
}

var ossBucket = oss.Ptr(buckets["oss"])

func (c ossClient) Initiate(key string, a attributes) (string, error) {
	r, err := c.InitiateMultipartUpload(context.Background(), &oss.InitiateMultipartUploadRequest{
		Bucket: ossBucket, Key: &key, Metadata: a.metadata, StorageClass: oss.StorageClassType(a.class),
		ContentType: given(a.contentType), CacheControl: given(a.cache), ContentDisposition: given(a.disposition),
		ServerSideEncryption: given(a.encryption),
	})
	if err != nil {
		return "", err
	}
	return oss.ToString(r.UploadId), nil
}

func (c ossClient) UploadPart(key, uploadID string, number int, body []byte, _ attributes) (part, error) {
	r, err := c.Client.UploadPart(context.Background(), &oss.UploadPartRequest{
		Bucket: ossBucket, Key: &key, UploadId: &uploadID, PartNumber: int32(number), Body: bytes.NewReader(body),
	})
	if err != nil {
		return part{}, err
	}
	return part{number: number, etag: oss.ToString(r.ETag), size: int64(len(body))}, nil
}

func (c ossClient) ListParts(key, uploadID string, pageSize int) (parts []part, pages int, err error) {
	p := c.NewListPartsPaginator(
		&oss.ListPartsRequest{Bucket: ossBucket, Key: &key, UploadId: &uploadID, MaxParts: int32(pageSize)},
	)
	for p.HasNext() {
		page, err := p.NextPage(context.Background())
		if err != nil {
			return nil, pages, err
		}
		pages++
		for _, x := range page.Parts {
			parts = append(parts, part{number: int(x.PartNumber), etag: oss.ToString(x.ETag), size: x.Size})
		}
	}
	return parts, pages, nil
}

func (c ossClient) Complete(key, uploadID string, parts []part, _ attributes) error {
	list := &oss.CompleteMultipartUpload{}
	for _, p := range parts {
		list.Parts = append(list.Parts, oss.UploadPart{PartNumber: int32(p.number), ETag: oss.Ptr(p.etag)})
	}
	_, err := c.CompleteMultipartUpload(context.Background(), &oss.CompleteMultipartUploadRequest{
		Bucket: ossBucket, Key: &key, UploadId: &uploadID, CompleteMultipartUpload: list,
	})
	return err
}

func (c ossClient) Abort(key, uploadID string) error {
	_, err := c.AbortMultipartUpload(
		context.Background(),
		&oss.AbortMultipartUploadRequest{Bucket: ossBucket, Key: &key, UploadId: &uploadID},
	)
	return err
}

func (c ossClient) Uploads(prefix string) (ids []string, err error) {
	p := c.NewListMultipartUploadsPaginator(
		&oss.ListMultipartUploadsRequest{Bucket: ossBucket, Prefix: &prefix, MaxUploads: 1},
	)
	for p.HasNext() {
		page, err := p.NextPage(context.Background())
		if err != nil {
			return nil, err
		}
		for _, u := range page.Uploads {
			ids = append(ids, oss.ToString(u.UploadId))
		}
	}
	return ids, nil
}

func (c ossClient) putRequest(key string, a attributes) *oss.PutObjectRequest {
	return &oss.PutObjectRequest{
		Bucket: ossBucket, Key: &key, Metadata: a.metadata, StorageClass: oss.StorageClassType(a.class),
		ContentType: given(a.contentType), CacheControl: given(a.cache), ContentDisposition: given(a.disposition),
		ServerSideEncryption: given(a.encryption),
	}
}

func (c ossClient) Put(key string, body []byte, a attributes) error {
	r := c.putRequest(key, a)
	r.Body = bytes.NewReader(body)
	_, err := c.PutObject(context.Background(), r)
	return err
}

func (c ossClient) Manage(key string, body []byte, a attributes) error {
	u := c.NewUploader(func(o *oss.UploaderOptions) { o.PartSize = 128 << 10 })
	_, err := u.UploadFrom(context.Background(), c.putRequest(key, a), bytes.NewReader(body))
	return err
}

func (c ossClient) Head(key string, _ attributes) (info, error) {
	r, err := c.HeadObject(context.Background(), &oss.HeadObjectRequest{Bucket: ossBucket, Key: &key})
	if err != nil {
		return info{}, err
	}
	return info{
		size: r.ContentLength, crc: oss.ToString(r.HashCRC64),
		attributes: attributes{
			metadata: r.Metadata, class: oss.ToString(r.StorageClass), encryption: oss.ToString(r.ServerSideEncryption),
			contentType: oss.ToString(
				r.ContentType,
			), cache: r.Headers.Get("Cache-Control"), disposition: r.Headers.Get("Content-Disposition"),
		},
	}, nil
}

func (c ossClient) Get(key string, _ attributes) ([]byte, error) {
	r, err := c.GetObject(context.Background(), &oss.GetObjectRequest{Bucket: ossBucket, Key: &key})
	if err != nil {
		return nil, err
	}
	defer r.Body.Close()
	return io.ReadAll(r.Body)
}

func (c ossClient) Presign(key string, lifetime time.Duration) (string, error) {
	r, err := c.Client.Presign(
		context.Background(),
		&oss.GetObjectRequest{Bucket: ossBucket, Key: &key},
		oss.PresignExpires(lifetime),
	)
	if err != nil {
		return "", err
	}
	return r.URL, nil
}

func (ossClient) Code(err error) string {
	var e *oss.ServiceError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

func (ossClient) Document(document []byte) (string, error) {
	var e oss.ServiceError
	err := xml.Unmarshal(document, &e)
	return e.Code, err
}

// given is nil for what was not given.
func given(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
