// In Chromium: page, Worker in workerd, local store, each of an origin of its
// own. Uppy is the unmodified package of npm, in both of its modes.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, request as send } from 'node:http';
import { basename, extname, join } from 'node:path';
import { after, before, test as plainTest } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launch } from '../../e2e/lib/browser.mjs';
import { credentials, dialects, MiB } from '../../e2e/lib/dialects.mjs';
import { dist, startServers, temporaryFolder } from '../../e2e/lib/servers.mjs';
import { makeFile } from '../../e2e/lib/files.mjs';
import { digestObject, loadCore } from '../../e2e/lib/stored.mjs';
import { bundleReadable } from '../../lib/bundle.mjs';
import { devConfig, startWorker } from '../lib/workerd.mjs';

const test = (name, run) => plainTest(name, { timeout: 300_000 }, run);
const temporary = temporaryFolder();
let servers, signer, knowing, browser, page, core, host;
const log = [];

before(async () => {
  [servers, browser, core] = await Promise.all([startServers(), launch(), loadCore()]);
  const toLog = (text) => log.push(text);
  signer = await startWorker({ bindings: devConfig(servers.store, addPartsOnly), log: toLog });
  knowing = await startWorker({ bindings: devConfig(servers.store, askWho), log: toLog });
  host = await hostPage();
  page = await browser.newPage();
  await page.goto(`http://localhost:${host.address().port}/`);
});

after(async () => {
  await browser?.close();
  await signer?.stop();
  await knowing?.stop();
  host?.close();
  await servers?.stop();
  temporary.remove();
});

// A bucket of COS again, as a target that takes parts only.
function addPartsOnly({ targets }) {
  targets.parts = { ...targets.cos, partsOnly: true };
}

// A signer that knows its users, by a token in a header or in a cookie.
const tokenSecret = 'a secret of the tests, 32 characters';
function askWho(config) {
  config.auth = { kind: 'jwt', algorithm: 'HS256', secret: tokenSecret, cookie: 'session' };
  for (const target of Object.values(config.targets)) target.key = 'uploads/{user}/{uuid}/{name}';
}

function tokenOf(user) {
  const text = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${text({ alg: 'HS256' })}.${text({ sub: user, exp: Date.now() / 1000 + 600 })}`;
  return `${signed}.${createHmac('sha256', tokenSecret).update(signed).digest('base64url')}`;
}

// As Cloudflare does for a Worker on a path of the page's own host.
function passToWorker(request, reply) {
  const onward = send(
    `${knowing.url}${request.url}`,
    { method: request.method, headers: request.headers },
    (answer) => {
      reply.writeHead(answer.statusCode, answer.headers);
      answer.pipe(reply);
    },
  );
  request.pipe(onward);
}

// What Partway's client loads.
function builtFile(url) {
  const name = url.slice(1);
  const type = { '.js': 'text/javascript', '.wasm': 'application/wasm' }[extname(name)];
  return name !== 'page.js' && type && { type, path: join(dist, basename(name)) };
}

// A page that holds nothing but the bundle, and Partway's client beside it.
async function hostPage() {
  const entry = fileURLToPath(new URL('page.mjs', import.meta.url));
  const code = await bundleReadable({ entry, platform: 'browser' });
  const server = createServer((request, reply) => {
    if (request.url.startsWith('/sign/')) return passToWorker(request, reply);
    const script = request.url === '/page.js';
    const built = builtFile(request.url);
    if (built) return reply.writeHead(200, { 'content-type': built.type }).end(readFileSync(built.path));
    reply.setHeader('content-type', script ? 'text/javascript' : 'text/html');
    reply.end(
      script
        ? code
        : '<!doctype html><title>page</title><input type="file"><script type="module" src="/page.js"></script>',
    );
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** Chooses a file of that size in the page. */
async function choose(size) {
  const file = await makeFile(temporary.folder, size);
  await page.setInputFiles('input', file.path);
  return file;
}

async function sameAsStored(dialect, key, { size, sha256 }) {
  assert.deepEqual(await digestObject(core, { ...dialect, store: servers.store, key, credentials }), { size, sha256 });
}

/** Uploads the chosen file by Partway's client. */
const byPartway = (target) =>
  page.evaluate(
    async ({ signer, target }) => {
      const { upload } = await import('/partway.js');
      const { key, verified, unverifiedReason } = await upload(document.querySelector('input').files[0], {
        signer,
        target,
      }).finished;
      return { key, verified, unverifiedReason };
    },
    { signer: signer.url, target },
  );

for (const dialect of dialects) {
  const target = dialect.dialect;
  for (const size of [0, 100_000, 64 * MiB]) {
    test(`${target}: a page's own calls, ${size} bytes`, async () => {
      const file = await choose(size);
      const { begun, status, done } = await page.evaluate((what) => globalThis.byContract(what), {
        signer: signer.url,
        target,
      });
      assert.equal(status, 200, JSON.stringify(done));
      assert.deepEqual([done.key, done.size], [begun.key, size]);
      await sameAsStored(dialect, begun.key, file);
    });
  }

  for (const size of [0, 100_000, 64 * MiB]) {
    test(`${target}: Partway's client, ${size} bytes`, async () => {
      const file = await choose(size);
      const result = await byPartway(target);
      assert.deepEqual([result.verified, result.unverifiedReason], [true, '']);
      await sameAsStored(dialect, result.key, file);
    });
  }

  for (const mode of ['companionEndpoint', 'signRequest']) {
    for (const [size, multipart] of [
      [0, false],
      [100_000, false],
      [64 * MiB, true],
    ]) {
      test(`${target}: Uppy by ${mode}, ${size} bytes`, async () => {
        // Companion's calls name no target: the default takes them, or a path with the target in it.
        const base = mode === 'companionEndpoint' ? `${signer.url}/to/${target}` : signer.url;
        const file = await choose(size);
        const { failed, body, url } = await page.evaluate((what) => globalThis.byUppy(what), {
          signer: base,
          target,
          mode,
          multipart,
        });
        assert.deepEqual(failed, []);
        assert.match(body.key, /^uploads\/\d{4}-\d\d-\d\d\/[0-9a-f-]{36}\/.*\.png$/);
        assert.ok(new URL(url).pathname.endsWith(encodeURI(body.key)), url);
        assert.equal(new URL(url).search, '');
        await sameAsStored(dialect, body.key, file);
      });
    }
  }
}

