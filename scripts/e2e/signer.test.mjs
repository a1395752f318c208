// Pages that hold no key: Partway's client, the signer of npm start and the local store, in Chromium.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test as plainTest } from 'node:test';
import { launch, openPage } from './lib/browser.mjs';
import { credentials, dialects, MiB } from './lib/dialects.mjs';
import { makeFile } from './lib/files.mjs';
import { startServers, temporaryFolder } from './lib/servers.mjs';
import { digestObject, loadCore } from './lib/stored.mjs';

const test = (name, run) => plainTest(name, { timeout: 300_000 }, run);
const temporary = temporaryFolder();
let servers, browser, core;

before(async () => {
  [servers, browser, core] = await Promise.all([startServers(), launch(), loadCore()]);
});

after(async () => {
  await browser?.close();
  await servers?.stop();
  temporary.remove();
});

async function pick(page, size) {
  const file = await makeFile(temporary.folder, size);
  await page.setInputFiles('#file', file.path);
  return file;
}

const held = ({ dialect, bucket, region }, key) =>
  digestObject(core, { dialect, bucket, region, key, credentials, store: servers.store });

/** A page, and the scripts and modules that it loads. */
async function openBare() {
  const context = await browser.newContext();
  const loaded = [];
  context.on('request', (request) => loaded.push(new URL(request.url()).pathname));
  return { ...(await openPage(context, servers.bare)), loaded };
}

/** What the page asks the signer, without sealed IDs and queries. */
function listen(page) {
  const calls = [];
  page.on('request', (request) => {
    const { pathname, origin } = new URL(request.url());
    if (`${origin}/` === servers.page && pathname.startsWith('/s3/'))
      calls.push(`${request.method()} ${pathname.replace(/[^/]{40,}/, 'ID')}`);
  });
  return calls;
}

const begin = 'POST /s3/multipart',
  complete = 'POST /s3/multipart/ID/complete',
  list = 'GET /s3/multipart/ID',
  batch = 'GET /s3/multipart/ID/batch';

/** Uploads the page's file; gives what came of it. */
const send = (page, options) =>
  page.evaluate(async (all) => {
    const { upload } = await import('/partway.js');
    const sent = [];
    const u = upload(document.querySelector('#file').files[0], {
      signer: location.origin,
      onRequest: ({ operation }) => /^(uploadPart|putObject)$/.test(operation) && sent.push(operation),
      ...all,
    });
    return u.finished.then(
      (result) => ({ result, sent }),
      ({ message, code, status, retry, operation }) => ({ error: { message, code, status, retry, operation }, sent }),
    );
  }, options);

for (const dialect of dialects) {
  for (const [size, parts] of [
    [0, 1],
    [100_000, 1],
    [64 * MiB, 8],
  ]) {
    test(`${dialect.dialect}: ${size} bytes`, async () => {
      const { page, faults, loaded } = await openBare();
      const calls = listen(page);
      const file = await pick(page, size);
      const { result, sent, error } = await send(page, { target: dialect.dialect });
      assert.equal(error, undefined);
      assert.deepEqual(
        [result.verified, result.unverifiedReason, result.callback, result.crc64, result.parts.length],
        [true, '', '', file.crc64, parts],
      );
      assert.equal(result.bucket, dialect.bucket);
      const read = await page.evaluate(async (url) => {
        const reply = await fetch(url);
        return [reply.status, (await reply.arrayBuffer()).byteLength];
      }, result.download);
      assert.deepEqual(read, [200, size], 'the page reads what it has uploaded');
      assert.deepEqual(await held(dialect, result.key), { size, sha256: file.sha256 });
      assert.deepEqual(calls, [begin, complete], 'two calls of the signer');
      assert.deepEqual(sent, Array(parts).fill(parts > 1 ? 'uploadPart' : 'putObject'));
      const scripts = loaded.filter((path) => /^\/[^/]*\.(js|wasm)$/.test(path));
      const needed = ['/partway.js', '/partway-nokeys.wasm'];
      if (size > MiB) needed.push('/sharedhasher.js', '/hash.js');
      if (parts > 1) needed.push('/durable.js');
      assert.deepEqual([...new Set(scripts)].sort(), needed.sort(), 'nothing that signs is loaded');
      assert.deepEqual(faults, []);
      await page.context().close();
    });
  }

  test(`${dialect.dialect}: goes on after a reload, with the same upload ID`, async () => {
    const { page } = await openPage(browser, servers.bare);
    const size = 12 * Math.max(dialect.part, MiB);
    const options = { target: dialect.dialect, partSize: Math.max(dialect.part, MiB), parallel: 1 };
    const file = await pick(page, size);
    const uploadId = await page.evaluate(async (all) => {
      const { upload } = await import('/partway.js');
      const u = upload(document.querySelector('#file').files[0], { signer: location.origin, ...all });
      return new Promise((resolve, reject) => {
        u.finished.then(() => reject(new Error('too fast')), reject);
        u.addEventListener('progress', () => {
          if (u.parts.filter((part) => part.state === 'stored').length < 3) return;
          u.pause();
          resolve(u.uploadId);
        });
      });
    }, options);
    await page.waitForTimeout(300); // the last snapshot
    await page.reload();
    const calls = listen(page);
    await page.setInputFiles('#file', file.path);
    const { result, sent, error } = await send(page, options);
    assert.equal(error, undefined);
    assert.equal(result.uploadId, uploadId);
    assert.ok(sent.length <= 10, `${sent.length} of 12 parts were sent again`);
    assert.deepEqual([result.verified, result.crc64], [true, file.crc64]);
    assert.deepEqual(await held(dialect, result.key), { size, sha256: file.sha256 });
    assert.deepEqual(
      calls.filter((call) => call !== batch),
      [list, complete],
    );
    await page.close();
  });
}

