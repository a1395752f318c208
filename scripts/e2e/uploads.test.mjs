// Files of all sizes and keys of all kinds, in Chromium, into the local store: byte for byte.
import assert from 'node:assert/strict';
import { after, before, test as plainTest } from 'node:test';
import { hashPicked, launch, openPage, uploadPicked } from './lib/browser.mjs';
import { dialects, MiB, optionsFor } from './lib/dialects.mjs';
import { makeFile } from './lib/files.mjs';
import { startServers, temporaryFolder } from './lib/servers.mjs';
import { digestObject, loadCore } from './lib/stored.mjs';

const GiB = 1024 * MiB;
// What hangs is a failure too.
const test = (name, run) => plainTest(name, { timeout: 300_000 }, run);
const files = new Map();
const temporary = temporaryFolder();
let servers, browser, page, faults, core;

before(async () => {
  [servers, browser, core] = await Promise.all([startServers(), launch(), loadCore()]);
  ({ page, faults } = await openPage(browser, servers.bare));
});

after(async () => {
  await browser?.close();
  await servers?.stop();
  temporary.remove();
});

/** Puts a file of that size into the page's input; made once. */
async function pick(size) {
  if (!files.has(size)) files.set(size, await makeFile(temporary.folder, size));
  const file = files.get(size);
  await page.setInputFiles('#file', file.path);
  return file;
}

/** Uploads, and checks the result and what the store holds against the file. */
async function uploadAndCompare(dialect, size, key, more = {}) {
  const file = await pick(size);
  const options = { ...optionsFor(dialect, servers.store, key), ...more };
  const { result, error, requests, seconds } = await uploadPicked(page, options);
  assert.equal(error, undefined);
  assert.deepEqual([result.verified, result.unverifiedReason], [true, '']);
  assert.equal(result.crc64, file.crc64);
  assert.deepEqual([result.bucket, result.key], [dialect.bucket, key]);
  const held = await digestObject(core, { ...options, store: servers.store });
  assert.deepEqual(held, { size, sha256: file.sha256 });
  assert.deepEqual(faults, []);
  return { result, requests, seconds };
}

for (const dialect of dialects) {
  const { part } = dialect;
  const sizes = [
    { name: '0 bytes', size: 0, parts: 1 },
    { name: '1 byte', size: 1, parts: 1 },
    { name: 'a part less one byte', size: part - 1, parts: 1 },
    { name: 'a part', size: part, parts: 1 },
    { name: 'a part and one byte', size: part + 1, parts: 2 },
    { name: 'two parts less one byte', size: 2 * part - 1, parts: 2 },
    { name: 'two parts', size: 2 * part, parts: 2 },
    { name: 'two parts and one byte', size: 2 * part + 1, parts: 3 },
  ];
  for (const { name, size, parts } of sizes) {
    test(`${dialect.dialect}: ${name}`, async () => {
      const { result, requests } = await uploadAndCompare(dialect, size, `sizes/${size}`, { partSize: part });
      assert.equal(result.parts.length, parts);
      const expected = parts === 1 ? ['putObject'] : ['initiate', ...Array(parts).fill('uploadPart'), 'complete'];
      assert.deepEqual(requests, expected);
      assert.equal(result.uploadId !== '', parts > 1);
    });
  }

  const keys = [
    ' space at both ends ',
    'a  b/c d',
    'plus+plus',
    '100%',
    '%41%2F',
    'hash#hash',
    'what?uploads&x=y',
    `quotes'"\``,
    'semi;colon,comma',
    '目录/文件.bin',
    '😀/👨‍👩‍👧.bin',
    'é and e\u0301',
    '<a>&amp;{b}|c\\d^e[f]',
    '!$()*@:=~',
    'double//slash/',
    'x'.repeat(700),
  ];
  for (const key of keys) {
    test(`${dialect.dialect}: key ${JSON.stringify(key.slice(0, 40))}`, async () => {
      await uploadAndCompare(dialect, 1, key);
      await uploadAndCompare(dialect, part + 1, key, { partSize: part });
    });
  }

  test(`${dialect.dialect}: 64 MiB`, async () => {
    const { result, seconds } = await uploadAndCompare(dialect, 64 * MiB, 'large/64', { partSize: 8 * MiB });
    assert.equal(result.parts.length, 8);
    report(`${dialect.dialect}: 64 MiB`, 64 * MiB, seconds);
  });

  test(`${dialect.dialect}: 1 GiB`, async () => {
    const { result, seconds } = await uploadAndCompare(dialect, GiB, 'large/1024');
    assert.ok(result.parts.length > 1 && result.parts.length <= 100);
    report(`${dialect.dialect}: 1 GiB in ${result.parts.length} parts`, GiB, seconds);
  });
}

for (const algorithms of [['crc64xz'], ['crc64xz', 'md5']]) {
  test(`the worker hashes 1 GiB: ${algorithms.join(' and ')}`, async () => {
    const file = await pick(GiB);
    const { sums, seconds } = await hashPicked(page, algorithms);
    assert.equal(sums[0], file.crc64);
    report(`reading and hashing, ${algorithms.join(' and ')}`, GiB, seconds);
  });
}

function report(what, size, seconds) {
  console.log(`${what}: ${Math.round(size / 1e6 / seconds)} MB/s (${seconds.toFixed(1)} s)`);
}
