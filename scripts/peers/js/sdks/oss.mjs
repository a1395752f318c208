// ali-oss, as it is on npm (Node) and as the bundle that pages load.
import { bytesOf, region } from '../common.mjs';

const v4 = {
  name: 'ali-oss v4',
  dialect: 'oss',
  class: 'IA',
  managed: ['AES256', 'KMS', 'SM4'],
  minPart: 100 * 1024,
  corrupt: ['InvalidDigest'],
  dial: (parts, access) => new Client(parts, access, true),
};
const v1 = {
  ...v4,
  name: 'ali-oss v1',
  class: 'Archive',
  managed: ['AES256', 'KMS'],
  dial: (parts, access) => new Client(parts, access, false),
};

export const oss = [v4, v1];

class Client {
  #sdk;
  #pack;
  #v4;
  #disabledMD5;

  constructor({ OSS, pack }, { port, id, secret, token, checks }, v4) {
    this.#pack = pack;
    this.#v4 = v4;
    this.#disabledMD5 = !checks;
    const keys = { accessKeyId: id, accessKeySecret: secret, stsToken: token };
    this.#sdk = new OSS({
      ...keys,
      region: `oss-${region}`,
      endpoint: `http://oss.localhost:${port}`,
      bucket: 'partway-dev',
      authorizationV4: v4,
      refreshSTSTokenInterval: 1e9,
      refreshSTSToken: token && (async () => keys),
    });
  }

  /** @param {any} [of] */

  #options({ metadata, contentType, cache, disposition, storageClass, encryption } = {}) {
    const headers = {
      'Cache-Control': cache,
      'Content-Disposition': disposition,
      'x-oss-storage-class': storageClass,
      'x-oss-server-side-encryption': encryption,
    };
    return { meta: metadata, mime: contentType, disabledMD5: this.#disabledMD5, headers: given(headers) };
  }

  async initiate(key, a) {
    return (await this.#sdk.initMultipartUpload(key, this.#options(a))).uploadId;
  }

  async uploadPart(key, uploadId, number, bytes) {
    const { etag } = await this.#sdk.uploadPart(key, uploadId, number, this.#pack(bytes), 0, bytes.length, {
      disabledMD5: this.#disabledMD5,
    });
    return { number, etag, size: bytes.length };
  }

  async listParts(key, uploadId, pageSize) {
    const parts = [];
    for (let pages = 1, marker = {}; ; pages++) {
      const page = await this.#sdk.listParts(key, uploadId, { 'max-parts': pageSize, ...marker });
      // One part is no list, and every value is text: that is this SDK's reading of the XML.
      for (const p of [page.parts ?? []].flat())
        parts.push({ number: Number(p.PartNumber), etag: p.ETag, size: Number(p.Size) });
      if (String(page.isTruncated) !== 'true') return { parts, pages };
      marker = { 'part-number-marker': page.nextPartNumberMarker };
    }
  }

  complete(key, uploadId, parts) {
    return this.#sdk.completeMultipartUpload(
      key,
      uploadId,
      parts.map(({ number, etag }) => ({ number, etag })),
    );
  }

  abort(key, uploadId) {
    return this.#sdk.abortMultipartUpload(key, uploadId);
  }

  async uploads(prefix) {
    const ids = [];
    for (let marker = {}; ; ) {
      const page = await this.#sdk.listUploads({ prefix, 'max-uploads': 1, ...marker });
      ids.push(...page.uploads.map((u) => u.uploadId));
      if (!page.isTruncated) return ids;
      marker = { 'key-marker': page.nextKeyMarker, 'upload-id-marker': page.nextUploadIdMarker };
    }
  }

  put(key, bytes, a) {
    return this.#sdk.put(key, this.#pack(bytes), this.#options(a));
  }

  async head(key) {
    const { res, meta } = await this.#sdk.head(key);
    const h = res.headers;
    return {
      size: Number(h['content-length']),
      metadata: meta ?? {},
      storageClass: h['x-oss-storage-class'],
      encryption: h['x-oss-server-side-encryption'],
      contentType: h['content-type'],
      cache: h['cache-control'],
      disposition: h['content-disposition'],
    };
  }

  async get(key) {
    return bytesOf((await this.#sdk.get(key)).content);
  }

  manage(key, bytes, a) {
    return this.#sdk.multipartUpload(key, this.#pack(bytes), {
      ...this.#options(a),
      partSize: 100 * 1024,
      parallel: 3,
    });
  }

  async presign(key, seconds) {
    return this.#v4
      ? this.#sdk.signatureUrlV4('GET', seconds, {}, key)
      : this.#sdk.signatureUrl(key, { expires: seconds });
  }

  code(error) {
    return error.code;
  }
}

const given = (headers) => Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
