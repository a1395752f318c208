// aws4fetch signs requests and does no more: the calls of S3 are made of fetch
// here, as its users do.
import { bytesOf, codeIn, region } from '../common.mjs';
import { tooSkewed } from '../checks.mjs';

export const aws4fetch = {
  name: 'aws4fetch', dialect: 's3', class: 'GLACIER', managed: ['AES256', 'aws:kms'], customerKey: true, minPart: 5 * 1024 * 1024, skew: { refused: tooSkewed }, dial,
  lacks: { manager: 'it has none', crc: 'it computes no checksum' },
};

function dial({ AwsClient }, { port, id, secret, token }) {
  const client = new AwsClient({ accessKeyId: id, secretAccessKey: secret, sessionToken: token, service: 's3', region, retries: 0 });
  const url = (key, query = {}) => {
    const search = new URLSearchParams(query).toString().replaceAll('+', '%20');
    return `http://s3.localhost:${port}/partway-dev/${key.split('/').map(encodeURIComponent).join('/')}${search && `?${search}`}`;
  };
  const call = async (method, to, { headers, body } = {}) => {
    const reply = await client.fetch(to, { method, headers, body });
    if (reply.ok) return reply;
    throw Object.assign(new Error(`${method} gave ${reply.status}`), { code: codeIn(await reply.text()) ?? String(reply.status) });
  };
  return {
    initiate: async (key, a) => element(await (await call('POST', url(key, { uploads: '' }), { headers: options(a) })).text(), 'UploadId')[0],
    async uploadPart(key, uploadId, partNumber, bytes, a) {
      const reply = await call('PUT', url(key, { partNumber, uploadId }), { body: bytes, headers: customer(a) });
      return { number: partNumber, etag: reply.headers.get('etag'), size: bytes.length };
    },
    async listParts(key, uploadId, pageSize) {
      const parts = [];
      for (let pages = 1, marker = '0'; ; pages++) {
        const page = await (await call('GET', url(key, { uploadId, 'max-parts': pageSize, 'part-number-marker': marker }))).text();
        for (const p of element(page, 'Part')) parts.push({ number: Number(element(p, 'PartNumber')[0]), etag: element(p, 'ETag')[0], size: Number(element(p, 'Size')[0]) });
        if (element(page, 'IsTruncated')[0] !== 'true') return { parts, pages };
        marker = element(page, 'NextPartNumberMarker')[0];
      }
    },
    async complete(key, uploadId, parts, a) {
      const list = parts.map(({ number, etag }) => `<Part><PartNumber>${number}</PartNumber><ETag>${etag.replaceAll('"', '&quot;')}</ETag></Part>`);
      const body = `<CompleteMultipartUpload>${list.join('')}</CompleteMultipartUpload>`;
      const text = await (await call('POST', url(key, { uploadId }), { body, headers: customer(a) })).text();
      if (codeIn(text)) throw Object.assign(new Error('complete failed'), { code: codeIn(text) });
    },
    abort: (key, uploadId) => call('DELETE', url(key, { uploadId })),
    uploads: async (prefix) => element(await (await call('GET', url('', { uploads: '', prefix, 'encoding-type': 'url' }))).text(), 'UploadId'),
    put: (key, bytes, a) => call('PUT', url(key), { body: bytes, headers: options(a) }),
    async head(key, a) {
      const { headers: h } = await call('HEAD', url(key), { headers: customer(a) });
      const metadata = {};
      h.forEach((value, name) => { if (name.startsWith('x-amz-meta-')) metadata[name.slice(11)] = value; });
      return {
        size: Number(h.get('content-length')), metadata, storageClass: h.get('x-amz-storage-class'), encryption: h.get('x-amz-server-side-encryption'),
        contentType: h.get('content-type'), cache: h.get('cache-control'), disposition: h.get('content-disposition'),
      };
    },
    get: async (key, a) => bytesOf(await (await call('GET', url(key), { headers: customer(a) })).arrayBuffer()),
    presign: async (key, seconds) => (await client.sign(`${url(key)}?X-Amz-Expires=${seconds}`, { method: 'GET', aws: { signQuery: true } })).url,
    code: (error) => error.code,
  };
}

function options({ metadata = {}, contentType, cache, disposition, storageClass, encryption, customer: key } = {}) {
  const headers = {
    'content-type': contentType, 'cache-control': cache, 'content-disposition': disposition,
    'x-amz-storage-class': storageClass, 'x-amz-server-side-encryption': encryption, ...customer({ customer: key }),
  };
  for (const [name, value] of Object.entries(metadata)) headers[`x-amz-meta-${name}`] = value;
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
}

const customer = ({ customer: key } = {}) =>
  key
    ? { 'x-amz-server-side-encryption-customer-algorithm': 'AES256', 'x-amz-server-side-encryption-customer-key': key.base64, 'x-amz-server-side-encryption-customer-key-md5': key.md5 }
    : {};

/** The texts of all elements of that name. The store's replies nest none in itself and its keys here need no unescaping. */
function element(xml, name) {
  return [...xml.matchAll(new RegExp(`<${name}>([^]*?)</${name}>`, 'g'))].map(([, text]) => text.replaceAll('&quot;', '"').replaceAll('&#34;', '"'));
}
