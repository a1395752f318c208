// The debug build, as `npm start -- --debug` serves it: it uploads, its scripts lead to the sources, and a module that
// panics says why.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, test as plainTest } from 'node:test';
import { inRoot } from '../lib/paths.mjs';
import { debugFlags, webFolder } from '../lib/products.mjs';
import { debugTinygo } from '../lib/tinygo.mjs';
import { launch, openPage } from './lib/browser.mjs';
import { eventually } from './lib/eventually.mjs';
import { temporaryFolder } from './lib/servers.mjs';

// A module takes half a minute to build.
const test = (name, run) => plainTest(name, { timeout: 300_000 }, run);
const temporary = temporaryFolder();
let browser, started;

before(async () => {
  [browser, started] = await Promise.all([launch(), start()]);
});

after(async () => {
  await browser?.close();
  await started?.stop();
  temporary.remove();
});

/** `npm start -- --debug` with a store of its own, once it says where the page is. */
async function start() {
  const env = { ...process.env, PORT: String(await freePort()), PARTWAY_DATA: join(temporary.folder, 'data') };
  const child = spawn(process.execPath, [inRoot('scripts/start.mjs'), '--debug'], { env });
  const stop = async () => {
    child.kill('SIGINT');
    if (child.exitCode === null) await once(child, 'exit');
  };
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  const url = await new Promise((resolve, reject) => {
    child.stdout.on('data', () => {
      const told = /open +(http\S+)/.exec(output);
      if (told) resolve(told[1]);
    });
    child.once('exit', () => reject(new Error(`npm start -- --debug ended:\n${output}`)));
  });
  return { url, stop };
}

// The store takes the port after it.
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

test('the page of the debug build uploads', async () => {
  const { page, faults } = await openPage(browser, started.url);
  const file = { name: 'debug.bin', mimeType: '', buffer: Buffer.alloc(9 << 20, 7) };
  await page.setInputFiles('partway-upload input[type=file]', file);
  await page.getByRole('button', { name: 'Upload', exact: true }).click();
  await page.getByRole('listitem').filter({ hasText: 'Verified' }).waitFor();
  assert.deepEqual(faults, []);
  await page.close();
});

for (const [script, source] of [
  ['partway.js', 'web/src/api/upload.ts'],
  ['keysession.js', 'web/src/session/keysession.ts'],
  ['hash.js', 'web/src/worker/hash.ts'],
  ['element.js', 'web/src/element/element.ts'],
  ['page.js', 'web/page/page.ts'],
]) {
  test(`${script} is readable, and its source map holds ${source}`, async () => {
    const code = await (await fetch(started.url + script)).text();
    assert.ok(code.split('\n').length > 20, 'not minified');
    assert.match(code, new RegExp(`^//# sourceMappingURL=${script}\\.map$`, 'm'));
    const reply = await fetch(`${started.url}${script}.map`);
    assert.equal(reply.headers.get('content-type'), 'application/json');
    const { sources, sourcesContent } = await reply.json();
    const at = sources.findIndex((path) => path.endsWith(`/${source}`));
    assert.equal(sourcesContent[at], readFileSync(inRoot(source), 'utf8'));
  });
}

test('the modules have names and texts, and those that are shipped have neither', () => {
  for (const name of ['partway.wasm', 'partway-nokeys.wasm']) {
    const [debug, shipped] = [true, false].map((debug) => readFileSync(join(webFolder(debug), name)));
    const text = 'panic: runtime error: ';
    assert.deepEqual([debug.includes(text), shipped.includes(text)], [true, false], name);
    const read = (bytes) => new WebAssembly.Module(bytes);
    const named = (bytes) => WebAssembly.Module.customSections(read(bytes), 'name').length;
    assert.deepEqual([named(debug), named(shipped)], [1, 0], name);
    assert.deepEqual(WebAssembly.Module.imports(read(debug)), [{ module: 'debug', name: 'putchar', kind: 'function' }]);
    assert.deepEqual(WebAssembly.Module.imports(read(shipped)), []);
  }
});

// A program that reads behind the end of a list, built as the module is.
const program = `package main

var list = []int32{1, 2, 3}

//go:wasmexport read
func read(i int32) int32 { return list[i] }

func main() {}
`;

test('a panic says why, in the console of a page that loads the client', async () => {
  const folder = join(temporary.folder, 'panics');
  mkdirSync(folder);
  writeFileSync(join(folder, 'main.go'), program);
  writeFileSync(join(folder, 'go.mod'), 'module panics\n\ngo 1.24\n');
  const { program: tinygo, env } = debugTinygo();
  const output = join(folder, 'panics.wasm');
  const args = ['build', ...debugFlags, '-target', inRoot('wasm/browser/core.json'), '-o', output, '.'];
  const built = spawnSync(tinygo, args, { cwd: folder, env: { ...process.env, ...env }, encoding: 'utf8' });
  assert.equal(built.status, 0, built.stderr);

  const { page, faults } = await openPage(browser, started.url);
  const reading = page.evaluate(
    async (bytes) => {
      await import('./partway.js');
      const module = await WebAssembly.compile(new Uint8Array(bytes));
      const { exports: wasm } = await WebAssembly.instantiate(module, {});
      const { _initialize: begin, read } = /** @type {any} */ (wasm);
      begin();
      return [read(2), read(3)];
    },
    [...readFileSync(output)],
  );
  await assert.rejects(reading, /RuntimeError: unreachable.*runtime\.lookupPanic/s);
  await eventually(() => assert.match(faults.join(), /panic: runtime error.*index out of range/));
  await page.close();
});
