// The local store in a thread, as users' tests start it: uploads in each dialect, faults, and its end.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

const built = (file) => new URL(`../../../build/${file}`, import.meta.url);
const { upload } = await import(built('web/partway.js'));
const { startStore } = await import(built('node/testing.js'));
const wasm = new Uint8Array(readFileSync(built('web/partway.wasm')));
const MiB = 1024 * 1024;

describe('startStore', () => {
  let store;
  const lines = [];
  before(async () => {
    store = await startStore({ log: (line) => lines.push(line) });
  });
  after(() => store.stop());

  const send = (size, dialect, more = {}) =>
    upload(new Blob([new Uint8Array(size).fill(5)]), { ...store.target(dialect), key: 'films/one', wasm, ...more });

  for (const dialect of ['oss', 'cos', 's3']) {
    test(`takes a file whole and in parts, by ${dialect}`, async () => {
      for (const size of [0, 1, 12 * MiB]) {
        const { verified } = await send(size, dialect, { partSize: 5 * MiB }).finished;
        assert.equal(verified, true, `${size} bytes`);
      }
    });
  }

  test('fails as it is told to, and tells what it has seen', async () => {
    const from = (await store.requests()).length;
    await store.fault([{ op: 'uploadPart', part: 2, count: 1, do: 'reset' }]);
    const { verified } = await send(12 * MiB, 'oss', { partSize: 5 * MiB }).finished;
    assert.equal(verified, true);
    const seen = await store.requests(from);
    const second = seen.filter(({ op, part }) => op === 'uploadPart' && part === 2);
    assert.deepEqual([second[0].fault, second[0].status], ['reset', 0]);
    assert.equal(second.at(-1).status, 200);
    await store.fault();
  });

  test('refuses as the vendor does', async () => {
    await store.fault([{ op: 'putObject', do: 'refuse', code: 'AccessDenied' }]);
    await assert.rejects(send(1, 's3').finished, { code: 'AccessDenied', status: 403 });
    await store.fault();
    const credentials = { accessKeyId: 'partway-dev-key', accessKeySecret: 'wrong' };
    await assert.rejects(send(1, 's3', { credentials }).finished, { code: 'SignatureDoesNotMatch' });
  });

  test('says which faults there are none of', async () => {
    await assert.rejects(store.fault([{ do: 'explode' }]), /"explode" is no deed/);
  });

  test('logs lines', () => {
    assert.ok(lines.some((line) => line.includes('store is up')));
    assert.ok(lines.every((line) => !line.includes('\n')));
  });

  test('another one may run beside it', async () => {
    const other = await startStore();
    assert.notEqual(other.port, store.port);
    const running = upload(new Blob(['beside']), { ...other.target('oss'), key: 'beside', wasm });
    assert.equal((await running.finished).verified, true);
    await other.stop();
    await assert.rejects(fetch(other.origin));
  });
});

test('a port that is taken is an error that says so', async () => {
  const store = await startStore();
  try {
    await assert.rejects(startStore({ port: store.port }), /EADDRINUSE|address already in use/);
  } finally {
    await store.stop();
  }
});

test('data are kept in a folder of one’s own, and only there', async () => {
  const data = mkdtempSync(join(tmpdir(), 'partway-kept-'));
  try {
    const first = await startStore({ data });
    await upload(new Blob(['kept']), { ...first.target('s3'), key: 'kept', wasm }).finished;
    await first.stop();
    assert.ok(existsSync(data) && readdirSync(data).length > 0);
    const again = await startStore({ data });
    const options = { ...again.target('s3'), key: 'kept', wasm, forbidOverwrite: true };
    await assert.rejects(upload(new Blob(['other']), options).finished, { status: 412 });
    await again.stop();
  } finally {
    rmSync(data, { recursive: true });
  }
});

test('a bucket that it has not is an error that names those it has', async () => {
  const store = await startStore({ buckets: ['s3/films'] });
  assert.equal(store.target('s3').bucket, 'films');
  assert.throws(() => store.target('oss'), /no bucket of the dialect oss.*s3\/films/);
  await store.stop();
});
