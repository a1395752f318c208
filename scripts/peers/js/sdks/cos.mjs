// cos-nodejs-sdk-v5 and cos-js-sdk-v5: one API in two packages.
import { bytesOf } from '../common.mjs';

export const cos = {
  dialect: 'cos',
  class: 'STANDARD_IA',
  managed: ['AES256', 'cos/kms'],
  customerKey: true,
  minPart: 1024 * 1024,
  corrupt: ['BadDigest', 'InvalidDigest'],
  dial: (parts, access) => new Client(parts, access),
  // A signature lives 900 seconds, so that a clock 20 minutes behind makes expired ones.
  skew: { corrects: true, refused: { ahead: 'AccessDenied', behind: 'RequestTimeTooSkewed' } },
  // Both packages put the token into a presigned URL without escaping it, and its plus sign arrives as a space.
  damagedToken: true,
};

const where = { Bucket: 'partway-1250000000', Region: 'ap-guangzhou' };
const object = (key, more) => ({ ...where, Key: key, ...more });

class Client {
  #sdk;
  #pack;
  #packFile;

  constructor({ COS, pack, packFile }, { port, id, secret, token, checks, correct }) {
    this.#pack = pack;
    this.#packFile = packFile;
    this.#sdk = new COS({
      SecretId: id,
      SecretKey: secret,
      SecurityToken: token,
      Protocol: 'http:',
      Domain: `{Bucket}.cos.localhost:${port}`,
      UseRawKey: true,
      AutoSwitchHost: false,
      ChunkRetryTimes: 0,
      CorrectClockSkew: Boolean(correct),
      UploadCheckContentMd5: Boolean(checks),
    });
  }

  async initiate(key, a) {
    return (await this.#sdk.multipartInit(object(key, options(a)))).UploadId;
  }

  async uploadPart(key, uploadId, number, bytes, a) {
    const { ETag } = await this.#sdk.multipartUpload(
      object(key, { UploadId: uploadId, PartNumber: number, Body: this.#pack(bytes), ...customer(a) }),
    );
    return { number, etag: ETag, size: bytes.length };
  }

  async listParts(key, uploadId, pageSize) {
    const parts = [];
    for (let pages = 1, marker = {}; ; pages++) {
      const page = await this.#sdk.multipartListPart(
        object(key, { UploadId: uploadId, MaxParts: pageSize, EncodingType: 'url', ...marker }),
      );
      parts.push(...page.Part.map((p) => ({ number: Number(p.PartNumber), etag: p.ETag, size: Number(p.Size) })));
      if (page.IsTruncated !== 'true') return { parts, pages };
      marker = { PartNumberMarker: page.NextPartNumberMarker };
    }
  }

  complete(key, uploadId, parts) {
    return this.#sdk.multipartComplete(
      object(key, { UploadId: uploadId, Parts: parts.map(({ number, etag }) => ({ PartNumber: number, ETag: etag })) }),
    );
  }

  abort(key, uploadId) {
    return this.#sdk.multipartAbort(object(key, { UploadId: uploadId }));
  }

  async uploads(prefix) {
    const ids = [];
    for (let marker = {}; ; ) {
      const page = await this.#sdk.multipartList({
        ...where,
        Prefix: prefix,
        EncodingType: 'url',
        MaxUploads: 1,
        ...marker,
      });
      ids.push(...page.Upload.map((u) => u.UploadId));
      if (page.IsTruncated !== 'true') return ids;
      marker = { KeyMarker: decodeURIComponent(page.NextKeyMarker), UploadIdMarker: page.NextUploadIdMarker };
    }
  }

  put(key, bytes, a) {
    return this.#sdk.putObject(object(key, { Body: this.#pack(bytes), ...options(a) }));
  }

  async head(key, a) {
    const { headers: h } = await this.#sdk.headObject(object(key, customer(a)));
    const metadata = {};
    for (const name of Object.keys(h)) if (name.startsWith('x-cos-meta-')) metadata[name.slice(11)] = h[name];
    return {
      size: Number(h['content-length']),
      metadata,
      storageClass: h['x-cos-storage-class'],
      encryption: h['x-cos-server-side-encryption'],
      contentType: h['content-type'],
      cache: h['cache-control'],
      disposition: h['content-disposition'],
    };
  }

  async get(key, a) {
    return bytesOf((await this.#sdk.getObject(object(key, { DataType: 'blob', ...customer(a) }))).Body);
  }

  async manage(key, bytes, a) {
    const { file, remove } = await this.#packFile(bytes);
    try {
      await this.#sdk.uploadFile(object(key, { ...file, SliceSize: 1, ChunkSize: 1024 * 1024, ...options(a) }));
    } finally {
      await remove();
    }
  }

  presign(key, seconds) {
    return new Promise((resolve, reject) => {
      this.#sdk.getObjectUrl(object(key, { Sign: true, Expires: seconds, Protocol: 'http:' }), (error, data) =>
        error ? reject(error) : resolve(data.Url),
      );
    });
  }

  code(error) {
    return error.code;
  }
}

/** @param {any} [of] */
function options({ metadata = {}, contentType, cache, disposition, storageClass, encryption, customer: key } = {}) {
  const all = {
    ContentType: contentType,
    CacheControl: cache,
    ContentDisposition: disposition,
    StorageClass: storageClass,
    ServerSideEncryption: encryption,
    ...customer({ customer: key }),
  };
  for (const [name, value] of Object.entries(metadata)) all[`x-cos-meta-${name}`] = value;
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** @param {any} [of] */
const customer = ({ customer: key } = {}) =>
  key ? { SSECustomerAlgorithm: 'AES256', SSECustomerKey: key.base64, SSECustomerKeyMD5: key.md5 } : {};
