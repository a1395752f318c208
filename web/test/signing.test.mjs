// Signing for others: what each operation asks of the store, in which form, at what time.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load, moduleBytes } from './load.mjs';

const { presign } = await load('src/sign.ts');

const options = {
  dialect: 's3',
  bucket: 'bucket',
  key: 'a b.txt',
  region: 'us-east-1',
  credentials: { accessKeyId: 'id', accessKeySecret: 'the-secret', securityToken: 'the-token' },
  wasm: await WebAssembly.compile(moduleBytes()),
  time: new Date('2026-11-24T10:00:00Z'),
};

const uploadId = 'U';
const parts = [
  { number: 1, etag: '"a"' },
  { number: 2, etag: '"b"' },
];

/** @type {any[][]} */
const calls = [
  [{ operation: 'initiate' }, 'POST', '/a%20b.txt?uploads', /^$/],
  [{ operation: 'uploadPart', uploadId, partNumber: 7 }, 'PUT', '/a%20b.txt?partNumber=7&uploadId=U', /^$/],
  [{ operation: 'listParts', uploadId, after: 1000 }, 'GET', '/a%20b.txt?uploadId=U&part-number-marker=1000', /^$/],
  [
    { operation: 'complete', uploadId, parts },
    'POST',
    '/a%20b.txt?uploadId=U',
    /<PartNumber>2<\/PartNumber><ETag>"b"<\/ETag>/,
  ],
  [{ operation: 'abort', uploadId }, 'DELETE', '/a%20b.txt?uploadId=U', /^$/],
  [{ operation: 'listUploads', prefix: 'p/' }, 'GET', '/?uploads&prefix=p%2F', /^$/],
  [
    { operation: 'listUploads', prefix: '', keyMarker: 'k', uploadIdMarker: 'm' },
    'GET',
    '/?uploads&key-marker=k&upload-id-marker=m',
    /^$/,
  ],
  [{ operation: 'putObject' }, 'PUT', '/a%20b.txt', /^$/],
  [{ operation: 'headObject' }, 'HEAD', '/a%20b.txt', /^$/],
  [{ operation: 'headObject', versionId: 'v+1' }, 'HEAD', '/a%20b.txt?versionId=v%2B1', /^$/],
  [{ operation: 'getObject' }, 'GET', '/a%20b.txt', /^$/],
  [
    {
      operation: 'getObject',
      versionId: null,
      responseContentType: 'text/plain',
      responseContentDisposition: 'ü.txt',
      responseExpires: new Date('2031-01-01T00:00:00Z'),
      responseContentLanguage: undefined,
      responseContentEncoding: '',
    },
    'GET',
    '/a%20b.txt?response-content-disposition=attachment%3B%20filename%3D%22_.txt%22%3B%20filename%2A%3DUTF-8%27%27%25C3%25BC.txt' +
      '&response-content-type=text%2Fplain&response-expires=Wed%2C%2001%20Jan%202031%2000%3A00%3A00%20GMT',
    /^$/,
  ],
  [{ operation: 'deleteObject' }, 'DELETE', '/a%20b.txt', /^$/],
  [{ operation: 'deleteObject', versionId: 'null' }, 'DELETE', '/a%20b.txt?versionId=null', /^$/],
];
for (const [what, method, url, body] of calls) {
  test(`${what.operation}${url.replace('/a%20b.txt', ' ')}, signed in the URL and in a header`, async () => {
    const query = await presign(what, options);
    const [plain] = query.url.split(/[?&]X-Amz-/);
    assert.deepEqual([query.method, plain], [method, `https://bucket.s3.us-east-1.amazonaws.com${url}`]);
    assert.match(query.body, body);
    assert.match(query.url, /X-Amz-Date=20261124T100000Z.*X-Amz-Signature=[0-9a-f]{64}/);
    const header = await presign(what, { ...options, form: 'header' });
    assert.equal(header.url, query.url.split(/[?&]X-Amz-/)[0]);
    assert.match(
      Object.fromEntries(header.headers.map(([name, value]) => [name.toLowerCase(), value])).authorization,
      /^AWS4-HMAC-SHA256 Credential=id\/20261124\//,
    );
  });
}

test('now is when it is signed, and the keys may come from a function', async () => {
  const { url } = await presign(
    { operation: 'headObject' },
    { ...options, time: undefined, credentials: async () => options.credentials },
  );
  const [, date] = /X-Amz-Date=(\d{8}T\d{6})Z/.exec(url);
  const at = Date.parse(date.replace(/(....)(..)(..)T(..)(..)(..)/, '$1-$2-$3T$4:$5:$6Z'));
  assert.ok(Math.abs(Date.now() - at) < 60_000, date);
});

for (const [what, option, nearest] of [
  [{ operation: 'delteObject' }, 'operation', 'deleteObject'],
  [{ operation: 'GetObject' }, 'operation', 'getObject'],
  [{ operation: 'shred' }, 'operation', ''],
  [{ operation: '' }, 'operation', ''],
  [undefined, 'operation', ''],
  [{ operation: 'getObject', responseContentTyp: 'a/b' }, 'responseContentTyp', 'responseContentType'],
  [{ operation: 'getObject', 'response-content-type': 'a/b' }, 'response-content-type', 'responseContentType'],
  [{ operation: 'getObject', contentType: 'a/b' }, 'contentType', 'responseContentType'],
  [{ operation: 'getObject', name: 'a' }, 'name', ''],
  [{ operation: 'getObject', responseContentType: 'text' }, 'responseContentType', ''],
  [{ operation: 'getObject', responseCacheControl: 'no\nstore' }, 'responseCacheControl', ''],
  [{ operation: 'getObject', responseExpires: new Date(NaN) }, 'responseExpires', ''],
  [{ operation: 'getObject', process: 'image/resize,w_9' }, 'process', ''],
  [{ operation: 'deleteObject', responseContentType: 'a/b' }, 'responseContentType', ''],
]) {
  test(`${JSON.stringify(what)} names what is wrong, and the nearest right thing`, async () => {
    await assert.rejects(presign(what, options), (/** @type {any} */ error) => {
      assert.deepEqual([error.name, error.code, error.option], ['PartwayError', 'InvalidOption', option]);
      assert.equal(error.nearest ?? '', nearest, error.message);
      return true;
    });
  });
}

test('what is wrong is a PartwayError that names it', async () => {
  await assert.rejects(presign({ operation: 'uploadPart', uploadId, partNumber: 0 }, options), {
    name: 'PartwayError',
    code: 'InvalidOption',
    option: 'partNumber',
  });
  await assert.rejects(presign({ operation: 'putObject' }, { ...options, credentials: undefined }), {
    name: 'PartwayError',
    code: 'InvalidOption',
    option: 'credentials.accessKeyId',
  });
  await assert.rejects(presign({ operation: 'putObject' }, { ...options, storageClass: 'STANDRD' }), {
    name: 'PartwayError',
    nearest: 'STANDARD',
  });
});
