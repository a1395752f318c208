// The driver against a store in a function: order of requests, comparisons, failures. Chromium and a real store are in
// scripts/e2e.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { beforeEach, test } from 'node:test';
import { load, moduleBytes } from './load.mjs';
import { crc64, failure } from './store.mjs';
import { bytes, common, file, hurried, newStore, partSize, watch } from './uploading.mjs';

const { check, compile, initiate, upload, PartwayError } = await load('src/index.ts');
const { keyRules, uploadRules } = await load('src/session/clientoptions.ts');
const { wasm } = common;
const wholeSequence = ['initiate', 'uploadPart', 'uploadPart', 'uploadPart', 'complete'];
let store;

beforeEach(() => {
  store = newStore();
});

test('parts in sequence, compared, completed', async () => {
  const u = upload(file, common);
  const states = watch(u);
  const result = await u.finished;
  assert.deepEqual(store.operations, wholeSequence);
  assert.deepEqual(Buffer.from(store.object), Buffer.from(bytes));
  assert.deepEqual(states, ['preparing', 'initiating', 'uploading', 'completing', 'finished']);
  u.addEventListener('progress', () => assert.fail('progress after the end'));
  await new Promise((resolve) => setTimeout(resolve, 40));
  assert.equal(result.crc64, crc64(bytes));
  assert.deepEqual([result.verified, result.unverifiedReason, result.uploadId], [true, '', 'ID1']);
  assert.deepEqual(
    result.parts.map((p) => [p.number, p.size, p.state]),
    [
      [1, partSize, 'stored'],
      [2, partSize, 'stored'],
      [3, 7, 'stored'],
    ],
  );
  const { sent, confirmed, total, secondsLeft } = u.progress;
  assert.deepEqual(
    { sent, confirmed, total, secondsLeft },
    { sent: bytes.length, confirmed: bytes.length, total: bytes.length, secondsLeft: 0 },
  );
});

for (const size of [0, 1, partSize]) {
  test(`${size} bytes go whole`, async () => {
    const result = await upload(file.slice(0, size), common).finished;
    assert.deepEqual(store.operations, ['putObject']);
    assert.equal(store.object.length, size);
    assert.deepEqual(
      [result.crc64, result.verified, result.uploadId, result.parts.length],
      [crc64(bytes.subarray(0, size)), true, '', 1],
    );
  });
}

test('the type of the file is its content type, unless another is given', async () => {
  await upload(new Blob(['x'], { type: 'text/plain' }), common).finished;
  await upload(new Blob(['x'], { type: 'text/plain' }), { ...common, contentType: 'image/png' }).finished;
  assert.deepEqual(
    store.requests.map((r) => r.headers['content-type'] ?? r.headers['Content-Type']),
    ['text/plain', 'image/png'],
  );
});

test('what is a letter short of an option of the client is one that was meant', async () => {
  const names = Object.keys({ ...uploadRules, ...keyRules, signer: '' });
  for (const nearest of names.filter((name) => name !== 'partSize')) {
    const option = nearest.slice(0, 1) + nearest.slice(2);
    await assert.rejects(upload(file, { ...common, [option]: 'x' }).finished, {
      code: 'InvalidOption',
      option,
      nearest,
    });
  }
  assert.deepEqual(store.requests, []);
});

test('a wrong option rejects before any request, with what was meant', async () => {
  const wrong = { ...common, storageClass: 'Archve' };
  for (const attempt of [() => upload(file, wrong).finished, () => initiate(wrong), () => check(wrong)]) {
    await assert.rejects(attempt, (/** @type {any} */ error) => {
      assert.ok(error instanceof PartwayError);
      assert.deepEqual(
        [error.code, error.option, error.value, error.nearest],
        ['InvalidOption', 'storageClass', 'Archve', 'Archive'],
      );
      return true;
    });
  }
  assert.deepEqual(store.requests, []);
});

test('a key that is missing is named where it was looked for', async () => {
  const error = await check({ ...common, credentials: { accessKeyId: 'id' } }).catch((e) => e);
  assert.deepEqual([error.code, error.option], ['InvalidOption', 'credentials.accessKeySecret']);
  assert.match(error.message, /^credentials\.accessKeySecret is missing/);
});

