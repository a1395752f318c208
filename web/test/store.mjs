// A store in a function: answers requests as OSS would, and can be told to misbehave.
import { createHash } from 'node:crypto';
import { load } from './load.mjs';

const { sendByFetch } = await load('src/platform/transport.ts');

const xml = (body) => `<?xml version="1.0" encoding="UTF-8"?>\n${body}`;

/** CRC-64/XZ, bit by bit: slow, and independent of the module's. */
export function crc64(bytes) {
  let crc = 0xffff_ffff_ffff_ffffn;
  for (const byte of bytes) {
    crc ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ 0xc96c5795d7870f42n : crc >> 1n;
  }
  return String(crc ^ 0xffff_ffff_ffff_ffffn);
}

/** Sends by a function that has fetch's signature. */
export const transportBy = (fetcher) => ({
  tellsProgress: false,
  send: (request, body, options) => sendByFetch(request, body, options, fetcher),
});

export class Store {
  requests = [];
  parts = new Map();
  object = undefined;
  /** Headers of every reply beside the store's own. */
  extra = {};
  /** Functions by operation, called before the reply: to answer otherwise, to wait, to fail. */
  before = {};
  exposed = true;
  /** Whether it reports CRCs, as S3 does not. */
  sums = true;

  fetch = async (url, { method, headers, body, signal }) => {
    const query = new URL(url).searchParams;
    const operation = operationOf(method, query);
    const bytes = body ? new Uint8Array(await new Response(body).arrayBuffer()) : new Uint8Array();
    this.requests.push({ operation, url, headers: Object.fromEntries(headers), bytes });
    const other = await this.before[operation]?.({ query, bytes, signal });
    signal?.throwIfAborted();
    return other ?? this[operation](query, bytes);
  };

  /** The option by which an upload reaches this store. */
  transport = transportBy(this.fetch);

  get operations() {
    return this.requests.map((request) => request.operation);
  }

  initiate() {
    return this.#reply(
      200,
      xml(
        '<InitiateMultipartUploadResult><Bucket>b</Bucket><Key>k</Key><UploadId>ID1</UploadId></InitiateMultipartUploadResult>',
      ),
    );
  }

  uploadPart(query, bytes) {
    this.parts.set(Number(query.get('partNumber')), bytes);
    return this.#stored(bytes, '');
  }

  listParts() {
    const parts = [...this.parts]
      .sort(([a], [b]) => a - b)
      .map(
        ([number, bytes]) =>
          `<Part><PartNumber>${number}</PartNumber><ETag>"${md5(bytes)}"</ETag><Size>${bytes.length}</Size>${this.sums ? `<HashCrc64ecma>${crc64(bytes)}</HashCrc64ecma>` : ''}</Part>`,
      );
    return this.#reply(
      200,
      xml(
        `<ListPartsResult><Bucket>b</Bucket><Key>k</Key><UploadId>ID1</UploadId><IsTruncated>false</IsTruncated>${parts.join('')}</ListPartsResult>`,
      ),
    );
  }

  complete() {
    this.object = Buffer.concat([...this.parts.keys()].sort((a, b) => a - b).map((n) => this.parts.get(n)));
    const digests = [...this.parts.keys()].sort((a, b) => a - b).map((n) => Buffer.from(md5(this.parts.get(n)), 'hex'));
    const etag = `${md5(Buffer.concat(digests))}-${this.parts.size}`;
    return this.#stored(
      this.object,
      xml(
        `<CompleteMultipartUploadResult><Location>http://store/b/k</Location><Bucket>b</Bucket><Key>k</Key><ETag>"${etag}"</ETag></CompleteMultipartUploadResult>`,
      ),
    );
  }

  abort() {
    this.parts.clear();
    return new Response(null, { status: 204, headers: { 'x-oss-request-id': 'R' } });
  }

  headObject() {
    if (!this.object) return new Response(null, { status: 404 });
    return this.#reply(200, null, {
      'content-length': String(this.object.length),
      ...(this.exposed && this.sums ? { 'x-oss-hash-crc64ecma': crc64(this.object) } : {}),
    });
  }

  putObject(_, bytes) {
    this.object = Buffer.from(bytes);
    return this.#stored(bytes, '');
  }

  #stored(bytes, body) {
    const sums = this.sums ? { 'x-oss-hash-crc64ecma': crc64(bytes) } : {};
    return this.#reply(200, body, this.exposed ? { etag: `"${md5(bytes)}"`, ...sums } : {});
  }

  #reply(status, body, headers = {}) {
    return new Response(body, {
      status,
      headers: {
        'content-type': 'application/xml',
        ...(this.exposed ? { 'x-oss-request-id': 'R', 'x-amz-request-id': 'R' } : {}),
        ...headers,
        ...this.extra,
      },
    });
  }
}

export function failure(status, code) {
  return new Response(xml(`<Error><Code>${code}</Code><Message>No.</Message><RequestId>R</RequestId></Error>`), {
    status,
    headers: { 'content-type': 'application/xml' },
  });
}

function operationOf(method, query) {
  if (method === 'POST') return query.has('uploads') ? 'initiate' : 'complete';
  if (method === 'GET') return 'listParts';
  if (method === 'HEAD') return 'headObject';
  if (method === 'DELETE') return 'abort';
  return query.has('partNumber') ? 'uploadPart' : 'putObject';
}

function md5(bytes) {
  return createHash('md5').update(bytes).digest('hex').toUpperCase();
}
