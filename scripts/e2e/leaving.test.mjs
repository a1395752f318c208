// Pages that are left: an upload goes on from a kept file handle, another tab sees how far it is, an abort still reaches the store.
import assert from 'node:assert/strict';
import { connect, createServer } from 'node:net';
import { after, before, beforeEach, test as plainTest } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { launch, openPage } from './lib/browser.mjs';
import { dialects, optionsFor } from './lib/dialects.mjs';
import { makeFile } from './lib/files.mjs';
import { startServers, temporaryFolder } from './lib/servers.mjs';
import { digestObject, loadCore } from './lib/stored.mjs';

const test = (name, run) => plainTest(name, { timeout: 90_000 }, run);
const temporary = temporaryFolder();
let servers, browser, core;

before(async () => {
  [servers, browser, core] = await Promise.all([startServers(['-faults']), launch(), loadCore()]);
});

after(async () => {
  await browser?.close();
  await servers?.stop();
  temporary.remove();
});

const control = () => `http://127.0.0.1:${servers.storePort}/_partway/faults`;

async function setFaults(settings) {
  const reply = await fetch(control(), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(settings),
  });
  assert.equal(reply.status, 204);
}

/** The requests that the store saw for an object, in order. */
async function seen({ dialect, bucket, key }) {
  const all = (await (await fetch(control())).json()).seen;
  return all.filter(
    ({ op, path }) => op !== 'preflight' && decodeURIComponent(path) === `/${dialect}/${bucket}/${key}`,
  );
}

/** A way to a port on which everything takes `ms` longer, in both directions. */
async function startLine(port) {
  const line = { ms: 0 };
  const sockets = new Set();
  const pass = (from, to) => {
    sockets.add(from);
    from.on('data', (bytes) => setTimeout(() => to.writable && to.write(bytes), line.ms));
    from.on('error', () => {}).on('close', () => setTimeout(() => to.destroy(), line.ms));
  };
  const server = createServer((socket) => {
    const store = connect(port, '127.0.0.1');
    pass(socket, store);
    pass(store, socket);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  line.origin = `http://localhost:${server.address().port}`;
  line.stop = () => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  };
  return line;
}

beforeEach(() => setFaults({}));

for (const dialect of dialects) {
  const { part } = dialect;

  test(`${dialect.dialect}: goes on after a reload from the file's handle, without a second choice`, async () => {
    const context = await browser.newContext();
    const { page, faults } = await openPage(context, servers.bare);
    const options = { ...optionsFor(dialect, servers.store, 'by handle'), partSize: part };
    const file = await makeFile(temporary.folder, 5 * part + 1);
    await page.setInputFiles('#file', file.path);
    // A handle that no dialog is needed for: of the page's own file system.
    await page.evaluate(async (all) => {
      const { upload } = await import('/partway.js');
      const folder = await navigator.storage.getDirectory();
      const fileHandle = await folder.getFileHandle('picked.bin', { create: true });
      await document
        .querySelector('#file')
        .files[0].stream()
        .pipeTo(await fileHandle.createWritable());
      const u = upload(await fileHandle.getFile(), { ...all, parallel: 1, fileHandle });
      await new Promise((resolve, reject) => {
        u.finished.then(() => reject(new Error('too fast')), reject);
        u.addEventListener('progress', () => {
          if (u.parts.filter(({ state }) => state === 'stored').length < 2) return;
          u.pause();
          resolve();
        });
      });
    }, options);
    await page.waitForTimeout(300); // the last snapshot
    await page.reload();
    const { earlier, result } = await page.evaluate(async (all) => {
      const { resumable, resume } = await import('/partway.js');
      const [earlier] = await resumable();
      return { earlier, result: await (await resume(earlier.id, all)).finished };
    }, options);
    assert.deepEqual([earlier.hasFile, earlier.size, earlier.name], [true, file.size, 'picked.bin']);
    assert.deepEqual([result.uploadId, result.crc64, result.verified], [earlier.uploadId, file.crc64, true]);
    assert.deepEqual(await digestObject(core, { ...options, store: servers.store }), {
      size: file.size,
      sha256: file.sha256,
    });
    assert.equal((await seen(options)).filter(({ op }) => op === 'initiate').length, 1);
    assert.deepEqual(faults, []);
    await context.close();
  });

  test(`${dialect.dialect}: a second tab sees how far the first is`, async () => {
    const context = await browser.newContext();
    const options = { ...optionsFor(dialect, servers.store, 'watched'), partSize: part };
    const file = await makeFile(temporary.folder, 8 * part);
    const pages = [];
    for (let i = 0; i < 2; i++) {
      pages.push((await openPage(context, servers.bare)).page);
      await pages[i].setInputFiles('#file', file.path);
    }
    await setFaults({ bytesPerSecond: 2 * part });
    const first = pages[0].evaluate(async (all) => {
      const { upload } = await import('/partway.js');
      const u = upload(document.querySelector('#file').files[0], all);
      u.addEventListener('progress', () => u.progress.sent && (document.title = 'sending'));
      return (await u.finished).crc64;
    }, options);
    await pages[0].waitForFunction(() => document.title === 'sending');
    const second = await pages[1].evaluate(async (all) => {
      const { upload } = await import('/partway.js');
      let requests = 0;
      const u = upload(document.querySelector('#file').files[0], { ...all, onRequest: () => requests++ });
      const told = [];
      u.addEventListener('progress', () => u.state === 'waiting' && told.push(u.progress));
      const { crc64 } = await u.finished;
      return { told, requests, crc64 };
    }, options);
    assert.deepEqual([await first, second.crc64, second.requests], [file.crc64, file.crc64, 0]);
    const sent = second.told.map((progress) => progress.sent);
    assert.ok(new Set(sent.filter((bytes) => bytes > 0 && bytes <= file.size)).size >= 2, `told of ${sent}`);
    assert.deepEqual(
      sent,
      sent.toSorted((a, b) => a - b),
      'backwards',
    );
    assert.ok(second.told.some(({ confirmed }) => confirmed > 0));
    await context.close();
  });

  test(`${dialect.dialect}: an abort outlives the page`, async (t) => {
    const context = await browser.newContext({ bypassCSP: true }); // the page may reach the store only
    const { page } = await openPage(context, servers.bare);
    const line = await startLine(servers.storePort);
    t.after(() => line.stop()); // a test that fails must not keep the process alive
    const options = { ...optionsFor(dialect, line.origin, 'left at once'), partSize: part };
    await page.setInputFiles('#file', (await makeFile(temporary.folder, 8 * part)).path);
    await setFaults({ bytesPerSecond: part });
    await page.evaluate(async (all) => {
      const { upload } = await import('/partway.js');
      const u = upload(document.querySelector('#file').files[0], all);
      globalThis.u = u;
      u.finished.catch(() => {});
      await new Promise((resolve) => u.addEventListener('progress', () => u.progress.sent && resolve()));
    }, options);
    line.ms = 1_000; // the page is gone before the store's first word about the abort
    await page.evaluate(() =>
      setTimeout(() => {
        // after this answer
        globalThis.u.abort();
        location.href = 'about:blank';
      }),
    );
    await page.waitForURL('about:blank');
    await page.close();
    for (const deadline = Date.now() + 10_000; Date.now() < deadline; await wait(50)) {
      if ((await seen(options)).some(({ op, status }) => op === 'abort' && status === 204)) break;
    }
    const ops = await seen(options);
    assert.ok(
      ops.some(({ op, status }) => op === 'abort' && status === 204),
      JSON.stringify(ops.map(({ op, status }) => [op, status])),
    );
    await context.close();
  });
}
