package clients

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
	"github.com/minio/minio-go/v7/pkg/encrypt"
)

type minioClient struct{ *minio.Core }

// dialMinio asks for path style, so that it is tried too.
func dialMinio(a access) client {
	c, err := minio.NewCore("s3.localhost:"+a.port, &minio.Options{
		Creds:        credentials.NewStaticV4(a.id, a.secret, a.token),
		Region:       region,
		BucketLookup: minio.BucketLookupPath,
		Transport:    a.transport,

		TrailingHeaders: true, // checksums behind bodies in signed chunks
		MaxRetries:      a.attempts,
	})
	if err != nil {
		panic(err) // the arguments are constant
	}
	return minioClient{c}
}

var minioBucket = buckets["s3"]

func (a attributes) minioOptions() (minio.PutObjectOptions, error) {
	o := minio.PutObjectOptions{
		UserMetadata: a.metadata, ContentType: a.contentType, CacheControl: a.cache, ContentDisposition: a.disposition,
		StorageClass: a.class, PartSize: 5 << 20, SendContentMd5: true,
	}
	sse, err := a.minioEncryption()
	o.ServerSideEncryption = sse
	return o, err
}

func (a attributes) minioEncryption() (encrypt.ServerSide, error) {
	switch {
	case a.customerKey != nil:
		return encrypt.NewSSEC(a.customerKey)
	case a.encryption == "AES256":
		return encrypt.NewSSE(), nil
	case a.encryption == "aws:kms":
		return encrypt.NewSSEKMS("partway-key", nil)
	}
	return nil, nil
}

func (c minioClient) Initiate(key string, a attributes) (string, error) {
	o, err := a.minioOptions()
	if err != nil {
		return "", err
	}
	return c.NewMultipartUpload(context.Background(), minioBucket, key, o)
}

func (c minioClient) UploadPart(key, uploadID string, number int, body []byte, a attributes) (part, error) {
	o := minio.PutObjectPartOptions{}
	if a.customerKey != nil {
		sse, err := a.minioEncryption()
		if err != nil {
			return part{}, err
		}
		o.SSE = sse
	}
	p, err := c.PutObjectPart(
		context.Background(),
		minioBucket,
		key,
		uploadID,
		number,
		bytes.NewReader(body),
		int64(len(body)),
		o,
	)
	return part{number: p.PartNumber, etag: p.ETag, size: p.Size}, err
}

func (c minioClient) ListParts(key, uploadID string, pageSize int) (parts []part, pages int, err error) {
	marker := 0
	for {
		page, err := c.ListObjectParts(context.Background(), minioBucket, key, uploadID, marker, pageSize)
		if err != nil {
			return nil, pages, err
		}
		pages++
		for _, x := range page.ObjectParts {
			parts = append(parts, part{number: x.PartNumber, etag: x.ETag, size: x.Size})
		}
		if !page.IsTruncated {
			return parts, pages, nil
		}
		marker = page.NextPartNumberMarker
	}
}

func (c minioClient) Complete(key, uploadID string, parts []part, a attributes) error {
	var list []minio.CompletePart
	for _, p := range parts {
		list = append(list, minio.CompletePart{PartNumber: p.number, ETag: p.etag})
	}
	_, err := c.CompleteMultipartUpload(
		context.Background(),
		minioBucket,
		key,
		uploadID,
		list,
		minio.PutObjectOptions{},
	)
	return err
}

func (c minioClient) Abort(key, uploadID string) error {
	return c.AbortMultipartUpload(context.Background(), minioBucket, key, uploadID)
}

func (c minioClient) Uploads(prefix string) (ids []string, err error) {
	keyMarker, idMarker := "", ""
	for {
		page, err := c.ListMultipartUploads(context.Background(), minioBucket, prefix, keyMarker, idMarker, "", 1)
		if err != nil {
			return nil, err
		}
		for _, u := range page.Uploads {
			ids = append(ids, u.UploadID)
		}
		if !page.IsTruncated {
			return ids, nil
		}
		keyMarker, idMarker = page.NextKeyMarker, page.NextUploadIDMarker
	}
}

func (c minioClient) Put(key string, body []byte, a attributes) error {
	o, err := a.minioOptions()
	if err != nil {
		return err
	}
	_, err = c.Core.PutObject(
		context.Background(),
		minioBucket,
		key,
		bytes.NewReader(body),
		int64(len(body)),
		"",
		"",
		o,
	)
	return err
}

func (c minioClient) Manage(key string, body []byte, a attributes) error {
	o, err := a.minioOptions()
	if err != nil {
		return err
	}
	o.SendContentMd5 = false // so that the manager's own checksums are on
	_, err = c.Client.PutObject(context.Background(), minioBucket, key, bytes.NewReader(body), int64(len(body)), o)
	return err
}

func (c minioClient) readOptions(a attributes) (o minio.GetObjectOptions, err error) {
	if a.customerKey != nil {
		o.ServerSideEncryption, err = a.minioEncryption()
	}
	return o, err
}

func (c minioClient) Head(key string, a attributes) (info, error) {
	o, err := c.readOptions(a)
	if err != nil {
		return info{}, err
	}
	r, err := c.StatObject(context.Background(), minioBucket, key, o)
	if err != nil {
		return info{}, err
	}
	i := info{
		size: r.Size,
		attributes: attributes{
			metadata: map[string]string{}, class: r.StorageClass, contentType: r.ContentType,
			encryption: r.Headers.Get(
				"x-amz-server-side-encryption",
			), cache: r.Headers.Get("Cache-Control"), disposition: r.Headers.Get("Content-Disposition"),
		},
	}
	if i.class == "" {
		i.class = r.Headers.Get("x-amz-storage-class")
	}
	for name, value := range r.UserMetadata {
		i.metadata[strings.ToLower(name)] = value
	}
	return i, nil
}

func (c minioClient) Get(key string, a attributes) ([]byte, error) {
	o, err := c.readOptions(a)
	if err != nil {
		return nil, err
	}
	r, _, _, err := c.Core.GetObject(context.Background(), minioBucket, key, o)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

func (c minioClient) Presign(key string, lifetime time.Duration) (string, error) {
	u, err := c.PresignedGetObject(context.Background(), minioBucket, key, lifetime, nil)
	if err != nil {
		return "", err
	}
	return u.String(), nil
}

func (minioClient) Code(err error) string {
	var e minio.ErrorResponse
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

func (minioClient) Document(document []byte) (string, error) {
	var e minio.ErrorResponse
	err := xml.Unmarshal(document, &e)
	return e.Code, err
}
