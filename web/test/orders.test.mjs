// Orders of the user's: abort, by a signal too, pause and resume.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { load } from './load.mjs';
import { crc64, failure } from './store.mjs';
import { bytes, common, file, hurried, newStore, watch } from './uploading.mjs';

const { initiate, upload } = await load('src/index.ts');
let store;

beforeEach(() => {
  store = newStore();
});

test('abort cuts the part in flight and removes the upload', async () => {
  const u = upload(file, common);
  const states = watch(u);
  store.before.uploadPart = ({ signal }) =>
    new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
      u.abort('enough');
      u.abort('again');
    });
  await assert.rejects(u.finished, { code: 'Aborted', name: 'AbortError', cause: 'enough', uploadId: '' });
  // The second abort removes what came to the store after the first.
  assert.deepEqual(
    store.operations.filter((operation) => operation !== 'uploadPart'),
    ['initiate', 'abort', 'abort'],
  );
  assert.deepEqual(
    states.filter((s) => ['finished', 'failed', 'aborted'].includes(s)),
    ['aborted'],
  );
});

test('an abort while initiating waits for the upload ID, to remove the upload', async () => {
  const u = upload(file, common);
  store.before.initiate = () => u.abort();
  await assert.rejects(u.finished, { code: 'Aborted' });
  assert.deepEqual(store.operations, ['initiate', 'abort']);
});

test('a signal that aborted before keeps everything from being sent', async () => {
  const signal = AbortSignal.abort('early');
  await assert.rejects(upload(file, { ...common, signal }).finished, { code: 'Aborted', cause: 'early' });
  await assert.rejects(initiate({ ...common, signal }), { code: 'Aborted', cause: 'early' });
  assert.deepEqual(store.requests, []);
});

test('a signal aborts, and keeps no listener afterwards', async () => {
  const controller = new AbortController();
  let listeners = 0;
  const { signal } = controller;
  for (const [name, step] of Object.entries({ addEventListener: 1, removeEventListener: -1 })) {
    const original = signal[name].bind(signal);
    signal[name] = (...args) => {
      listeners += step;
      original(...args);
    };
  }
  await upload(file, { ...common, signal }).finished;
  assert.equal(listeners, 0);
  const u = upload(file, { ...common, signal });
  store.before.uploadPart = () => controller.abort('now');
  await assert.rejects(u.finished, { code: 'Aborted', cause: 'now' });
  assert.equal(listeners, 0);
});

test('what completes an upload is not paused any more', async () => {
  const u = upload(file, common);
  store.before.complete = () => u.pause();
  await u.finished;
  assert.equal(u.state, 'finished');
  u.abort();
  u.pause();
  assert.equal(u.state, 'finished');
});

test('pause cuts the part in flight, resume sends it again', async () => {
  const u = upload(file, { ...common, parallel: 1 });
  const states = watch(u);
  let cut = false;
  store.before.uploadPart = async ({ query, signal }) => {
    if (query.get('partNumber') !== '2' || cut) return undefined;
    cut = true;
    u.pause();
    assert.equal(signal.aborted, true);
    setTimeout(() => u.resume(), 20);
    return undefined;
  };
  const result = await u.finished;
  assert.deepEqual(store.operations, ['initiate', 'uploadPart', 'uploadPart', 'uploadPart', 'uploadPart', 'complete']);
  assert.equal(result.crc64, crc64(bytes));
  assert.ok(states.includes('paused'));
  assert.equal(states.at(-1), 'finished');
});

test('a paused upload sends nothing, and can be aborted', async () => {
  const u = upload(file, common);
  u.pause();
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual([u.state, store.operations], ['paused', []]);
  u.abort();
  await assert.rejects(u.finished, { code: 'Aborted' });
  assert.deepEqual([u.state, store.operations], ['aborted', []]);
});

test('an abort while initiating fails is an abort', async () => {
  const u = upload(file, common);
  store.before.initiate = () => {
    u.abort('enough');
    return failure(403, 'AccessDenied');
  };
  await assert.rejects(u.finished, { code: 'Aborted', cause: 'enough' });
  assert.equal(u.state, 'aborted');
});

test('an abort that gets no reply is given up, and the upload named', async () => {
  const cut = [];
  const u = upload(file, common);
  store.before.uploadPart = () => u.abort();
  store.before.abort = ({ signal }) => {
    cut.push(signal);
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  };
  await hurried(() => assert.rejects(u.finished, { code: 'Aborted', uploadId: 'ID1' }));
  assert.ok(cut.length > 1 && cut.every((signal) => signal.aborted), `${cut.length} tries`);
});

for (const signal of [new AbortController(), 'text', {}, 1]) {
  test(`no signal: ${Object.prototype.toString.call(signal)}`, async () => {
    const u = upload(file, { ...common, signal });
    const states = watch(u);
    const expected = { name: 'PartwayError', code: 'InvalidOption', option: 'signal' };
    await assert.rejects(u.finished, expected);
    await assert.rejects(initiate({ ...common, signal }), expected);
    assert.deepEqual([states, store.requests], [['preparing', 'failed'], []]);
  });
}

test('a file that goes whole and was stored when a pause cut it does not fail by its own object', async () => {
  const u = upload(file.slice(0, 3), { ...common, forbidOverwrite: true });
  const states = watch(u);
  store.before.putObject = ({ bytes }) => {
    if (store.object) return failure(409, 'FileAlreadyExists');
    store.putObject(undefined, bytes);
    u.pause();
    setTimeout(() => u.resume(), 40);
    return undefined;
  };
  assert.equal((await u.finished).verified, true);
  assert.ok(states.includes('paused'));
  assert.deepEqual([store.operations, u.state], [['putObject', 'putObject', 'headObject'], 'finished']);
});