for (const file of [undefined, null, 'text', new Uint8Array(1), { size: 1 }]) {
  test(`no file: ${Object.prototype.toString.call(file)}`, async () => {
    const u = upload(file, common);
    assert.deepEqual(u.progress, { sent: 0, confirmed: 0, total: 0, speed: 0, secondsLeft: undefined });
    await assert.rejects(u.finished, { name: 'PartwayError', code: 'InvalidOption', option: 'file' });
    assert.deepEqual([u.state, store.requests], ['failed', []]);
  });
}

test('no options', async () => {
  for (const attempt of [() => upload(file).finished, () => initiate(), () => check({ wasm })]) {
    await assert.rejects(attempt, { name: 'PartwayError' });
  }
  await assert.rejects(check({ wasm }), { code: 'InvalidOption', option: 'dialect' });
});

test('who listens to events only hears of a failure there', async () => {
  const unhandled = [];
  const note = (reason) => unhandled.push(reason);
  process.on('unhandledRejection', note);
  const u = upload(file, { ...common, key: '' });
  await new Promise((resolve) => u.addEventListener('statechange', resolve));
  await new Promise((resolve) => setTimeout(resolve, 10));
  process.off('unhandledRejection', note);
  assert.deepEqual([u.state, unhandled], ['failed', []]);
  await assert.rejects(u.finished, { option: 'key' });
});

test('initiate gives the upload ID', async () => {
  assert.deepEqual(await initiate(common), { bucket: 'b', key: 'k', uploadId: 'ID1', requestId: 'R' });
  store.before.initiate = () =>
    new Response('<InitiateMultipartUploadResult><UploadId>ID2</UploadId></InitiateMultipartUploadResult>');
  const { bucket, key } = common;
  assert.deepEqual(
    await initiate(common),
    { bucket, key, uploadId: 'ID2', requestId: '' },
    'what the store leaves out is what was asked for',
  );
});

test('check shows the request and sends nothing', async () => {
  const { url, request } = await check(common);
  assert.equal(request.method, 'POST');
  assert.ok(request.url.startsWith(url) && request.stringToSign && request.canonical);
  assert.deepEqual(store.requests, []);
});

test('a function is asked for credentials once, by all uploads that share it', async () => {
  let asked = 0;
  const credentials = async () => ({ ...common.credentials, securityToken: `token-${++asked}` });
  await Promise.all([
    upload(file, { ...common, credentials }).finished,
    upload(file, { ...common, key: 'other', credentials }).finished,
  ]);
  const tokens = store.requests.map((r) => r.headers['x-oss-security-token']);
  assert.deepEqual([asked, new Set(tokens).size, tokens.length], [1, 1, 2 * wholeSequence.length]);
});

test('credentials are renewed before they expire, and when the store refuses them', async () => {
  let asked = 0;
  const credentials = () => ({
    ...common.credentials,
    securityToken: `token-${++asked}`,
    expiration: new Date(Date.now() + 500),
  });
  store.before.uploadPart = ({ query }) =>
    query.get('partNumber') === '2' ? new Promise((resolve) => setTimeout(resolve, 600)) : undefined;
  await upload(file, { ...common, parallel: 1, credentials }).finished;
  assert.ok(asked > 1);

  let refused = 0;
  store.before.uploadPart = () => (refused++ ? undefined : failure(403, 'InvalidAccessKeyId'));
  let fresh = 0;
  await upload(file, {
    ...common,
    parallel: 1,
    credentials: () => ({ ...common.credentials, securityToken: `fresh-${++fresh}` }),
  }).finished;
  const tokens = store.requests.map((r) => r.headers['x-oss-security-token']);
  assert.deepEqual([fresh, tokens.at(-1)], [2, 'fresh-2']);
});

test('a credentials function that fails is the cause', async () => {
  const cause = new Error('no network');
  await assert.rejects(upload(file, { ...common, credentials: () => Promise.reject(cause) }).finished, {
    code: 'CredentialsFailed',
    cause,
  });
  assert.deepEqual(store.requests, []);
});

test('a part that the store has otherwise is sent again', async () => {
  let wrong = 0;
  store.before.uploadPart = ({ query, bytes }) => void (query.get('partNumber') === '2' && !wrong++ && (bytes[5] ^= 1));
  const result = await upload(file, common).finished;
  assert.equal(result.verified, true);
  assert.deepEqual(Buffer.from(store.object), Buffer.from(bytes));
  assert.equal(store.operations.length, wholeSequence.length + 1);
});

