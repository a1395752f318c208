// ali-oss, as it is on npm (Node) and as the bundle that pages load.
import { bytesOf, region } from '../common.mjs';

const BUCKET = 'partway-dev';

export const v4 = { name: 'ali-oss v4', dialect: 'oss', class: 'IA', managed: ['AES256', 'KMS', 'SM4'], minPart: 100 * 1024, corrupt: ['InvalidDigest'], dial: (sdk, access) => dial(sdk, access, true) };
export const v1 = { ...v4, name: 'ali-oss v1', class: 'Archive', managed: ['AES256', 'KMS'], dial: (sdk, access) => dial(sdk, access, false) };

function dial({ OSS, pack }, { port, id, secret, token, checks }, authorizationV4) {
  const client = new OSS({
    region: `oss-${region}`, endpoint: `http://oss.localhost:${port}`, bucket: BUCKET, authorizationV4,
    accessKeyId: id, accessKeySecret: secret, stsToken: token, refreshSTSTokenInterval: 1e9,
    refreshSTSToken: token ? async () => ({ accessKeyId: id, accessKeySecret: secret, stsToken: token }) : undefined,
    headerEncoding: 'latin1',
  });
  const disabledMD5 = !checks;
  const options = ({ metadata, contentType, cache, disposition, storageClass, encryption } = {}) => ({
    meta: metadata, mime: contentType, disabledMD5,
    headers: given({ 'Cache-Control': cache, 'Content-Disposition': disposition, 'x-oss-storage-class': storageClass, 'x-oss-server-side-encryption': encryption }),
  });
  return {
    initiate: async (key, a) => (await client.initMultipartUpload(key, options(a))).uploadId,
    async uploadPart(key, uploadId, number, bytes) {
      const { etag } = await client.uploadPart(key, uploadId, number, pack(bytes), 0, bytes.length, { disabledMD5 });
      return { number, etag, size: bytes.length };
    },
    async listParts(key, uploadId, pageSize) {
      const parts = [];
      for (let pages = 1, marker; ; pages++) {
        const page = await client.listParts(key, uploadId, { 'max-parts': pageSize, ...(marker && { 'part-number-marker': marker }) });
        // One part is no list, and every value is text: that is this SDK's reading of the XML.
        for (const p of [page.parts ?? []].flat()) parts.push({ number: Number(p.PartNumber), etag: p.ETag, size: Number(p.Size) });
        if (String(page.isTruncated) !== 'true') return { parts, pages };
        marker = page.nextPartNumberMarker;
      }
    },
    complete: (key, uploadId, parts) => client.completeMultipartUpload(key, uploadId, parts.map(({ number, etag }) => ({ number, etag }))),
    abort: (key, uploadId) => client.abortMultipartUpload(key, uploadId),
    async uploads(prefix) {
      const ids = [];
      for (let marker = {}; ; ) {
        const page = await client.listUploads({ prefix, 'max-uploads': 1, ...marker });
        ids.push(...page.uploads.map((u) => u.uploadId));
        if (!page.isTruncated) return ids;
        marker = { 'key-marker': page.nextKeyMarker, 'upload-id-marker': page.nextUploadIdMarker };
      }
    },
    put: (key, bytes, a) => client.put(key, pack(bytes), options(a)),
    async head(key) {
      const { res, meta } = await client.head(key);
      const h = res.headers;
      return {
        size: Number(h['content-length']), crc: h['x-oss-hash-crc64ecma'], metadata: meta ?? {}, storageClass: h['x-oss-storage-class'],
        encryption: h['x-oss-server-side-encryption'], contentType: h['content-type'], cache: h['cache-control'], disposition: h['content-disposition'],
      };
    },
    get: async (key) => bytesOf((await client.get(key)).content),
    manage: (key, bytes, a) => client.multipartUpload(key, pack(bytes), { ...options(a), partSize: 100 * 1024, parallel: 3 }),
    presign: async (key, seconds) => authorizationV4 ? client.signatureUrlV4('GET', seconds, {}, key) : client.signatureUrl(key, { expires: seconds }),
    code: (error) => error.code,
  };
}

const given = (headers) => Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
