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

for (const [what, method, url, body] of [
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
]) {
  test(`${what.operation}, signed in the URL and in a header`, async () => {
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
