// What `npx partway init` writes, with the package from its tarball in an empty folder: wrangler takes it for deployment,
// and runs it with the local store, where a token of `npx partway token` lets a file in.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { npm } from '../../lib/npm.mjs';
import { must, run } from '../../lib/run.mjs';
import { wrangler } from '../../worker/lib/wrangler.mjs';

const folder = mkdtempSync(join(tmpdir(), 'partway-scaffold-'));
const project = join(folder, 'signer');
const env = { ...wrangler.quiet, XDG_CONFIG_HOME: join(folder, 'config'), WRANGLER_LOG: 'log', CI: '1' };
const installed = (name) => join(folder, 'node_modules', 'partway', 'dist', name);
const partway = (...args) => run(process.execPath, [installed('cli.js'), ...args], { cwd: folder });
let store;

before(async () => {
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  const quiet = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await must(npm, ['install', process.env.PARTWAY_TARBALL, '--prefix', folder, ...quiet]);
  const { startStore } = await import(pathToFileURL(installed('testing.js')).href);
  store = await startStore();
  const { code, output } = await partway('init', '--yes', '--store', 'local', '--dir', 'signer');
  assert.equal(code, 0, output);
  const config = readFileSync(join(project, 'wrangler.jsonc'), 'utf8');
  const here = config.replace('http://localhost:8788', store.origin);
  assert.notEqual(here, config);
  writeFileSync(join(project, 'wrangler.jsonc'), here);
  mkdirSync(env.XDG_CONFIG_HOME);
});

after(async () => {
  await store?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('wrangler takes it for deployment', { timeout: 120_000 }, async () => {
  const args = ['deploy', '--dry-run', '--outdir', join(folder, 'out')];
  const { code, output } = await run(wrangler.program, [...wrangler.args, ...args], { cwd: project, env });
  assert.equal(code, 0, output);
  assert.match(output, /Total Upload/);
});

test('wrangler runs it, and a file gets in with a token', { timeout: 120_000 }, async () => {
  const port = await freePort();
  const args = ['dev', '--local', '--ip', '127.0.0.1', '--port', String(port), '--inspector-port', '0'];
  const child = spawn(wrangler.program, [...wrangler.args, ...args], {
    cwd: project,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  try {
    const signer = `http://localhost:${port}`;
    const isUp = () =>
      fetch(`${signer}/healthz`).then(
        ({ status }) => status === 200,
        () => false,
      );
    for (const began = Date.now(); !(await isUp()); await wait(200)) assert.ok(Date.now() - began < 60_000, output);
    const { upload } = await import(pathToFileURL(installed('partway.js')).href);
    const file = new File(['from a scaffold'], 'note.txt');
    await assert.rejects(upload(file, { signer }).finished, { status: 401, code: 'Unauthorized' });
    const token = (await partway('token', '--user', 'alice', '--dir', 'signer')).output.trim();
    const { key, verified } = await upload(file, { signer, headers: { authorization: `Bearer ${token}` } }).finished;
    assert.match(key, /^uploads\/alice\/.*\/note\.txt$/);
    assert.equal(verified, true);
  } finally {
    process.kill(-child.pid, 'SIGKILL'); // workerd is a grandchild
  }
});

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}
