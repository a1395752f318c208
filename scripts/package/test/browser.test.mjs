// Apps built of the packed package upload in Chromium: every bundler as it comes, a script tag, a Web Worker and a
// Service Worker. All under a strict CSP; the store's object is compared.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, openPage } from '../../e2e/lib/browser.mjs';
import { credentials, dialects, MiB, optionsFor } from '../../e2e/lib/dialects.mjs';
import { startServers } from '../../e2e/lib/servers.mjs';
import { digestObject, loadCore } from '../../e2e/lib/stored.mjs';
import { installedApp } from '../lib/app.mjs';
import { bundlers } from '../lib/bundlers.mjs';
import { startSite } from '../lib/site.mjs';

const [oss, , s3] = dialects;
const html = (script) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>app</title>${script}`;
const tag = '<script src="/node_modules/partway/dist/partway.global.js"></script>';
const pages = {
  '/tag/': html(tag),
  '/bare/': html(''),
  '/workers/': html(''),
  ...Object.fromEntries(
    bundlers.map(({ name, file, module }) => [
      `/${name}/`,
      html(`<script ${module ? 'type="module" ' : 'defer '}src="./${file}"></script>`),
    ]),
  ),
};

let app, servers, browser, core, site;

before(async () => {
  [app, servers, browser, core] = await Promise.all([installedApp(), startServers(), launch(), loadCore()]);
  site = await startSite(app.folder, { pages, origins: [servers.store, signer()], blobs: ['/tag/'] });
});

after(async () => {
  await browser?.close();
  site?.stop();
  await servers?.stop();
  app?.remove();
});

const bytesOf = (size) => Buffer.from(Uint8Array.from({ length: size }, (_, i) => (i * 31) ^ (i >> 8)));

async function isStored(dialect, key, size) {
  const sha256 = createHash('sha256').update(bytesOf(size)).digest('hex');
  assert.deepEqual(await digestObject(core, { ...dialect, store: servers.store, key, credentials }), { size, sha256 });
}

/** A page, and the digests of all that it has loaded from the app. */
async function open(path) {
  const opened = await openPage(browser, 'about:blank');
  const [bodies, workers] = [[], []];
  opened.page.on('worker', (worker) => workers.push(worker.url()));
  opened.page.on('response', (reply) => {
    if (reply.url().startsWith(site.origin) && reply.ok()) bodies.push(reply.body().catch(() => Buffer.alloc(0)));
  });
  await opened.page.goto(String(new URL(path, site.origin)));
  const loaded = async () => (await Promise.all(bodies)).map(hash);
  return { ...opened, loaded, workers };
}

const hash = (bytes) => createHash('sha256').update(bytes).digest('hex');
const packed = (file) => hash(readFileSync(join(app.inside, 'dist', file)));

/** Uploads through the app; gives what the result says. */
const uploadIn = (page, size, options) =>
  page.evaluate(
    async ([size, options]) => {
      const file = new File([new Uint8Array(size).map((_, i) => (i * 31) ^ (i >> 8))], 'a b.bin');
      const { key, verified, parts } = await globalThis.partway.upload(file, options).finished;
      return { key, verified, parts: parts.length };
    },
    [size, options],
  );

/** Uploads by the element, as a visitor does; gives the key that a form would send. */
async function uploadByElement(page, signer, size) {
  await page.evaluate((signer) => {
    globalThis.partway.defineElement?.();
    const element = Object.assign(document.createElement('partway-upload'), { signer, target: 's3', autostart: true });
    globalThis.done = new Promise((resolve) =>
      element.addEventListener('partway-complete', ({ detail }) =>
        resolve(detail.result?.key ?? detail.item.result.key),
      ),
    );
    document.body.append(element);
  }, signer);
  await page
    .locator('partway-upload input[type=file]')
    .setInputFiles({ name: 'c.bin', mimeType: '', buffer: bytesOf(size) });
  return page.evaluate(() => globalThis.done);
}

const signer = () => servers.page.slice(0, -1);

async function uploadsBySigner(page) {
  const { key, ...result } = await uploadIn(page, 9 * MiB, { signer: signer(), target: 'oss' });
  assert.deepEqual(result, { verified: true, parts: 2 });
  await isStored(oss, key, 9 * MiB);
}

async function uploadsWithKeys(page, key) {
  const { verified } = await uploadIn(page, 100_000, optionsFor(s3, servers.store, key));
  assert.equal(verified, true);
  await isStored(s3, key, 100_000);
}

for (const { name, build, takesFiles } of bundlers) {
  test(`${name}: the app uploads`, { timeout: 120_000 }, async () => {
    await build(app.folder, join(app.folder, name));
    const { page, faults, loaded, workers } = await open(`/${name}/`);
    await uploadsBySigner(page);
    if (takesFiles) assert.equal(workers.length, 1, 'a worker hashes');
    const forSigner = await loaded();
    assert.equal(
      forSigner.includes(packed('partway-nokeys.wasm')),
      takesFiles === true,
      'the bundler takes the file along, or a script is loaded in its place',
    );
    assert.ok(!forSigner.includes(packed('partway.wasm')), 'what signs is not loaded');
    await isStored(s3, await uploadByElement(page, signer(), 50_000), 50_000);
    await uploadsWithKeys(page, `${name}/keys.bin`);
    assert.equal((await loaded()).includes(packed('partway.wasm')), takesFiles === true);
    assert.deepEqual(faults, []);
    await page.close();
  });
}

test('vite: its development server takes the files along, too', { timeout: 60_000 }, async () => {
  const { createServer } = await import('vite');
  writeFileSync(join(app.folder, 'index.html'), html('<script type="module" src="/main.js"></script>'));
  const vite = await createServer({
    root: app.folder,
    configFile: false,
    logLevel: 'warn',
    server: { host: '127.0.0.1', port: 0 },
  });
  try {
    await vite.listen();
    const { page, faults, workers } = await open(
      `http://localhost:${/** @type {any} */ (vite.httpServer.address()).port}/`,
    );
    await page.waitForFunction(() => globalThis.partway); // it may load the page once more after it has looked at the packages
    await uploadsBySigner(page);
    assert.match(workers.join(), /hash\.js/, 'a worker hashes');
    assert.deepEqual(faults, []);
    await page.close();
  } finally {
    await vite.close();
  }
});

