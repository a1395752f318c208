// What an upload's `state` says, in order.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { load, read } from './load.mjs';
import { failure } from './store.mjs';
import { common, file, hurried, newStore, watch } from './uploading.mjs';

const { upload } = await load('src/index.ts');
const wasm = await WebAssembly.compile(read('build/web/partway-nokeys.wasm'));
let store;

beforeEach(() => {
  store = newStore();
});

test('a page that may not read headers resumes nothing: it asks for the list of parts while it uploads', async () => {
  store.exposed = false;
  const u = upload(file, common);
  const states = watch(u);
  await u.finished;
  assert.ok(store.operations.includes('listParts'));
  assert.deepEqual(states, ['preparing', 'initiating', 'uploading', 'completing', 'finished']);
});

test('nor does one whose store lost a part', async () => {
  store.exposed = false;
  store.before.listParts = () => {
    store.parts.delete(2);
    delete store.before.listParts;
  };
  const u = upload(file, common);
  const states = watch(u);
  await u.finished;
  assert.deepEqual(states, ['preparing', 'initiating', 'uploading', 'completing', 'finished']);
});

test('a signer that cannot be reached gets no upload begun', async () => {
  const asked = [];
  const transport = {
    tellsProgress: false,
    send: async ({ operation }) => {
      asked.push(operation);
      return { status: 0, headers: [], body: '' };
    },
  };
  const u = upload(file, { signer: 'http://signer.example', wasm, transport });
  const states = watch(u);
  await hurried(() => assert.rejects(u.finished, { code: 'NoReply', operation: 'initiate' }));
  assert.deepEqual([...new Set(asked)], ['initiate']);
  assert.deepEqual(states, ['preparing', 'initiating', 'failed']);
});

test('what fails keeps its state until it is announced', async () => {
  /** @type {[string, string[]][]} */
  const cases = [
    ['initiate', ['initiating']],
    ['uploadPart', ['initiating', 'uploading']],
    ['complete', ['initiating', 'uploading', 'completing']],
  ];
  for (const [operation, before] of cases) {
    store.before = { [operation]: () => failure(403, 'AccessDenied') };
    const u = upload(file, common);
    const states = watch(u);
    await assert.rejects(u.finished, { code: 'AccessDenied', operation });
    assert.deepEqual(states, ['preparing', ...before, 'failed']);
  }
});