test('a bucket that exposes no header: the signer tells the checksums', async () => {
  const rules = join(temporary.folder, 'cors.json');
  writeFileSync(rules, JSON.stringify({ rules: [{ origins: ['*'], methods: ['PUT'], headers: ['*'], expose: [] }] }));
  const hiding = await startServers(['-cors', rules]);
  const { page } = await openPage(browser, hiding.bare);
  try {
    for (const { dialect } of dialects) {
      for (const size of [100_000, 9 * MiB]) {
        const file = await pick(page, size);
        const { result, error } = await send(page, { target: dialect });
        assert.equal(error, undefined, dialect);
        assert.deepEqual([result.verified, result.crc64], [true, file.crc64], `${dialect} ${size}`);
      }
    }
  } finally {
    await page.close();
    await hiding.stop();
  }
});

test('more than a hundred parts: one more call for each further hundred', async () => {
  const { page } = await openPage(browser, servers.bare);
  const calls = listen(page);
  const file = await pick(page, 210 * 102_400);
  const { result, error } = await send(page, { target: 'oss', partSize: 102_400 });
  assert.equal(error, undefined);
  assert.deepEqual([result.verified, result.crc64, result.parts.length], [true, file.crc64, 210]);
  assert.deepEqual(calls, [begin, batch, batch, complete]);
  await page.close();
});

test('what is wrong is said before any request, or by the signer', async () => {
  const { page } = await openPage(browser, servers.bare);
  const calls = listen(page);
  await pick(page, 1000);
  const no = await send(page, { signer: 'http://' });
  assert.deepEqual([no.error.code, no.error.message], ['InvalidOption', 'signer must be an HTTP URL.']);
  assert.deepEqual(calls, []);
  const target = await send(page, { target: 'os' });
  assert.equal(target.error.operation, 'initiate');
  assert.match(target.error.message, /oss/, 'the nearest target is named');
  await page.close();
});

test('a signer that asks who it is: the headers are sent with every request', async () => {
  const { page } = await openPage(browser, servers.bare);
  const seen = new Set();
  page.on('request', (request) => {
    if (request.url().startsWith(`${servers.page}s3/`)) seen.add(request.headers()['x-request-id'] ?? 'none');
  });
  await pick(page, 1000);
  const { error } = await page.evaluate(async () => {
    const { upload } = await import('/partway.js');
    let n = 0;
    return upload(document.querySelector('#file').files[0], {
      signer: location.origin,
      headers: async () => ({ 'x-request-id': `n${++n}` }),
    }).finished.then(
      () => ({}),
      (error) => ({ error: error.message }),
    );
  });
  assert.equal(error, undefined);
  assert.deepEqual([...seen], ['n1', 'n2']);
  await page.close();
});
