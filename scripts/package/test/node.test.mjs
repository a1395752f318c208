// The packed package in Node and in workerd: initiate, upload by fetch, presign; and what importing it does.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { inRoot } from '../../lib/paths.mjs';
import { credentials, dialects, MiB, optionsFor } from '../../e2e/lib/dialects.mjs';
import { startServers } from '../../e2e/lib/servers.mjs';
import { digestObject, loadCore } from '../../e2e/lib/stored.mjs';
import { wrangler } from '../../worker/lib/wrangler.mjs';
import { installedApp } from '../lib/app.mjs';

const run = promisify(execFile);
const [oss] = dialects;
const size = 9 * MiB;

let app, servers, core;

before(async () => {
  [app, servers, core] = await Promise.all([installedApp(), startServers(), loadCore()]);
});

after(async () => {
  await servers?.stop();
  app?.remove();
});

const given = () =>
  JSON.stringify({
    options: optionsFor(oss, servers.store, ''),
    signer: { signer: servers.page, target: 'oss' },
    size,
  });

const digest = (bytes) => ({ size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
const uploaded = digest(Buffer.from(Uint8Array.from({ length: size }, (_, i) => (i * 31) ^ (i >> 8))));
const at = (key) => digestObject(core, { ...oss, store: servers.store, key, credentials });

async function areStored(results) {
  assert.deepEqual(
    results.map(({ verified }) => verified),
    [true, true],
  );
  for (const { key } of results) assert.deepEqual(await at(key), uploaded);
}

test('Node: no global by import, initiate, upload, presign', { timeout: 60_000 }, async () => {
  const { stdout, stderr } = await run(process.execPath, [join(app.folder, 'node.js'), given()], { cwd: app.folder });
  assert.equal(stderr, '');
  const { globals, wrong, uploadId, put, part, stored } = JSON.parse(stdout);
  assert.deepEqual(globals, []);
  assert.deepEqual(wrong, { nearest: 'Standard', same: true });
  assert.notEqual(uploadId, '');
  await areStored(stored);
  assert.equal(put, 200);
  assert.deepEqual(await at('node/put'), digest(Buffer.from('signed in Node')));
  assert.match(part, new RegExp(`partNumber=2&uploadId=${uploadId}`));
  assert.match(part, /x-oss-date=19700101T000000Z/);
});

test('workerd: bundled by wrangler, it signs and uploads', { timeout: 120_000 }, async () => {
  const { Miniflare } = await import(inRoot('scripts/worker/node_modules/miniflare/dist/src/index.js'));
  const { program, args, quiet } = wrangler;
  const out = join(app.folder, 'workerd');
  const flags = [
    'deploy',
    join(app.folder, 'workerd.js'),
    '--name',
    'app',
    '--compatibility-date',
    '2026-04-01',
    '--dry-run',
    '--outdir',
    out,
  ];
  await run(program, [...args, ...flags], { cwd: app.folder, env: { ...process.env, ...quiet, CI: '1' } });
  const worker = new Miniflare({
    modules: true,
    modulesRoot: out,
    scriptPath: join(out, 'workerd.js'),
    compatibilityDate: '2026-04-01',
    host: '127.0.0.1',
    port: 0,
    cf: false,
    modulesRules: [
      { type: 'ESModule', include: ['**/*.js'] },
      { type: 'CompiledWasm', include: ['**/*.wasm'] },
    ],
  });
  try {
    const reply = await fetch(await worker.ready, { method: 'POST', body: given() });
    assert.equal(reply.status, 200, await reply.clone().text());
    const { put, stored } = await reply.json();
    assert.equal(put, 200);
    assert.deepEqual(await at('workerd/put'), digest(Buffer.from('signed in workerd')));
    await areStored(stored);
  } finally {
    await worker.dispose();
  }
});
