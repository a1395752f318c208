// aws4fetch signs requests and does no more: the calls of S3 are made of fetch
// here, as its users do.
import { bytesOf, codeIn, region, tooSkewed } from '../common.mjs';

export const aws4fetch = {
  name: 'aws4fetch',
  dialect: 's3',
  class: 'GLACIER',
  managed: ['AES256', 'aws:kms'],
  customerKey: true,
  minPart: 5 * 1024 * 1024,
  skew: { refused: tooSkewed },
  dial: (parts, access) => new Client(parts, access),
  lacks: { manager: 'it signs single requests', crc: 'it computes no checksum' },
};

class Client {
  #signer;
  #port;

  constructor({ AwsClient }, { port, id, secret, token }) {
    this.#port = port;
    this.#signer = new AwsClient({
      accessKeyId: id,
      secretAccessKey: secret,
      sessionToken: token,
      service: 's3',
      region,
      retries: 0,
    });
  }

  #url(key, query = {}) {
    const search = new URLSearchParams(query).toString().replaceAll('+', '%20');
    return `http://s3.localhost:${this.#port}/partway-dev/${key.split('/').map(encodeURIComponent).join('/')}${search && `?${search}`}`;
  }

  /** @param {string} method @param {string} url @param {any} [of] */
  async #call(method, url, { headers, body } = {}) {
    const reply = await this.#signer.fetch(url, { method, headers, body });
    if (reply.ok) return reply;
    throw Object.assign(new Error(`${method} gave ${reply.status}`), {
      code: codeIn(await reply.text()) ?? String(reply.status),
    });
  }

  /** @param {string} method @param {string} url @param {any} [of] */
  async #text(method, url, of) {
    return (await this.#call(method, url, of)).text();
  }

  async initiate(key, a) {
    return elements(await this.#text('POST', this.#url(key, { uploads: '' }), { headers: options(a) }), 'UploadId')[0];
  }

  async uploadPart(key, uploadId, partNumber, bytes, a) {
    const reply = await this.#call('PUT', this.#url(key, { partNumber, uploadId }), {
      body: bytes,
      headers: customer(a),
    });
    return { number: partNumber, etag: reply.headers.get('etag'), size: bytes.length };
  }

  async listParts(key, uploadId, pageSize) {
    const parts = [];
    for (let pages = 1, marker = '0'; ; pages++) {
      const page = await this.#text(
        'GET',
        this.#url(key, { uploadId, 'max-parts': pageSize, 'part-number-marker': marker }),
      );
      for (const part of elements(page, 'Part')) {
        const [number, etag, size] = ['PartNumber', 'ETag', 'Size'].map((name) => elements(part, name)[0]);
        parts.push({ number: Number(number), etag, size: Number(size) });
      }
      if (elements(page, 'IsTruncated')[0] !== 'true') return { parts, pages };
      marker = elements(page, 'NextPartNumberMarker')[0];
    }
  }

  async complete(key, uploadId, parts, a) {
    const list = parts.map(
      ({ number, etag }) =>
        `<Part><PartNumber>${number}</PartNumber><ETag>${etag.replaceAll('"', '&quot;')}</ETag></Part>`,
    );
    const body = `<CompleteMultipartUpload>${list.join('')}</CompleteMultipartUpload>`;
    const text = await this.#text('POST', this.#url(key, { uploadId }), { body, headers: customer(a) });
    if (codeIn(text)) throw Object.assign(new Error('complete failed'), { code: codeIn(text) });
  }

  abort(key, uploadId) {
    return this.#call('DELETE', this.#url(key, { uploadId }));
  }

  async uploads(prefix) {
    return elements(
      await this.#text('GET', this.#url('', { uploads: '', prefix, 'encoding-type': 'url' })),
      'UploadId',
    );
  }

  put(key, bytes, a) {
    return this.#call('PUT', this.#url(key), { body: bytes, headers: options(a) });
  }

  async head(key, a) {
    const { headers: h } = await this.#call('HEAD', this.#url(key), { headers: customer(a) });
    const metadata = {};
    h.forEach((value, name) => {
      if (name.startsWith('x-amz-meta-')) metadata[name.slice(11)] = value;
    });
    return {
      size: Number(h.get('content-length')),
      metadata,
      storageClass: h.get('x-amz-storage-class'),
      encryption: h.get('x-amz-server-side-encryption'),
      contentType: h.get('content-type'),
      cache: h.get('cache-control'),
      disposition: h.get('content-disposition'),
    };
  }

  async get(key, a) {
    return bytesOf(await (await this.#call('GET', this.#url(key), { headers: customer(a) })).arrayBuffer());
  }

  async presign(key, seconds) {
    return (
      await this.#signer.sign(this.#url(key, { 'X-Amz-Expires': seconds }), { method: 'GET', aws: { signQuery: true } })
    ).url;
  }

  code(error) {
    return error.code;
  }
}

/** @param {any} [of] */
function options({ metadata = {}, contentType, cache, disposition, storageClass, encryption, customer: key } = {}) {
  const headers = {
    'content-type': contentType,
    'cache-control': cache,
    'content-disposition': disposition,
    'x-amz-storage-class': storageClass,
    'x-amz-server-side-encryption': encryption,
    ...customer({ customer: key }),
  };
  for (const [name, value] of Object.entries(metadata)) headers[`x-amz-meta-${name}`] = value;
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
}

/** @param {any} [of] */
function customer({ customer: key } = {}) {
  if (!key) return {};
  const name = 'x-amz-server-side-encryption-customer';
  return { [`${name}-algorithm`]: 'AES256', [`${name}-key`]: key.base64, [`${name}-key-md5`]: key.md5 };
}

/** The texts of all elements of that name. No element of these replies holds another of its own name. */
function elements(xml, name) {
  return [...xml.matchAll(new RegExp(`<${name}>([^]*?)</${name}>`, 'g'))].map(([, text]) =>
    text.replaceAll('&quot;', '"').replaceAll('&#34;', '"'),
  );
}
