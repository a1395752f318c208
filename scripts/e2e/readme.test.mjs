// The examples of README.md, run as they stand there but for the store's port.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { launch, openPage } from './lib/browser.mjs';
import { startServers } from './lib/servers.mjs';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const examples = [...readme.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code]) => code);
const readmeStore = 'http://localhost:8788', readmePage = 'http://localhost:8787';

let servers, browser;

before(async () => {
  [servers, browser] = await Promise.all([startServers(), launch()]);
});

after(async () => {
  await browser?.close();
  await servers?.stop();
});

// Runs an example as a module beside partway.js; gives what it wrote to the console, at least what is waited for.
async function run(code, text = '') {
  const { page, faults } = await openPage(browser, servers.bare);
  const written = [];
  page.on('console', (message) => written.push(message.text()));
  const body = code.replaceAll(readmeStore, servers.store).replaceAll(readmePage, servers.page.slice(0, -1));
  assert.notEqual(body, code, 'the example uses the local store, or the signer');
  await page.route('**/readme.js', (route) => route.fulfill({ contentType: 'text/javascript', body }));
  const last = text && page.waitForEvent('console', (message) => message.text().includes(text));
  await page.evaluate(() => import('/readme.js'));
  await last;
  assert.deepEqual(faults, []);
  await page.close();
  return written;
}

test('README has an example for initiate, one for upload, one with a signer and one of the element', () => {
  assert.equal(examples.length, 4);
  const lines = examples[0].match(/^const .*?^}\);$/ms)[0].split('\n');
  assert.ok(lines.length <= 10, `initiate takes ${lines.length} lines`);
});

test('the example of initiate begins an upload', async () => {
  const [line] = await run(examples[0]);
  assert.match(line, /^partway-dev\/films\/the first one\.mp4: upload \S+, request \S+$/);
});

test('the example of upload stores the file', async () => {
  const written = await run(examples[1]);
  assert.match(written.at(-1), /^stored, ETag "?[0-9a-fA-F]{32}(-\d+)?"?, checksum compared: true$/);
});

test('the example with a signer stores the file', async () => {
  const written = await run(examples[2]);
  assert.match(written.at(-1), /^stored as uploads\/.*\/note\.txt, checksum compared: true$/);
});

test('the example of the element stores the file', async () => {
  const written = await run(examples[3], 'stored as');
  assert.match(written.at(-1), /^note\.txt is stored as uploads\/.*\/note\.txt$/);
});
