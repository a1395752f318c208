// What goes wrong in a real browser, and the other ways to a store: temporary keys, Host style, presigned nothing.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test as plainTest } from 'node:test';
import { launch, openPage, uploadPicked } from './lib/browser.mjs';
import { dialects, optionsFor } from './lib/dialects.mjs';
import { makeFile } from './lib/files.mjs';
import { startServers, temporaryFolder } from './lib/servers.mjs';
import { digestObject, getObject, loadCore } from './lib/stored.mjs';

// What hangs is a failure too.
const test = (name, run) => plainTest(name, { timeout: 60_000 }, run);
const temporary = temporaryFolder();
const sts = {
  accessKeyId: 'partway-sts-key',
  accessKeySecret: 'partway-sts-secret',
  securityToken: 'partway-sts-token',
};
let servers, hiding, browser, core, page, faults;

before(async () => {
  const rules = join(temporary.folder, 'cors.json');
  writeFileSync(
    rules,
    JSON.stringify({
      rules: [{ origins: ['*'], methods: ['GET', 'PUT', 'POST', 'DELETE', 'HEAD'], headers: ['*'], expose: [] }],
    }),
  );
  [servers, hiding, browser, core] = await Promise.all([
    startServers(),
    startServers(['-cors', rules]),
    launch(),
    loadCore(),
  ]);
  ({ page, faults } = await openPage(browser, servers.bare));
});

after(async () => {
  await browser?.close();
  await servers?.stop();
  await hiding?.stop();
  temporary.remove();
});

async function pick(target, size) {
  const file = await makeFile(temporary.folder, size);
  await target.setInputFiles('#file', file.path);
  return file;
}

