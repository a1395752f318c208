import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { aim, judge, limit, measure, measureFiles, table } from '../lib/sizes.mjs';

const folder = mkdtempSync(join(tmpdir(), 'partway-sizes-'));
after(() => rmSync(folder, { recursive: true }));

function file(name, bytes) {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return { name, path };
}

// Bytes no compression makes shorter, the same on every run.
function noise(length) {
  const bytes = Buffer.alloc(length);
  let state = 1;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

test('the limit and the aim', () => {
  assert.equal(limit, 24_576);
  assert.equal(aim, 15_360);
});

test('files are measured compressed and summed up', () => {
  const rows = measureFiles([file('a.js', 'a'.repeat(10_000)), file('b.wasm', noise(2_000))]);
  assert.deepEqual(
    rows.map(({ name }) => name),
    ['a.js', 'b.wasm', 'total'],
  );
  assert.equal(rows[0].raw, 10_000);
  assert.ok(rows[0].brotli < rows[0].gzip && rows[0].gzip < 100);
  for (const column of ['raw', 'gzip', 'brotli']) assert.equal(rows[2][column], rows[0][column] + rows[1][column]);
  assert.match(table(rows), /total +12,000/);
});

test('real bytes over the limit fail, real bytes below it pass', () => {
  assert.throws(() => judge(measure(noise(limit + 1)).brotli), /over the limit of 24,576/);
  assert.match(judge(measure(noise(limit - 1_000)).brotli), /above the aim of 15,360/);
});

test('the gate closes one byte above the limit', () => {
  assert.match(judge(limit), /limit 24,576/);
  assert.throws(() => judge(limit + 1), /24,577 bytes of brotli are over the limit/);
  assert.match(judge(aim), /within the aim/);
});

test('a missing or empty file is no small file', () => {
  assert.throws(() => measureFiles([{ name: 'x', path: join(folder, 'x') }]), /is missing/);
  assert.throws(() => measureFiles([file('empty.js', '')]), /is empty/);
});
