package clients

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/base64"
	"encoding/xml"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	cos "github.com/tencentyun/cos-go-sdk-v5"
)

type cosClient struct{ *cos.Client }

func dialCOS(a access) client {
	bucket := &url.URL{Scheme: "http", Host: buckets["cos"] + ".cos.localhost:" + a.port}
	c := cos.NewClient(&cos.BaseURL{BucketURL: bucket}, &http.Client{Transport: &cos.AuthorizationTransport{
		SecretID: a.id, SecretKey: a.secret, SessionToken: a.token, Transport: a.transport,
	}})
	c.Conf.RetryOpt.Count = a.attempts
	return cosClient{c}
}

func (a attributes) cosHeaders() *cos.ObjectPutHeaderOptions {
	o := &cos.ObjectPutHeaderOptions{
		ContentType: a.contentType, CacheControl: a.cache, ContentDisposition: a.disposition,
		XCosStorageClass: a.class, XCosServerSideEncryption: a.encryption, XCosMetaXXX: &http.Header{},
	}
	for name, value := range a.metadata {
		o.XCosMetaXXX.Set("x-cos-meta-"+name, value)
	}
	if a.customerKey != nil {
		o.XCosSSECustomerAglo, o.XCosSSECustomerKey, o.XCosSSECustomerKeyMD5 = a.customer()
	}
	return o
}

// customer are the three values of SSE-C.
func (a attributes) customer() (algorithm, key, sum string) {
	if a.customerKey == nil {
		return "", "", ""
	}
	digest := md5.Sum(a.customerKey)
	return "AES256", base64.StdEncoding.EncodeToString(a.customerKey), base64.StdEncoding.EncodeToString(digest[:])
}

func (c cosClient) Initiate(key string, a attributes) (string, error) {
	r, _, err := c.Object.InitiateMultipartUpload(
		context.Background(),
		key,
		&cos.InitiateMultipartUploadOptions{ObjectPutHeaderOptions: a.cosHeaders()},
	)
	if err != nil {
		return "", err
	}
	return r.UploadID, nil
}

func (c cosClient) UploadPart(key, uploadID string, number int, body []byte, a attributes) (part, error) {
	o := &cos.ObjectUploadPartOptions{}
	o.XCosSSECustomerAglo, o.XCosSSECustomerKey, o.XCosSSECustomerKeyMD5 = a.customer()
	r, err := c.Object.UploadPart(context.Background(), key, uploadID, number, bytes.NewReader(body), o)
	if err != nil {
		return part{}, err
	}
	return part{number: number, etag: r.Header.Get("ETag"), size: int64(len(body))}, nil
}

func (c cosClient) ListParts(key, uploadID string, pageSize int) (parts []part, pages int, err error) {
	o := &cos.ObjectListPartsOptions{MaxParts: strconv.Itoa(pageSize), EncodingType: "url"}
	for {
		page, _, err := c.Object.ListParts(context.Background(), key, uploadID, o)
		if err != nil {
			return nil, pages, err
		}
		pages++
		for _, x := range page.Parts {
			parts = append(parts, part{number: x.PartNumber, etag: x.ETag, size: x.Size})
		}
		if !page.IsTruncated {
			return parts, pages, nil
		}
		o.PartNumberMarker = page.NextPartNumberMarker
	}
}

func (c cosClient) Complete(key, uploadID string, parts []part, _ attributes) error {
	o := &cos.CompleteMultipartUploadOptions{}
	for _, p := range parts {
		o.Parts = append(o.Parts, cos.Object{PartNumber: p.number, ETag: p.etag})
	}
	_, _, err := c.Object.CompleteMultipartUpload(context.Background(), key, uploadID, o)
	return err
}

func (c cosClient) Abort(key, uploadID string) error {
	_, err := c.Object.AbortMultipartUpload(context.Background(), key, uploadID)
	return err
}

func (c cosClient) Uploads(prefix string) (ids []string, err error) {
	o := &cos.ListMultipartUploadsOptions{Prefix: prefix, EncodingType: "url", MaxUploads: 1}
	for {
		page, _, err := c.Bucket.ListMultipartUploads(context.Background(), o)
		if err != nil {
			return nil, err
		}
		for _, u := range page.Uploads {
			ids = append(ids, u.UploadID)
		}
		if !page.IsTruncated {
			return ids, nil
		}
		if o.KeyMarker, err = url.QueryUnescape(page.NextKeyMarker); err != nil {
			return nil, err
		}
		o.UploadIDMarker = page.NextUploadIDMarker
	}
}

func (c cosClient) Put(key string, body []byte, a attributes) error {
	_, err := c.Object.Put(
		context.Background(),
		key,
		bytes.NewReader(body),
		&cos.ObjectPutOptions{ObjectPutHeaderOptions: a.cosHeaders()},
	)
	return err
}

// Manage uses the manager of the SDK, which takes files only.
func (c cosClient) Manage(key string, body []byte, a attributes) error {
	f, err := os.CreateTemp("", "partway-peers-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err := f.Write(body); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	_, _, err = c.Object.Upload(context.Background(), key, f.Name(), &cos.MultiUploadOptions{
		PartSize: 1, ThreadPoolSize: 3, OptIni: &cos.InitiateMultipartUploadOptions{ObjectPutHeaderOptions: a.cosHeaders()},
	})
	return err
}

func (c cosClient) Head(key string, a attributes) (info, error) {
	o := &cos.ObjectHeadOptions{}
	o.XCosSSECustomerAglo, o.XCosSSECustomerKey, o.XCosSSECustomerKeyMD5 = a.customer()
	r, err := c.Object.Head(context.Background(), key, o)
	if err != nil {
		return info{}, err
	}
	h := r.Header
	i := info{
		size: r.ContentLength, crc: h.Get("x-cos-hash-crc64ecma"),
		attributes: attributes{
			metadata: map[string]string{}, class: h.Get("x-cos-storage-class"), encryption: h.Get("x-cos-server-side-encryption"),
			contentType: h.Get(
				"Content-Type",
			), cache: h.Get("Cache-Control"), disposition: h.Get("Content-Disposition"),
		},
	}
	for name := range h {
		if rest, ok := strings.CutPrefix(strings.ToLower(name), "x-cos-meta-"); ok {
			i.metadata[rest] = h.Get(name)
		}
	}
	return i, nil
}

func (c cosClient) Get(key string, a attributes) ([]byte, error) {
	o := &cos.ObjectGetOptions{}
	o.XCosSSECustomerAglo, o.XCosSSECustomerKey, o.XCosSSECustomerKeyMD5 = a.customer()
	r, err := c.Object.Get(context.Background(), key, o)
	if err != nil {
		return nil, err
	}
	defer r.Body.Close()
	return io.ReadAll(r.Body)
}

func (c cosClient) Presign(key string, lifetime time.Duration) (string, error) {
	u, err := c.Object.GetPresignedURL3(context.Background(), http.MethodGet, key, lifetime, nil)
	if err != nil {
		return "", err
	}
	return u.String(), nil
}

func (cosClient) Code(err error) string {
	if e, ok := cos.IsCOSError(err); ok {
		return e.Code
	}
	return ""
}

func (cosClient) Document(document []byte) (string, error) {
	var e cos.ErrorResponse
	err := xml.Unmarshal(document, &e)
	return e.Code, err
}