test('twice, it fails, and deletes nothing', async () => {
  store.before.uploadPart = ({ query, bytes }) => void (query.get('partNumber') === '2' && (bytes[5] ^= 1));
  await assert.rejects(upload(file, common).finished, {
    code: 'ChecksumMismatch',
    operation: 'uploadPart',
    partNumber: 2,
    uploadId: 'ID1',
  });
  assert.equal(
    store.operations.some((operation) => ['complete', 'abort'].includes(operation)),
    false,
  );
});

test('an object that the store has otherwise is no success', async () => {
  store.before.complete = () => void store.parts.get(1).set([9]);
  await assert.rejects(upload(file, common).finished, {
    code: 'ChecksumMismatch',
    operation: 'complete',
    stored: true,
    uploadId: '',
  });
});

test('a whole file that the store has otherwise is no success', async () => {
  store.before.putObject = ({ bytes }) => void bytes.set([9]);
  await assert.rejects(upload(file.slice(0, 3), common).finished, { code: 'ChecksumMismatch', operation: 'putObject' });
});

test('without exposed headers the list of parts helps, and the result says what is unknown', async () => {
  store.exposed = false;
  const result = await upload(file, common).finished;
  assert.deepEqual(store.operations, [
    'initiate',
    'uploadPart',
    'uploadPart',
    'uploadPart',
    'listParts',
    'complete',
    'headObject',
  ]);
  assert.equal(result.verified, false);
  assert.match(result.unverifiedReason, /x-oss-hash-crc64ecma.*CORS/);
});

test('a listed part that differs completes nothing', async () => {
  store.exposed = false;
  store.before.uploadPart = ({ bytes }) => void bytes.set([9]);
  await assert.rejects(upload(file, common).finished, { code: 'ChecksumMismatch', partNumber: 1 });
  assert.equal(store.operations.includes('complete'), false);
});

test('a whole file whose reply tells nothing is asked for', async () => {
  store.exposed = false;
  const result = await upload(file.slice(0, 3), common).finished;
  assert.deepEqual(store.operations, ['putObject', 'headObject']);
  assert.deepEqual([result.verified, /CORS/.test(result.unverifiedReason)], [false, true]);
});

const strangers = {
  'an empty 200 to everything': () => new Response(null),
  'an object of another size': () => new Response(null, { headers: { 'content-length': '4' } }),
  'no object': () => new Response(null, { status: 404 }),
  'no reply': () => Promise.reject(new TypeError('Failed to fetch')),
};
for (const [name, head] of Object.entries(strangers)) {
  test(`a reply that anybody may have given stores nothing: ${name}`, async () => {
    store.before.putObject = () => new Response(null);
    store.before.headObject = head;
    await hurried(() =>
      assert.rejects(upload(file.slice(0, 3), common).finished, { code: 'NotFromStore', operation: 'putObject' }),
    );
  });
}

const s3 = { ...common, dialect: 's3', region: 'us-east-1', partSize: 5 * 1024 * 1024 };
const twoParts = new Blob([new Uint8Array(s3.partSize + 1)]);
const keyed = {
  'x-amz-server-side-encryption': ['aws:kms', 'aws:kms:dsse'],
  'x-amz-server-side-encryption-customer-algorithm': ['AES256'],
};
for (const [header, values] of Object.entries(keyed)) {
  for (const value of values) {
    test(`an ETag that is no MD5 as the bucket encrypts, ${header}: ${value}`, async () => {
      store.sums = false;
      store.extra = { [header]: value, etag: `"${'0'.repeat(32)}"` };
      for (const { file, operations } of [
        { file: bytes.subarray(0, 3), operations: ['putObject'] },
        { file: twoParts, operations: ['initiate', 'uploadPart', 'uploadPart', 'complete'] },
      ]) {
        store.requests = [];
        const result = await upload(new Blob([file]), s3).finished;
        assert.deepEqual(store.operations, [...operations, 'headObject']);
        assert.equal(result.verified, false);
        assert.ok(result.unverifiedReason.includes(header), result.unverifiedReason);
      }
    });
  }
}

