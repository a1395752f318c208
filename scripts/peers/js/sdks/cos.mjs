// cos-nodejs-sdk-v5 and cos-js-sdk-v5: one API in two packages.
import { bytesOf } from '../common.mjs';

const where = { Bucket: 'partway-1250000000', Region: 'ap-guangzhou' };

export const cos = {
  dialect: 'cos', class: 'STANDARD_IA', managed: ['AES256', 'cos/kms'], customerKey: true, minPart: 1024 * 1024, corrupt: ['BadDigest', 'InvalidDigest'], dial,
  // A signature lives 900 seconds, so that a clock 20 minutes behind makes expired ones.
  skew: { corrects: true, refused: { ahead: 'AccessDenied', behind: 'RequestTimeTooSkewed' } },
  // Both packages put the token into a presigned URL without escaping it, and its plus sign arrives as a space.
  damagedToken: true,
};

function dial({ COS, pack, packFile }, { port, id, secret, token, checks, correct }) {
  const client = new COS({
    SecretId: id, SecretKey: secret, SecurityToken: token, XCosSecurityToken: token,
    Protocol: 'http:', Domain: `{Bucket}.cos.localhost:${port}`, UseRawKey: true, AutoSwitchHost: false,
    CorrectClockSkew: Boolean(correct), ChunkRetryTimes: 0, UploadCheckContentMd5: Boolean(checks),
  });
  const object = (key, more) => ({ ...where, Key: key, ...more });
  return {
    initiate: async (key, a) => (await client.multipartInit(object(key, options(a)))).UploadId,
    async uploadPart(key, uploadId, number, bytes, a) {
      const { ETag } = await client.multipartUpload(object(key, { UploadId: uploadId, PartNumber: number, Body: pack(bytes), ...customer(a) }));
      return { number, etag: ETag, size: bytes.length };
    },
    async listParts(key, uploadId, pageSize) {
      const parts = [];
      for (let pages = 1, marker; ; pages++) {
        const page = await client.multipartListPart(object(key, { UploadId: uploadId, MaxParts: pageSize, EncodingType: 'url', ...(marker && { PartNumberMarker: marker }) }));
        parts.push(...page.Part.map((p) => ({ number: Number(p.PartNumber), etag: p.ETag, size: Number(p.Size) })));
        if (page.IsTruncated !== 'true') return { parts, pages };
        marker = page.NextPartNumberMarker;
      }
    },
    complete: (key, uploadId, parts) => client.multipartComplete(object(key, { UploadId: uploadId, Parts: parts.map(({ number, etag }) => ({ PartNumber: number, ETag: etag })) })),
    abort: (key, uploadId) => client.multipartAbort(object(key, { UploadId: uploadId })),
    async uploads(prefix) {
      const ids = [];
      for (let marker = {}; ; ) {
        const page = await client.multipartList({ ...where, Prefix: prefix, EncodingType: 'url', MaxUploads: 1, ...marker });
        ids.push(...page.Upload.map((u) => u.UploadId ?? u.UploadID));
        if (page.IsTruncated !== 'true') return ids;
        marker = { KeyMarker: decodeURIComponent(page.NextKeyMarker), UploadIdMarker: page.NextUploadIdMarker };
      }
    },
    put: (key, bytes, a) => client.putObject(object(key, { Body: pack(bytes), ...options(a) })),
    async head(key, a) {
      const { headers: h } = await client.headObject(object(key, customer(a)));
      const metadata = {};
      for (const name of Object.keys(h)) if (name.startsWith('x-cos-meta-')) metadata[name.slice(11)] = h[name];
      return {
        size: Number(h['content-length']), crc: h['x-cos-hash-crc64ecma'], metadata, storageClass: h['x-cos-storage-class'],
        encryption: h['x-cos-server-side-encryption'], contentType: h['content-type'], cache: h['cache-control'], disposition: h['content-disposition'],
      };
    },
    get: async (key, a) => bytesOf((await client.getObject(object(key, { DataType: 'blob', ...customer(a) }))).Body),
    async manage(key, bytes, a) {
      const { file, remove } = await packFile(bytes);
      try {
        await client.uploadFile(object(key, { ...file, SliceSize: 1, ChunkSize: 1024 * 1024, ...options(a) }));
      } finally {
        await remove();
      }
    },
    presign: (key, seconds) => new Promise((resolve, reject) => {
      client.getObjectUrl(object(key, { Sign: true, Expires: seconds, Protocol: 'http:' }), (error, data) => (error ? reject(error) : resolve(data.Url)));
    }),
    code: (error) => error.code,
  };
}

function options({ metadata = {}, contentType, cache, disposition, storageClass, encryption, customer: key } = {}) {
  const given = {
    ContentType: contentType, CacheControl: cache, ContentDisposition: disposition, StorageClass: storageClass, ServerSideEncryption: encryption,
    ...customer({ customer: key }),
  };
  for (const [name, value] of Object.entries(metadata)) given[`x-cos-meta-${name}`] = value;
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

const customer = ({ customer: key } = {}) => (key ? { SSECustomerAlgorithm: 'AES256', SSECustomerKey: key.base64, SSECustomerKeyMD5: key.md5 } : {});