for (const dialect of dialects) {
  const { dialect: name, part } = dialect;
  const size = 2 * part + 1;
  const options = (key, more) => ({ ...optionsFor(dialect, servers.store, key), partSize: part, ...more });
  const held = (given) => digestObject(core, { ...given, store: servers.store });

  test(`${name}: temporary keys`, async () => {
    const file = await pick(page, size);
    const given = options('sts', { credentials: sts });
    const { result, error } = await uploadPicked(page, given);
    assert.equal(error, undefined);
    assert.equal(result.verified, true);
    assert.deepEqual(await held(given), { size, sha256: file.sha256 });
  });

  test(`${name}: the bucket in front of the host`, async () => {
    const file = await pick(page, size);
    const given = options('目录/host style.bin', {
      endpoint: `http://${name}.localhost:${servers.storePort}`,
      addressing: 'virtual',
    });
    const { result, error } = await uploadPicked(page, given);
    assert.equal(error, undefined);
    assert.equal(result.verified, true);
    assert.deepEqual(await held(given), { size, sha256: file.sha256 });
  });

  test(`${name}: what belongs to the object is stored with it`, async () => {
    await pick(page, size);
    const given = options('attributes', {
      contentType: 'text/plain',
      contentDisposition: '报告 "1".txt',
      cacheControl: 'max-age=60',
      metadata: { author: 'partway' },
      tags: { kind: 'test' },
    });
    const { error } = await uploadPicked(page, given);
    assert.equal(error, undefined);
    const { headers } = await getObject(core, { ...given, store: servers.store });
    assert.equal(headers.get('content-type'), 'text/plain');
    assert.equal(headers.get('cache-control'), 'max-age=60');
    assert.match(
      headers.get('content-disposition'),
      /^attachment;.*filename\*=UTF-8''%E6%8A%A5%E5%91%8A%20%221%22\.txt/i,
    );
    assert.equal([...headers].find(([header]) => header.endsWith('-meta-author'))?.[1], 'partway');
  });

  test(`${name}: a wrong secret`, async () => {
    await pick(page, size);
    const credentials = { accessKeyId: 'partway-dev-key', accessKeySecret: 'not-the-secret-at-all' };
    const { error, requests } = await uploadPicked(page, options('secret', { credentials }));
    assert.deepEqual(
      [error.name, error.code, error.status, error.operation],
      ['PartwayError', 'SignatureDoesNotMatch', 403, 'initiate'],
    );
    assert.notEqual(error.requestId, '');
    assert.equal(error.message.includes('not-the-secret-at-all'), false);
    assert.deepEqual([...new Set(requests)], ['initiate']); // again where it may have been the clock
  });

  test(`${name}: a misspelt storage class is found before any request`, async () => {
    await pick(page, size);
    const [wrong, right] = dialect.wrongClass;
    const sent = [];
    const watch = (request) => request.url().startsWith(servers.store) && sent.push(request.url());
    page.on('request', watch);
    const { error, requests } = await uploadPicked(page, options('class', { storageClass: wrong }));
    page.off('request', watch);
    assert.deepEqual([error.code, error.option, error.nearest], ['InvalidOption', 'storageClass', right]);
    assert.match(error.message, new RegExp(`Did you mean "${right}"`));
    assert.deepEqual([sent, requests], [[], []]);
  });

  test(`${name}: CORS hides the checksums`, async () => {
    const { page: other, faults: others } = await openPage(browser, hiding.bare);
    const file = await pick(other, size);
    const given = { ...optionsFor(dialect, hiding.store, 'hidden'), partSize: part };
    const { result, error, requests } = await uploadPicked(other, given);
    assert.equal(error, undefined);
    assert.ok(requests.includes('listParts'), 'ETags come from the list of parts');
    assert.equal(result.crc64, file.crc64);
    // In S3 the list of parts tells all there is to compare; the others report the object's sum in a header only.
    assert.equal(result.verified, name === 's3');
    assert.equal(/CORS/.test(result.unverifiedReason), name !== 's3');
    assert.deepEqual(await digestObject(core, { ...given, store: hiding.store }), { size, sha256: file.sha256 });

    await pick(other, 1);
    const whole = await uploadPicked(other, { ...given, key: 'hidden whole' });
    assert.deepEqual([whole.result.verified, /CORS/.test(whole.result.unverifiedReason)], [false, true]);
    assert.deepEqual(others, []);
    await other.close();
  });

  test(`${name}: abort cuts the part in flight and leaves nothing`, async () => {
    await pick(page, 20 * part);
    const given = options('aborted');
    const seen = await page.evaluate(async (all) => {
      const { upload } = await import('/partway.js');
      const requests = [];
      const u = upload(document.querySelector('#file').files[0], {
        ...all,
        onRequest: ({ operation }) => requests.push(operation),
      });
      const states = [];
      u.addEventListener('statechange', () => states.push(u.state));
      u.addEventListener('progress', () => u.progress.confirmed && u.abort('enough'));
      const error = await u.finished.catch((e) => e);
      return {
        states,
        requests,
        code: error.code,
        name: error.name,
        cause: error.cause,
        uploadId: error.uploadId,
        began: u.uploadId !== '',
      };
    }, given);
    assert.deepEqual(
      [seen.code, seen.name, seen.cause, seen.uploadId, seen.began],
      ['Aborted', 'AbortError', 'enough', '', true],
    );
    assert.deepEqual(seen.states, ['initiating', 'uploading', 'aborting', 'aborted']);
    assert.equal(seen.requests.at(-1), 'abort');
    await assert.rejects(held(given), /404/);
  });

  test(`${name}: pause and resume`, async () => {
    const size = 20 * part;
    const file = await pick(page, size);
    const given = options('paused');
    const { result, paused, states } = await page.evaluate(async (all) => {
      const { upload } = await import('/partway.js');
      const u = upload(document.querySelector('#file').files[0], all);
      const states = [];
      let paused;
      u.addEventListener('statechange', () => states.push(u.state));
      u.addEventListener('progress', () => {
        if (paused || !u.progress.confirmed) return;
        u.pause();
        paused = { ...u.progress };
        setTimeout(() => u.resume(), 200);
      });
      return { result: await u.finished, paused, states };
    }, given);
    assert.ok(paused.confirmed < size && states.includes('paused'));
    assert.deepEqual([result.verified, result.crc64], [true, file.crc64]);
    assert.deepEqual(await held(given), { size, sha256: file.sha256 });
  });
}

test('a file that changed after it was picked', async () => {
  const file = await pick(page, 300_000);
  await page.evaluate(() => document.querySelector('#file').files[0].size);
  writeFileSync(file.path, 'something else');
  const [dialect] = dialects;
  const { error } = await uploadPicked(page, {
    ...optionsFor(dialect, servers.store, 'changed'),
    partSize: dialect.part,
  });
  assert.equal(error.code, 'FileChanged', error.message);
});

test('nothing listens within the time limit', async () => {
  const { page: lonely } = await openPage(browser, hiding.bare);
  await pick(lonely, 1);
  const [dialect] = dialects;
  const { error } = await uploadPicked(lonely, {
    ...optionsFor(dialect, `http://localhost:${servers.storePort}`, 'x'),
    timeLimit: 2,
  });
  assert.deepEqual([error.status, error.code], [0, 'DeadlineExceeded']);
  await lonely.close();
});

test('without a worker the page hashes by itself', async () => {
  const { page: other } = await openPage(browser, servers.bare);
  await other.route('**/hash.js', (route) => route.fulfill({ status: 404, body: '' }));
  const [dialect] = dialects;
  const file = await pick(other, 2 * dialect.part + 1);
  const { result, error } = await uploadPicked(other, {
    ...optionsFor(dialect, servers.store, 'no worker'),
    partSize: dialect.part,
  });
  assert.equal(error, undefined);
  assert.deepEqual([result.verified, result.crc64], [true, file.crc64]);
  await other.close();
});

test('no error in the console, no breach of the CSP', () => {
  assert.deepEqual(faults, []);
});