test('a bucket that encrypts with keys of its own still gives MD5s', async () => {
  store.sums = false;
  store.extra = { 'x-amz-server-side-encryption': 'AES256' };
  assert.equal((await upload(twoParts, s3).finished).verified, true);
  store.extra.etag = `"${'0'.repeat(32)}"`;
  await assert.rejects(upload(twoParts, s3).finished, {
    code: 'ChecksumMismatch',
    advice: /x-amz-server-side-encryption/,
  });
});

test('a refused part ends the upload, which stays for another session', async () => {
  store.before.uploadPart = () => failure(403, 'SignatureDoesNotMatch');
  const u = upload(file, { ...common, parallel: 1 });
  const states = watch(u);
  await assert.rejects(u.finished, (/** @type {any} */ error) => {
    assert.deepEqual(
      [error.code, error.status, error.operation, error.partNumber, error.uploadId],
      ['SignatureDoesNotMatch', 403, 'uploadPart', 1, 'ID1'],
    );
    for (const secret of ['the-secret', 'the-token', 'uploadId=']) assert.equal(error.message.includes(secret), false);
    return true;
  });
  assert.equal(store.operations.includes('abort'), false);
  assert.equal(states.at(-1), 'failed');
});

for (const [status, code] of [
  [503, 'SlowDown'],
  [429, 'TooManyRequests'],
  [500, 'InternalError'],
]) {
  test(`a part that fails by ${status} is sent again`, async () => {
    let failures = 0;
    store.before.uploadPart = () => (failures++ < 2 ? failure(status, code) : undefined);
    await hurried(async () => {
      assert.equal((await upload(file, common).finished).verified, true);
    });
    assert.deepEqual(Buffer.from(store.object), Buffer.from(bytes));
  });
}

test('a part without an answer is sent again', async () => {
  let failures = 0;
  store.before.uploadPart = () => (failures++ < 3 ? Promise.reject(new TypeError('Failed to fetch')) : undefined);
  await hurried(() => upload(file, common).finished);
  assert.deepEqual(Buffer.from(store.object), Buffer.from(bytes));
});

test('a part that never gets an answer is cut and sent again', async () => {
  let cut = 0;
  store.before.uploadPart = ({ signal }) =>
    cut
      ? undefined
      : new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            cut++;
            reject(signal.reason);
          });
        });
  await hurried(() => upload(file, { ...common, stallTime: 1 }).finished);
  assert.ok(cut > 0);
});

test('a time limit ends an upload', async () => {
  store.before.uploadPart = () => failure(503, 'SlowDown');
  await assert.rejects(upload(file, { ...common, timeLimit: 0.3 }).finished, {
    code: 'DeadlineExceeded',
    retryable: true,
    uploadId: 'ID1',
  });
});

test('no reply to complete is no success and removes nothing', async () => {
  store.before.complete = () => Promise.reject(new TypeError('Failed to fetch'));
  await hurried(() =>
    assert.rejects(upload(file, common).finished, { code: 'CompletionUnknown', retryable: true, uploadId: 'ID1' }),
  );
  assert.equal(store.operations.includes('abort'), false);
});

test('a completion whose answer is lost is found out', async () => {
  store.before.complete = () => {
    store.complete();
    store.parts.clear();
    store.gone = true;
    return Promise.reject(new TypeError('Failed to fetch'));
  };
  store.before.listParts = () => (store.gone ? failure(404, 'NoSuchUpload') : undefined);
  const result = await hurried(() => upload(file, common).finished);
  assert.deepEqual(
    [result.verified, store.operations.filter((operation) => operation === 'complete').length],
    [true, 1],
  );
});

test('an error document inside a 200 is no success', async () => {
  store.before.complete = () => failure(200, 'InternalError');
  await hurried(() =>
    assert.rejects(upload(file, common).finished, { code: 'InternalError', operation: 'complete', uploadId: 'ID1' }),
  );
});

test('a file that can no longer be read is an error of its own', async () => {
  const gone = new Blob([bytes]);
  const unreadable = Object.assign(new Blob(['x']), {
    arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotReadableError')),
  });
  unreadable.slice = gone.slice = () => unreadable;
  await assert.rejects(upload(gone, common).finished, { code: 'FileChanged' });
});

test('a request is shown before it is sent', async () => {
  const seen = [];
  await upload(file, { ...common, onRequest: ({ operation, url }) => seen.push([operation, url]) }).finished;
  assert.deepEqual(
    seen,
    store.requests.map(({ operation, url }) => [operation, url]),
  );
});

