// The built module in Node: what it is made of, what it answers, how fast it hashes.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { encode, open, runModuleCases } from './cases.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = process.env.PARTWAY_DIST ?? join(root, 'build', 'web');
const compile = (name) => new WebAssembly.Module(readFileSync(join(folder, name)));
const module = compile('partway.wasm');
const withoutKeys = compile('partway-nokeys.wasm');
const json = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));

function instantiate(compiled = module) {
  const instance = new WebAssembly.Instance(compiled, {});
  instance.exports._initialize?.();
  return instance;
}

test('the modules import nothing', () => {
  assert.deepEqual(WebAssembly.Module.imports(module), []);
  assert.deepEqual(WebAssembly.Module.imports(withoutKeys), []);
});

test('vectors, replies, malformed messages, checksums and calls', (t) => {
  const lines = execFileSync('go', ['run', './scripts/vectors'], { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 });
  const vectors = lines.trim().split('\n').map((line) => JSON.parse(line));
  const replies = json('core/testdata/replies.json');
  const failures = runModuleCases(instantiate(), { vectors, replies, messages: json('wasm/abi/testdata/messages.json') });
  t.diagnostic(`${vectors.length} vectors and ${replies.length} replies checked, ${failures.length} failures`);
  assert.deepEqual(failures, []);
});

test('the same without keys, as far as that module goes', () => {
  const cases = { replies: json('core/testdata/replies.json'), messages: json('wasm/abi/testdata/messages.json') };
  assert.deepEqual(runModuleCases(instantiate(withoutKeys), cases), []);
});

test('a message that is too large gets no room', () => {
  const { input } = instantiate().exports;
  assert.notEqual(input(4 * 2 ** 20), 0);
  assert.equal(input(4 * 2 ** 20 + 1), 0);
  assert.equal(input(0xffffffff), 0);
});

test('a length beyond the room is cut to it', () => {
  const { exports: wasm } = instantiate();
  wasm.input(8);
  assert.ok(wasm.call(1, 0xffffffff) > 0);
  wasm.hashStart(1);
  wasm.hashAdd(0xffffffff);
  assert.ok(wasm.hashSum() > 0);
});

test('the memory does not grow with the number of calls', () => {
  const instance = instantiate();
  const boundary = open(instance);
  const message = encode(['oss', 2 ** 40, 0]);
  const build = encode(['initiate', 'header', 1795000000, 0, 6, 'dialect', 'oss', 'bucket', 'partway-dev', 'region', 'cn-hangzhou',
    'key', 'a'.repeat(1000), 'accessKeyId', 'id', 'accessKeySecret', 'secret']);
  const run = () => {
    for (let i = 0; i < 2000; i++) {
      boundary.call(4, message);
      boundary.call(2, build);
    }
  };
  run();
  const size = instance.exports.memory.buffer.byteLength;
  run();
  assert.equal(instance.exports.memory.buffer.byteLength, size);
  assert.ok(size <= 2 * 2 ** 20, `${size} bytes`);
});

test('nor with the number of hashes', () => {
  const { exports: wasm } = instantiate();
  wasm.input(1);
  const run = (n) => {
    for (let i = 0; i < n; i++) {
      wasm.hashStart(4);
      wasm.hashAdd(1);
      wasm.hashSum();
    }
    return wasm.memory.buffer.byteLength;
  };
  assert.equal(run(20_000), run(1));
});

test('throughput', (t) => {
  const { exports: wasm } = instantiate();
  const room = 256 * 1024;
  const at = wasm.input(room) >>> 0;
  new Uint8Array(wasm.memory.buffer, at, room).forEach((_, i, bytes) => (bytes[i] = i * 31));
  for (const [name, algorithm] of Object.entries({ crc64xz: 1, crc64nvme: 2, crc32c: 3, md5: 4 })) {
    wasm.hashStart(algorithm);
    const best = Math.max(...Array.from({ length: 5 }, () => {
      const began = performance.now();
      for (let i = 0; i < 128; i++) wasm.hashAdd(room);
      return (128 * room) / 1e6 / (performance.now() - began);
    }));
    t.diagnostic(`${name} ${best.toFixed(2)} GB/s`);
    assert.ok(best > 0.05, `${name} makes ${best} GB/s`);
  }
});
