// @aws-sdk/client-s3 with lib-storage, in Node and bundled for pages.
import { bytesOf, region, tooSkewed } from '../common.mjs';

export const aws = {
  name: '@aws-sdk',
  dialect: 's3',
  class: 'STANDARD_IA',
  managed: ['AES256', 'aws:kms'],
  customerKey: true,
  minPart: 5 * 1024 * 1024,
  corrupt: ['BadDigest', 'XAmzContentSHA256Mismatch'],
  skew: { corrects: true, refused: tooSkewed },
  dial: (parts, access) => new Client(parts, access),
};

const object = (key, more) => ({ Bucket: 'partway-dev', Key: key, ...more });

class Client {
  #sdk;
  #parts;

  constructor(parts, { port, id, secret, token, correct }) {
    this.#parts = parts;
    this.#sdk = new parts.s3.S3({
      region,
      endpoint: `http://s3.localhost:${port}`,
      maxAttempts: correct ? 2 : 1,
      credentials: { accessKeyId: id, secretAccessKey: secret, sessionToken: token },
    });
  }

  async initiate(key, a) {
    return (await this.#sdk.createMultipartUpload(object(key, { ChecksumAlgorithm: 'CRC32', ...options(a) }))).UploadId;
  }

  async uploadPart(key, UploadId, number, bytes, a) {
    const r = await this.#sdk.uploadPart(
      object(key, {
        UploadId,
        PartNumber: number,
        Body: this.#parts.pack(bytes),
        ChecksumAlgorithm: 'CRC32',
        ...customer(a),
      }),
    );
    return { number, etag: r.ETag, size: bytes.length, crc32: r.ChecksumCRC32 };
  }

  // Not paginateListParts: it goes by the marker alone, which S3 sends with the
  // last page too, and never ends (https://github.com/aws/aws-sdk-go-v2/issues/1140).
  async listParts(key, UploadId, MaxParts) {
    const parts = [];
    for (let pages = 1, marker; ; pages++) {
      const page = await this.#sdk.listParts(object(key, { UploadId, MaxParts, PartNumberMarker: marker }));
      parts.push(
        ...(page.Parts ?? []).map((p) => ({
          number: p.PartNumber,
          etag: p.ETag,
          size: p.Size,
          crc32: p.ChecksumCRC32,
        })),
      );
      if (!page.IsTruncated) return { parts, pages };
      marker = page.NextPartNumberMarker;
    }
  }

  complete(key, UploadId, parts, a) {
    const Parts = parts.map(({ number, etag, crc32 }) => ({ PartNumber: number, ETag: etag, ChecksumCRC32: crc32 }));
    return this.#sdk.completeMultipartUpload(object(key, { UploadId, MultipartUpload: { Parts }, ...customer(a) }));
  }

  abort(key, UploadId) {
    return this.#sdk.abortMultipartUpload(object(key, { UploadId }));
  }

  async uploads(Prefix) {
    const ids = [];
    for (let marker = {}; ; ) {
      const page = await this.#sdk.listMultipartUploads({ Bucket: 'partway-dev', Prefix, MaxUploads: 1, ...marker });
      ids.push(...(page.Uploads ?? []).map((u) => u.UploadId));
      if (!page.IsTruncated) return ids;
      marker = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
    }
  }

  /** Large ones as a stream where there are any (Node): the SDK then sends chunks, with the checksum behind them. */
  put(key, bytes, a) {
    const { pack, stream = pack } = this.#parts;
    const Body = bytes.length < 1000 ? pack(bytes) : stream(bytes);
    return this.#sdk.putObject(object(key, { Body, ContentLength: bytes.length, ...options(a) }));
  }

  async head(key, a) {
    const r = await this.#sdk.headObject(object(key, customer(a)));
    return {
      size: r.ContentLength,
      metadata: r.Metadata ?? {},
      storageClass: r.StorageClass,
      encryption: r.ServerSideEncryption,
      contentType: r.ContentType,
      cache: r.CacheControl,
      disposition: r.ContentDisposition,
    };
  }

  /** With the SDK's comparison of the checksum that the store kept. */
  async get(key, a) {
    return bytesOf(
      await (
        await this.#sdk.getObject(object(key, { ChecksumMode: 'ENABLED', ...customer(a) }))
      ).Body.transformToByteArray(),
    );
  }

  manage(key, bytes, a) {
    const params = object(key, { Body: this.#parts.pack(bytes), ...options(a) });
    return new this.#parts.Upload({ client: this.#sdk, params, partSize: 5 * 1024 * 1024, queueSize: 3 }).done();
  }

  presign(key, expiresIn) {
    return this.#parts.getSignedUrl(this.#sdk, new this.#parts.s3.GetObjectCommand(object(key)), { expiresIn });
  }

  code(error) {
    return error.Code ?? error.name;
  }
}

/** @param {any} [of] */
function options({ metadata, contentType, cache, disposition, storageClass, encryption, customer: key } = {}) {
  return {
    Metadata: metadata,
    ContentType: contentType,
    CacheControl: cache,
    ContentDisposition: disposition,
    StorageClass: storageClass,
    ServerSideEncryption: encryption,
    ...customer({ customer: key }),
  };
}

/** @param {any} [of] */
const customer = ({ customer: key } = {}) =>
  key ? { SSECustomerAlgorithm: 'AES256', SSECustomerKey: key.base64, SSECustomerKeyMD5: key.md5 } : {};