test('a target that takes parts only', async () => {
  const cos = dialects.find(({ dialect }) => dialect === 'cos');
  for (const size of [0, 100_000]) {
    const file = await choose(size);
    const { key, verified } = await byPartway('parts');
    assert.ok(verified);
    await sameAsStored(cos, key, file);
  }
  const file = await choose(100_000);
  const uppy = (multipart) =>
    page.evaluate((what) => globalThis.byUppy(what), {
      signer: `${signer.url}/to/parts`,
      mode: 'companionEndpoint',
      multipart,
    });
  assert.match((await uppy(false)).failed.join(), /Forbidden/);
  const { failed, body } = await uppy(true);
  assert.deepEqual(failed, []);
  await sameAsStored(cos, body.key, file);
});

test('Uppy whose user the signer knows', async () => {
  const s3 = dialects.find(({ dialect }) => dialect === 's3');
  const own = `http://localhost:${host.address().port}`;
  const file = await choose(6 * MiB);
  const byCompanion = { signer: `${own}/sign/to/s3`, mode: 'companionEndpoint', multipart: true };
  const bySignRequest = { signer: knowing.url, target: 's3', mode: 'signRequest', multipart: true };
  for (const what of [byCompanion, bySignRequest]) {
    assert.equal(
      (await page.evaluate((what) => globalThis.byUppy(what), what)).failed.length,
      1,
      'nobody is logged in',
    );
  }
  await page
    .context()
    .addCookies([{ name: 'session', value: tokenOf('ann'), url: own, httpOnly: true, sameSite: 'Lax' }]);
  bySignRequest.headers = { authorization: `Bearer ${tokenOf('ann')}` };
  for (const what of [byCompanion, bySignRequest]) {
    const { failed, body } = await page.evaluate((what) => globalThis.byUppy(what), what);
    assert.deepEqual(failed, []);
    assert.match(body.key, /^uploads\/ann\//);
    await sameAsStored(s3, body.key, file);
  }
});

test('nothing secret is logged', async () => {
  const text = log.join('');
  assert.match(text, /"route":"begin"/);
  for (const secret of ['partway-dev-secret', 'partway-dev-key', 'Signature=', 'uploads/', tokenSecret, 'eyJ'])
    assert.ok(!text.includes(secret), secret);
});