test('a module that is not there says what to do', async () => {
  const server = createServer((_, response) => response.writeHead(404).end());
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  await assert.rejects(initiate({ ...common, wasm: `http://127.0.0.1:${server.address().port}/partway.wasm` }), {
    code: 'ModuleFailed',
    message: /partway\.wasm .* 404.*"wasm"/,
  });
  server.close();
});

test('a module served with a wrong media type is compiled all the same', async () => {
  for (const type of ['application/wasm', 'application/octet-stream', '']) {
    const response = new Response(moduleBytes(), { headers: type ? { 'content-type': type } : {} });
    assert.equal((await check({ ...common, wasm: response })).dialect, 'oss');
  }
});

test('an object of the same size and other bytes, behind a reply that tells nothing, is no success', async () => {
  const told = (sum) => () =>
    new Response(null, {
      headers: { 'content-length': '3', etag: '"E"', 'x-oss-request-id': 'H', 'x-oss-hash-crc64ecma': sum },
    });
  store.before.putObject = () => new Response(null);
  store.before.headObject = told(crc64([9, 9, 9]));
  await assert.rejects(upload(file.slice(0, 3), common).finished, {
    code: 'NotFromStore',
    operation: 'putObject',
    retry: 'ask',
  });
  store.before.headObject = told(crc64(bytes.subarray(0, 3)));
  const result = await upload(file.slice(0, 3), common).finished;
  assert.deepEqual([result.verified, result.etag, result.requestId], [true, '"E"', 'H']);
});

test('a checksum of the whole decides, though CORS hides those of the parts', async () => {
  const cos = { ...common, dialect: 'cos', bucket: 'bucket-1250000000', region: 'ap-guangzhou', partSize: 1024 * 1024 };
  const file = new Blob([new Uint8Array(cos.partSize + 1)]);
  Object.assign(store, { exposed: false, sums: false });
  let sum = crc64(new Uint8Array(cos.partSize + 1));
  store.before.complete = async () =>
    new Response(await store.complete().text(), { headers: { 'x-cos-hash-crc64ecma': sum } });
  const result = await upload(file, cos).finished;
  assert.equal(store.operations.includes('listParts'), true);
  assert.deepEqual([result.verified, result.unverifiedReason], [true, '']);
  sum = '1';
  await assert.rejects(upload(file, cos).finished, {
    code: 'ChecksumMismatch',
    operation: 'complete',
    stored: true,
    uploadId: '',
  });
});

test('a part that the list of parts lacks is sent again before anything is completed', async () => {
  store.exposed = false;
  store.before.listParts = () => {
    store.parts.delete(2);
    delete store.before.listParts;
  };
  const result = await upload(file, common).finished;
  assert.equal(result.crc64, crc64(bytes));
  assert.deepEqual(store.operations.slice(4), ['listParts', 'uploadPart', 'listParts', 'complete', 'headObject']);
});

test("a module that fails while it hashes is not the file's fault", async () => {
  const large = [new Uint8Array(1024 * 1024 + 1)]; // small files are hashed otherwise
  const broken = Object.assign(new Blob(large), {
    arrayBuffer: () => Promise.reject(new WebAssembly.RuntimeError('unreachable')),
  });
  const blob = Object.assign(new Blob(large), { slice: () => broken });
  broken.slice = (_from, to) => (to === 1 ? new Blob(['x']) : broken); // of one byte: whether it can be read
  await assert.rejects(upload(blob, { ...common, partSize: 2 * 1024 * 1024 }).finished, { code: 'ModuleFailed' });
});

test('what is no module says so, however it is given', async () => {
  const html = '<!doctype html>';
  const sources = [
    new TextEncoder().encode(html),
    new Response(html),
    new Response(html, { headers: { 'content-type': 'application/wasm' } }),
  ];
  for (const source of sources)
    await assert.rejects(compile(source), { name: 'PartwayError', code: 'ModuleFailed', message: /partway\.wasm/ });
  const { message } = await compile('http://host:99999/partway.wasm?token=secret').catch((error) => error);
  assert.match(message, /^partway\.wasm .*"wasm"\.$/);
  assert.doesNotMatch(message, /secret/);
});
