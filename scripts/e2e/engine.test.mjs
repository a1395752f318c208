// What the upload machine is for, in Chromium: reloading, two tabs, many files.
import assert from 'node:assert/strict';
import { after, before, test as plainTest } from 'node:test';
import { launch, openPage } from './lib/browser.mjs';
import { dialects, MiB, optionsFor } from './lib/dialects.mjs';
import { makeFile } from './lib/files.mjs';
import { startServers, temporaryFolder } from './lib/servers.mjs';
import { digestObject, loadCore } from './lib/stored.mjs';

const test = (name, run) => plainTest(name, { timeout: 90_000 }, run);
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

const held = (options) => digestObject(core, { ...options, store: servers.store });

for (const dialect of dialects) {
  test(`${dialect.dialect}: goes on after a reload`, async () => {
    const { page, faults } = await openPage(browser, servers.bare);
    const parts = 12;
    const size = parts * dialect.part;
    const options = { ...optionsFor(dialect, servers.store, 'resumed'), partSize: dialect.part };
    const file = await pick(page, size);
    const uploadId = await page.evaluate(async (all) => {
      const { upload } = await import('/partway.js');
      const u = upload(document.querySelector('#file').files[0], { ...all, parallel: 1 });
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
    await page.setInputFiles('#file', file.path);
    const seen = await page.evaluate(async (all) => {
      const { resumable, upload } = await import('/partway.js');
      const [earlier] = await resumable();
      const sent = [];
      const u = upload(document.querySelector('#file').files[0], {
        ...all,
        onRequest: ({ operation }) => sent.push(operation),
      });
      const states = [];
      u.addEventListener('statechange', () => states.push(u.state));
      const result = await u.finished;
      return { earlier, sent, states, result, left: await resumable() };
    }, options);
    assert.equal(seen.earlier.uploadId, uploadId);
    assert.ok(seen.earlier.confirmed >= 2 * dialect.part && seen.earlier.size === size, JSON.stringify(seen.earlier));
    assert.ok(seen.states.includes('resuming'));
    assert.deepEqual([seen.result.uploadId, seen.result.verified, seen.result.crc64], [uploadId, true, file.crc64]);
    assert.equal(seen.sent.includes('initiate'), false);
    assert.ok(seen.sent.filter((operation) => operation === 'uploadPart').length <= parts - 2);
    assert.deepEqual(seen.left, []);
    assert.deepEqual(await held(options), { size, sha256: file.sha256 });
    assert.deepEqual(faults, []);
    await page.close();
  });
}

test('of two tabs one sends, and the other has its result', async () => {
  const [dialect] = dialects;
  const context = await browser.newContext();
  const options = { ...optionsFor(dialect, servers.store, 'two tabs'), partSize: dialect.part };
  const file = await makeFile(temporary.folder, 20 * dialect.part);
  const run = async (tab) => {
    const { page } = await openPage(context, servers.bare);
    await page.setInputFiles('#file', file.path);
    return () =>
      page.evaluate(
        async ([all, name]) => {
          const { upload } = await import('/partway.js');
          let sent = 0;
          const states = [];
          const u = upload(document.querySelector('#file').files[0], { ...all, onRequest: () => sent++ });
          u.addEventListener('statechange', () => states.push(u.state));
          const { crc64, verified } = await u.finished;
          return { name, sent, states, crc64, verified };
        },
        [options, tab],
      );
  };
  const tabs = [await run('first'), await run('second')];
  const outcomes = await Promise.all(tabs.map((start) => start()));
  assert.deepEqual(
    outcomes.map(({ crc64, verified }) => [crc64, verified]),
    [
      [file.crc64, true],
      [file.crc64, true],
    ],
  );
  assert.equal(outcomes.filter(({ sent }) => sent === 0).length, 1, JSON.stringify(outcomes));
  assert.ok(outcomes.find(({ sent }) => sent === 0).states.includes('waiting'));
  await context.close();
});

test('a tab takes over when the other is closed', async () => {
  const [dialect] = dialects;
  const context = await browser.newContext();
  const options = { ...optionsFor(dialect, servers.store, 'taken over'), partSize: dialect.part };
  const file = await makeFile(temporary.folder, 20 * dialect.part);
  const pages = [];
  for (let i = 0; i < 2; i++) {
    const { page } = await openPage(context, servers.bare);
    await page.setInputFiles('#file', file.path);
    pages.push(page);
  }
  const uploadId = await pages[0].evaluate(async (all) => {
    const { upload } = await import('/partway.js');
    const u = upload(document.querySelector('#file').files[0], { ...all, parallel: 1 });
    return new Promise((resolve) =>
      u.addEventListener('progress', () => {
        if (!u.progress.confirmed) return;
        u.pause();
        resolve(u.uploadId);
      }),
    );
  }, options);
  const second = pages[1].evaluate(async (all) => {
    const { upload } = await import('/partway.js');
    const u = upload(document.querySelector('#file').files[0], all);
    u.addEventListener('statechange', () => (document.title = u.state));
    return u.finished;
  }, options);
  await pages[1].waitForFunction(() => document.title === 'waiting');
  await pages[0].close();
  const result = await second;
  assert.deepEqual([result.uploadId, result.crc64, result.verified], [uploadId, file.crc64, true]);
  await context.close();
});

test('of 500 files begun at once all are stored, and few are under way at a time', async () => {
  const { page, faults } = await openPage(browser, servers.bare);
  const [dialect] = dialects;
  const [flying, most] = [new Set(), { requests: 0 }];
  page.on(
    'request',
    (request) => request.method() === 'PUT' && (most.requests = Math.max(most.requests, flying.add(request).size)),
  );
  for (const end of ['requestfinished', 'requestfailed']) page.on(end, (request) => flying.delete(request));
  const seen = await page.evaluate(
    async (all) => {
      const { upload } = await import('/partway.js');
      const files = Array.from({ length: 500 }, (_, i) => new File([new Uint8Array(1024).fill(i)], `${i}.bin`));
      const results = await Promise.all(
        files.map((file) => upload(file, { ...all, key: `many/${file.name}` }).finished),
      );
      return {
        verified: results.filter((result) => result.verified).length,
        keys: new Set(results.map(({ key }) => key)).size,
      };
    },
    optionsFor(dialect, servers.store, ''),
  );
  assert.deepEqual(seen, { verified: 500, keys: 500 });
  assert.ok(most.requests >= 2 && most.requests <= 6, `${most.requests} requests at a time`);
  assert.deepEqual(faults, []);
  await page.close();
});

test('memory of a file in a hundred parts stays', async () => {
  const { page } = await openPage(browser, servers.bare);
  const [dialect] = dialects;
  const file = await pick(page, 64 * MiB);
  const { result, grown } = await page.evaluate(
    async (all) => {
      const { upload } = await import('/partway.js');
      const before = performance.memory.usedJSHeapSize;
      const result = await upload(document.querySelector('#file').files[0], all).finished;
      return { result, grown: performance.memory.usedJSHeapSize - before };
    },
    { ...optionsFor(dialect, servers.store, 'memory'), partSize: MiB },
  );
  assert.equal(result.crc64, file.crc64);
  assert.ok(grown < 40 * MiB, `${grown} bytes`);
  await page.close();
});
