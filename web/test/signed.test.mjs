// Uploads by a signer in a function: what it is asked, what the page sees of that.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { load, read } from './load.mjs';
import { crc64, Store, transportBy } from './store.mjs';

const { upload } = await load('src/index.ts');
const wasm = await WebAssembly.compile(read('build/web/partway-nokeys.wasm'));
const signer = 'http://signer.example/sign/';
const transport = transportBy((url, init) => answerTo(url, init));
const options = { signer, target: 'films', headers: { authorization: 'Bearer the-token' }, wasm, transport };
const bytes = new TextEncoder().encode('a file that goes whole');
const file = new File([bytes], 'a.txt', { type: 'text/plain' });
const put = 'http://store.example/b/k?signature=secret';

let asked, store;

/** Answers as the signer does for a file that goes whole. */
function answer(path, { method }) {
  if (method === 'DELETE') return {};
  if (path.endsWith('/complete'))
    return {
      location: 'http://store.example/b/k',
      bucket: 'b',
      key: 'k',
      size: bytes.length,
      etag: 'E',
      crc64: crc64(bytes),
      requestId: 'R',
    };
  const plan = {
    key: 'k',
    uploadId: 'sealed',
    bucket: 'b',
    dialect: 'oss',
    url: 'http://store.example/b/k',
    verify: 'crc64xz',
    verifyHeader: 'x-oss-hash-crc64ecma',
  };
  return {
    ...plan,
    partSize: bytes.length,
    parts: 1,
    put: true,
    urls: [put],
    headers: {},
    until: Date.now() + 600_000,
  };
}

beforeEach(() => {
  asked = [];
  store = new Store();
});

async function answerTo(url, init) {
  if (!url.startsWith(signer)) return store.fetch(url, init);
  const path = url.slice(signer.length);
  asked.push({
    path,
    method: init.method,
    headers: Object.fromEntries(init.headers),
    body: init.body && JSON.parse(init.body),
  });
  return new Response(JSON.stringify(answer(path, init)), { headers: { 'content-type': 'application/json' } });
}

test('the signer is told the name of the file, or the one that is given', async () => {
  const { key } = await upload(file, options).finished;
  await upload(file, { ...options, name: 'day 1/a.txt' }).finished;
  await upload(new Blob([bytes]), { ...options, name: 'of a blob' }).finished;
  assert.equal(key, 'k');
  const begun = asked.filter(({ path }) => path === 's3/multipart').map(({ body }) => body);
  assert.deepEqual(
    begun.map(({ filename }) => filename),
    ['a.txt', 'day 1/a.txt', 'of a blob'],
  );
  assert.deepEqual(begun[0], { filename: 'a.txt', size: bytes.length, type: 'text/plain', target: 'films' });
});

test('what an option may have been meant to be is said before any request', async () => {
  for (const [wrong, nearest] of Object.entries({
    traget: 'target',
    metdata: 'metadata',
    header: 'headers',
    timelimit: 'timeLimit',
    storageClass: '',
    constructor: '',
  })) {
    await assert.rejects(upload(file, { ...options, [wrong]: 'x' }).finished, (/** @type {any} */ error) => {
      assert.deepEqual([error.code, error.option, error.nearest], ['InvalidOption', wrong, nearest]);
      assert.equal(error.message.includes(`Did you mean "${nearest}"?`), nearest !== '');
      assert.ok(error.legal.includes('target'));
      return true;
    });
  }
  for (const signer of ['localhost:8787', 'ftp://signer.example']) {
    await assert.rejects(upload(file, { ...options, signer }).finished, {
      code: 'InvalidOption',
      message: 'signer must be an HTTP URL.',
    });
  }
  assert.deepEqual(asked, []);
});

test('every option that there is with a signer is one', async () => {
  const all = {
    ...options,
    partSize: 5e6,
    parallel: 2,
    timeLimit: 60,
    stallTime: 30,
    resume: false,
    fileHandle: undefined,
    name: 'n',
    signal: new AbortController().signal,
    worker: undefined,
    onRequest() {},
    onResponse() {},
    metadata: { a: 'b' },
    options: { storageClass: 'IA', tags: { a: 'b' } },
  };
  await upload(file, all).finished;
  const { partSize, metadata, options: chosen } = asked[0].body;
  assert.deepEqual(
    { partSize, metadata, options: chosen },
    { partSize: 5e6, metadata: all.metadata, options: all.options },
  );
});

test("the page sees each request and what came back, the signer's too", async () => {
  const [sent, came] = [[], []];
  await upload(file, {
    ...options,
    onRequest: (request) => sent.push(request),
    onResponse: (reply, request) => came.push([request, reply]),
  }).finished;
  assert.deepEqual(
    sent.map(({ operation, method }) => [operation, method]),
    [
      ['initiate', 'POST'],
      ['putObject', 'PUT'],
      ['complete', 'POST'],
    ],
  );
  assert.deepEqual(sent[0].headers, [
    ['content-type', 'application/json'],
    ['authorization', 'Bearer the-token'],
  ]);
  assert.equal(sent[1].url, put);
  assert.deepEqual(
    came.map(([request]) => request),
    sent,
    'each with its own request',
  );
  assert.deepEqual(
    came.map(([, { status }]) => status),
    [200, 200, 200],
  );
  assert.match(came[0][1].body, /"uploadId":"sealed"/);
});

test('what never came back, or was cut, is an answer of status 0', async () => {
  const came = [];
  const u = upload(file, {
    ...options,
    onResponse: ({ status, body }, { operation }) => came.push([operation, status, body]),
  });
  store.before.putObject = ({ signal }) =>
    new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
      u.abort();
    });
  await assert.rejects(u.finished, { code: 'Aborted' });
  assert.deepEqual(
    came.find(([operation]) => operation === 'putObject'),
    ['putObject', 0, ''],
  );
});