test('without a bundler: a page with a signer loads what it needs, and what signs only with keys', {
  timeout: 60_000,
}, async () => {
  const { page, faults, loaded, workers } = await open('/bare/');
  await page.evaluate(async () => (globalThis.partway = await import('/node_modules/partway/dist/partway.js')));
  await uploadsBySigner(page);
  const [, ...files] = await loaded();
  const needed = ['partway.js', 'partway-nokeys.wasm', 'hash.js', 'sharedhasher.js', 'durable.js'];
  assert.deepEqual(files.sort(), needed.map(packed).sort());
  assert.equal(workers.length, 1, 'a worker hashes');
  await uploadsWithKeys(page, 'bare/keys.bin');
  const withKeys = await loaded();
  for (const file of ['keysession.js', 'partway.wasm']) assert.ok(withKeys.includes(packed(file)), file);
  assert.deepEqual(faults, []);
  await page.close();
});

test('a script tag: one file is all that the page loads', { timeout: 60_000 }, async () => {
  const { page, faults, loaded, workers } = await open('/tag/');
  await uploadsBySigner(page);
  assert.match(workers.join(), /^blob:/, 'a worker hashes');
  await uploadsWithKeys(page, 'tag/keys.bin');
  await isStored(s3, await uploadByElement(page, signer(), 50_000), 50_000);
  assert.equal((await loaded()).length, 2, 'the page and the script');
  assert.deepEqual(faults, []);
  await page.close();
});

test('a Web Worker uploads', { timeout: 60_000 }, async () => {
  const { page, faults } = await open('/workers/');
  const result = await page.evaluate(
    (options) =>
      new Promise((resolve) => {
        const worker = new Worker('/worker.js', { type: 'module' });
        worker.onmessage = ({ data }) => resolve(data);
        worker.postMessage({
          file: new File([new Uint8Array(9 * 2 ** 20).map((_, i) => (i * 31) ^ (i >> 8))], 'w.bin'),
          options,
        });
      }),
    { signer: signer(), target: 'oss' },
  );
  assert.equal(result.verified, true, result.message);
  await isStored(oss, result.key, 9 * MiB);
  assert.deepEqual(faults, []);
  await page.close();
});

test('a Service Worker uploads', { timeout: 60_000 }, async () => {
  const { page, faults } = await open('/workers/');
  const result = await page.evaluate(
    async (options) => {
      await navigator.serviceWorker.register('/service-worker.js');
      const { active } = await navigator.serviceWorker.ready;
      return new Promise((resolve) => {
        navigator.serviceWorker.onmessage = ({ data }) => resolve(data);
        active.postMessage({
          file: new File([new Uint8Array(9 * 2 ** 20).map((_, i) => (i * 31) ^ (i >> 8))], 's.bin'),
          options,
        });
      });
    },
    { signer: signer(), target: 'oss' },
  );
  assert.equal(result.verified, true, result.message);
  await isStored(oss, result.key, 9 * MiB);
  assert.deepEqual(faults, []);
  await page.close();
});
