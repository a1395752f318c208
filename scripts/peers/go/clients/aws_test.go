package clients

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/feature/s3/transfermanager"
	manager "github.com/aws/aws-sdk-go-v2/feature/s3/transfermanager/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/smithy-go"
)

type awsClient struct{ *s3.Client }

func dialAWS(a access) client {
	return awsClient{s3.New(s3.Options{
		Region:           region,
		BaseEndpoint:     aws.String("http://s3.localhost:" + a.port),
		Credentials:      credentials.NewStaticCredentialsProvider(a.id, a.secret, a.token),
		HTTPClient:       &http.Client{Transport: a.transport},
		RetryMaxAttempts: a.attempts,
	})}
}

var awsBucket = aws.String(buckets["s3"])

func (c awsClient) Initiate(key string, a attributes) (string, error) {
	algorithm, customerKey, sum := a.customer()
	r, err := c.CreateMultipartUpload(context.Background(), &s3.CreateMultipartUploadInput{
		Bucket: awsBucket, Key: &key, Metadata: a.metadata, StorageClass: types.StorageClass(a.class),
		ContentType: given(a.contentType), CacheControl: given(a.cache), ContentDisposition: given(a.disposition),
		ServerSideEncryption: types.ServerSideEncryption(a.encryption),
		SSECustomerAlgorithm: given(algorithm), SSECustomerKey: given(customerKey), SSECustomerKeyMD5: given(sum),
	})
	if err != nil {
		return "", err
	}
	return aws.ToString(r.UploadId), nil
}

// UploadPart keeps the CRC-32 that the SDK computes by itself and wants to see in Complete.
func (c awsClient) UploadPart(key, uploadID string, number int, body []byte, a attributes) (part, error) {
	algorithm, customerKey, sum := a.customer()
	r, err := c.Client.UploadPart(context.Background(), &s3.UploadPartInput{
		Bucket: awsBucket, Key: &key, UploadId: &uploadID, PartNumber: aws.Int32(int32(number)), Body: bytes.NewReader(body),
		SSECustomerAlgorithm: given(algorithm), SSECustomerKey: given(customerKey), SSECustomerKeyMD5: given(sum),
	})
	if err != nil {
		return part{}, err
	}
	return part{number: number, etag: aws.ToString(r.ETag), size: int64(len(body)), sums: r.ChecksumCRC32}, nil
}

func (c awsClient) ListParts(key, uploadID string, pageSize int) (parts []part, pages int, err error) {
	p := s3.NewListPartsPaginator(
		c.Client,
		&s3.ListPartsInput{Bucket: awsBucket, Key: &key, UploadId: &uploadID, MaxParts: aws.Int32(int32(pageSize))},
	)
	for p.HasMorePages() {
		page, err := p.NextPage(context.Background())
		if err != nil {
			return nil, pages, err
		}
		pages++
		for _, x := range page.Parts {
			parts = append(
				parts,
				part{
					number: int(aws.ToInt32(x.PartNumber)),
					etag:   aws.ToString(x.ETag),
					size:   aws.ToInt64(x.Size),
					sums:   x.ChecksumCRC32,
				},
			)
		}
	}
	return parts, pages, nil
}

func (c awsClient) Complete(key, uploadID string, parts []part, a attributes) error {
	list := &types.CompletedMultipartUpload{}
	for _, p := range parts {
		crc, _ := p.sums.(*string)
		list.Parts = append(
			list.Parts,
			types.CompletedPart{PartNumber: aws.Int32(int32(p.number)), ETag: aws.String(p.etag), ChecksumCRC32: crc},
		)
	}
	algorithm, customerKey, sum := a.customer()
	_, err := c.CompleteMultipartUpload(context.Background(), &s3.CompleteMultipartUploadInput{
		Bucket: awsBucket, Key: &key, UploadId: &uploadID, MultipartUpload: list,
		SSECustomerAlgorithm: given(algorithm), SSECustomerKey: given(customerKey), SSECustomerKeyMD5: given(sum),
	})
	return err
}

func (c awsClient) Abort(key, uploadID string) error {
	_, err := c.AbortMultipartUpload(
		context.Background(),
		&s3.AbortMultipartUploadInput{Bucket: awsBucket, Key: &key, UploadId: &uploadID},
	)
	return err
}

