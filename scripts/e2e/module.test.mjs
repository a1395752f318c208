// The built module in Chromium, under the page's CSP: all vectors, replies and messages that it also passes in Node.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launch, openPage } from './lib/browser.mjs';
import { startServers } from './lib/servers.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path) => readFileSync(`${root}/${path}`, 'utf8');
let servers, browser;

before(async () => {
  [servers, browser] = await Promise.all([startServers(), launch()]);
});

after(async () => {
  await browser?.close();
  await servers?.stop();
});

test('vectors, replies, messages and checksums', async () => {
  const lines = execFileSync('go', ['run', './scripts/vectors'], { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 });
  const cases = {
    vectors: lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
    replies: JSON.parse(read('core/testdata/replies.json')),
    messages: JSON.parse(read('wasm/abi/testdata/messages.json')),
  };
  const { page, faults } = await openPage(browser, servers.bare);
  await page.route('**/cases.js', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: read('wasm/browser/cases.mjs') }),
  );
  const failures = await page.evaluate(async (given) => {
    const { runModuleCases } = await import('/cases.js');
    const { instance } = await WebAssembly.instantiateStreaming(fetch('/partway.wasm'), {});
    /** @type {any} */ (instance.exports)._initialize?.();
    return runModuleCases(instance, given);
  }, cases);
  console.log(
    `Chromium: ${cases.vectors.length} vectors and ${cases.replies.length} replies checked, ${failures.length} failures`,
  );
  assert.deepEqual(failures, []);
  assert.deepEqual(faults, []);
  // The project's own folder; PARTWAY_VECTORS may name a small one.
  assert.ok(cases.vectors.length > (process.env.PARTWAY_VECTORS ? 0 : 900));
});
