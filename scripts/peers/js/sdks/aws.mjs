// @aws-sdk/client-s3 with lib-storage, in Node and bundled for pages.
import { bytesOf, region } from '../common.mjs';
import { tooSkewed } from '../checks.mjs';

const Bucket = 'partway-dev';

export const aws = { name: '@aws-sdk', dialect: 's3', class: 'STANDARD_IA', managed: ['AES256', 'aws:kms'], customerKey: true, minPart: 5 * 1024 * 1024, corrupt: ['BadDigest', 'XAmzContentSHA256Mismatch', 'SignatureDoesNotMatch'], skew: { corrects: true, refused: tooSkewed }, dial };

function dial({ s3, Upload, getSignedUrl, pack }, { port, id, secret, token, correct }) {
  const client = new s3.S3({
    region, endpoint: `http://s3.localhost:${port}`, maxAttempts: correct ? 2 : 1,
    credentials: { accessKeyId: id, secretAccessKey: secret, sessionToken: token },
  });
  return {
    initiate: async (key, a) => (await client.createMultipartUpload({ Bucket, Key: key, ChecksumAlgorithm: 'CRC32', ...options(a) })).UploadId,
    async uploadPart(key, uploadId, number, bytes, a) {
      const r = await client.uploadPart({ Bucket, Key: key, UploadId: uploadId, PartNumber: number, Body: pack(bytes), ChecksumAlgorithm: 'CRC32', ...customer(a) });
      return { number, etag: r.ETag, size: bytes.length, crc32: r.ChecksumCRC32 };
    },
    // Not paginateListParts: it goes by the marker alone, which S3 sends with the
    // last page too, and never ends (https://github.com/aws/aws-sdk-go-v2/issues/1140).
    async listParts(key, uploadId, pageSize) {
      const parts = [];
      for (let pages = 1, marker; ; pages++) {
        const page = await client.listParts({ Bucket, Key: key, UploadId: uploadId, MaxParts: pageSize, PartNumberMarker: marker });
        parts.push(...(page.Parts ?? []).map((p) => ({ number: p.PartNumber, etag: p.ETag, size: p.Size, crc32: p.ChecksumCRC32 })));
        if (!page.IsTruncated) return { parts, pages };
        marker = page.NextPartNumberMarker;
      }
    },
    complete: (key, uploadId, parts, a) =>
      client.completeMultipartUpload({
        Bucket, Key: key, UploadId: uploadId, ...customer(a),
        MultipartUpload: { Parts: parts.map(({ number, etag, crc32 }) => ({ PartNumber: number, ETag: etag, ChecksumCRC32: crc32 })) },
      }),
    abort: (key, uploadId) => client.abortMultipartUpload({ Bucket, Key: key, UploadId: uploadId }),
    async uploads(prefix) {
      const ids = [];
      for (let marker = {}; ; ) {
        const page = await client.listMultipartUploads({ Bucket, Prefix: prefix, MaxUploads: 1, ...marker });
        ids.push(...(page.Uploads ?? []).map((u) => u.UploadId));
        if (!page.IsTruncated) return ids;
        marker = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
      }
    },
    put: (key, bytes, a) => client.putObject({ Bucket, Key: key, Body: pack(bytes), ...options(a) }),
    async head(key, a) {
      const r = await client.headObject({ Bucket, Key: key, ...customer(a) });
      return {
        size: r.ContentLength, metadata: r.Metadata ?? {}, storageClass: r.StorageClass, encryption: r.ServerSideEncryption,
        contentType: r.ContentType, cache: r.CacheControl, disposition: r.ContentDisposition,
      };
    },
    get: async (key, a) => bytesOf(await (await client.getObject({ Bucket, Key: key, ChecksumMode: 'ENABLED', ...customer(a) })).Body.transformToByteArray()),
    manage: (key, bytes, a) =>
      new Upload({ client, params: { Bucket, Key: key, Body: pack(bytes), ...options(a) }, partSize: 5 * 1024 * 1024, queueSize: 3 }).done(),
    presign: (key, seconds) => getSignedUrl(client, new s3.GetObjectCommand({ Bucket, Key: key }), { expiresIn: seconds }),
    code: (error) => error.Code ?? error.name,
  };
}

function options({ metadata, contentType, cache, disposition, storageClass, encryption, customer: key } = {}) {
  return {
    Metadata: metadata, ContentType: contentType, CacheControl: cache, ContentDisposition: disposition, StorageClass: storageClass,
    ServerSideEncryption: encryption, ...customer({ customer: key }),
  };
}

const customer = ({ customer: key } = {}) => (key ? { SSECustomerAlgorithm: 'AES256', SSECustomerKey: key.base64, SSECustomerKeyMD5: key.md5 } : {});