func (c awsClient) Uploads(prefix string) (ids []string, err error) {
	p := s3.NewListMultipartUploadsPaginator(
		c.Client,
		&s3.ListMultipartUploadsInput{Bucket: awsBucket, Prefix: &prefix, MaxUploads: aws.Int32(1)},
	)
	for p.HasMorePages() {
		page, err := p.NextPage(context.Background())
		if err != nil {
			return nil, err
		}
		for _, u := range page.Uploads {
			ids = append(ids, aws.ToString(u.UploadId))
		}
	}
	return ids, nil
}

func (c awsClient) Put(key string, body []byte, a attributes) error {
	algorithm, customerKey, sum := a.customer()
	_, err := c.PutObject(context.Background(), &s3.PutObjectInput{
		Bucket: awsBucket, Key: &key, Body: bytes.NewReader(body), Metadata: a.metadata, StorageClass: types.StorageClass(a.class),
		ContentType: given(a.contentType), CacheControl: given(a.cache), ContentDisposition: given(a.disposition),
		ServerSideEncryption: types.ServerSideEncryption(a.encryption),
		SSECustomerAlgorithm: given(algorithm), SSECustomerKey: given(customerKey), SSECustomerKeyMD5: given(sum),
	})
	return err
}

func (c awsClient) Manage(key string, body []byte, a attributes) error {
	m := transfermanager.New(c.Client, func(o *transfermanager.Options) {
		o.PartSizeBytes = 5 << 20
		o.MultipartUploadThreshold = 5 << 20
	})
	_, err := m.UploadObject(context.Background(), &transfermanager.UploadObjectInput{
		Bucket: awsBucket, Key: &key, Body: bytes.NewReader(body), Metadata: a.metadata,
		ContentType: given(a.contentType), StorageClass: manager.StorageClass(a.class),
	})
	return err
}

func (c awsClient) Head(key string, a attributes) (info, error) {
	algorithm, customerKey, sum := a.customer()
	r, err := c.HeadObject(context.Background(), &s3.HeadObjectInput{
		Bucket: awsBucket, Key: &key, SSECustomerAlgorithm: given(algorithm), SSECustomerKey: given(customerKey), SSECustomerKeyMD5: given(sum),
	})
	if err != nil {
		return info{}, err
	}
	return info{
		size: aws.ToInt64(r.ContentLength),
		attributes: attributes{
			metadata: r.Metadata, class: string(r.StorageClass), encryption: string(r.ServerSideEncryption),
			contentType: aws.ToString(
				r.ContentType,
			), cache: aws.ToString(r.CacheControl), disposition: aws.ToString(r.ContentDisposition),
		},
	}, nil
}

// Get has the SDK compare the checksum that the store kept.
func (c awsClient) Get(key string, a attributes) ([]byte, error) {
	algorithm, customerKey, sum := a.customer()
	r, err := c.GetObject(context.Background(), &s3.GetObjectInput{
		Bucket: awsBucket, Key: &key, ChecksumMode: types.ChecksumModeEnabled,
		SSECustomerAlgorithm: given(algorithm), SSECustomerKey: given(customerKey), SSECustomerKeyMD5: given(sum),
	})
	if err != nil {
		return nil, err
	}
	defer r.Body.Close()
	return io.ReadAll(r.Body)
}

func (c awsClient) Presign(key string, lifetime time.Duration) (string, error) {
	r, err := s3.NewPresignClient(c.Client, s3.WithPresignExpires(lifetime)).
		PresignGetObject(context.Background(), &s3.GetObjectInput{Bucket: awsBucket, Key: &key})
	if err != nil {
		return "", err
	}
	return r.URL, nil
}

func (awsClient) Code(err error) string {
	var e smithy.APIError
	if errors.As(err, &e) {
		return e.ErrorCode()
	}
	return ""
}

// Document reads the code as the SDK's deserializer does: this SDK has no
// type for the document alone.
func (awsClient) Document(document []byte) (string, error) {
	var e struct {
		XMLName xml.Name `xml:"Error"`
		Code    string
	}
	if err := xml.Unmarshal(document, &e); err != nil {
		return "", errors.New("not an error document: " + strconv.Quote(string(document)))
	}
	return e.Code, nil
}
